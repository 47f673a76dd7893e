package org.inferometer.machine;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Processors that a thread may run on, by the operating system's numbers. What a thread starts,
 * threads and processes, inherits them.
 *
 * <p>They matter to two threads that talk over loopback. The kernel wakes a receiver as though its
 * sender were about to sleep ({@code sock_def_readable} in Linux' {@code net/core/sock.c} wakes
 * with {@code WF_SYNC}), that is, preferably on the sender's own processor. If the sender goes on
 * instead, the two share that processor for milliseconds while another is idle.
 *
 * <p>Linux: {@code sched_getaffinity(2)} and {@code sched_setaffinity(2)}. Elsewhere no processor
 * is known, and nothing happens.
 */
public final class Processors {
  /** Room for 8192 processors, the most that Linux is built for. */
  private static final int MASK_BYTES = 1024;

  private static final int THIS_THREAD = 0;

  private final BitSet numbers;

  private Processors(BitSet numbers) {
    this.numbers = numbers;
  }

  /** Those that the calling thread may run on; none where that is not known. */
  public static Processors ofThisThread() {
    return of(THIS_THREAD);
  }

  /**
   * Those that the process {@code pid} may run on, that is, its first thread, or the thread of that
   * number; none where that is not known.
   */
  public static Processors ofProcess(long pid) {
    return of((int) pid);
  }

  private static Processors of(int thread) {
    if (!Platform.isLinux()) {
      return new Processors(new BitSet());
    }
    try (Memory mask = new Memory(MASK_BYTES)) {
      mask.clear();
      // The kernel says how many bytes it has filled in; its C library says 0. Negative is neither.
      int result = call("sched_getaffinity", thread, mask);
      return new Processors(
          result < 0 ? new BitSet() : BitSet.valueOf(mask.getByteArray(0, MASK_BYTES)));
    }
  }

  /** The last one, for a server that shall have one to itself; none if there is no other. */
  public Processors last() {
    BitSet last = new BitSet();
    if (count() > 1) {
      last.set(numbers.length() - 1);
    }
    return new Processors(last);
  }

  /** All that {@link #last} leaves. */
  public Processors butLast() {
    BitSet others = (BitSet) numbers.clone();
    others.andNot(last().numbers);
    return new Processors(others);
  }

  /**
   * {@code parts} of the same size that have none in common: of whole cores where there are enough,
   * so that no two share one. Neighbouring cores are in one part; those left over are in none.
   *
   * @throws IllegalArgumentException if these are fewer than {@code parts}
   */
  public List<Processors> split(int parts) {
    if (count() < parts) {
      throw new IllegalArgumentException(
          "%d processors cannot be split into %d parts".formatted(count(), parts));
    }
    List<BitSet> units = cores();
    if (units.size() < parts) {
      units = numbers.stream().mapToObj(Processors::only).toList();
    }
    int each = units.size() / parts;
    List<Processors> split = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      BitSet part = new BitSet();
      units.subList(i * each, (i + 1) * each).forEach(part::or);
      split.add(new Processors(part));
    }
    return split;
  }

  /** On how many cores they are; as many as {@link #count} where that is not known. */
  public int countCores() {
    return cores().size();
  }

  private List<BitSet> cores() {
    Map<Core, BitSet> cores = new TreeMap<>();
    numbers.stream()
        .forEach(one -> cores.computeIfAbsent(Core.of(one), core -> new BitSet()).set(one));
    return List.copyOf(cores.values());
  }

  private static BitSet only(int number) {
    BitSet one = new BitSet();
    one.set(number);
    return one;
  }

  /** Where a processor is: its chip, and the first processor of its core. */
  private record Core(int chip, int first) implements Comparable<Core> {
    private static final Path ROOT = Path.of("/sys/devices/system/cpu");

    static Core of(int processor) {
      Path topology = ROOT.resolve("cpu" + processor + "/topology");
      return new Core(
          number(topology.resolve("physical_package_id"), 0),
          number(topology.resolve("thread_siblings_list"), processor));
    }

    /** The first number in {@code file}. */
    private static int number(Path file, int unknown) {
      try {
        return Integer.parseInt(Files.readString(file).strip().split("[,-]")[0]);
      } catch (IOException | NumberFormatException e) {
        return unknown;
      }
    }

    @Override
    public int compareTo(Core other) {
      return Comparator.comparingInt(Core::chip).thenComparingInt(Core::first).compare(this, other);
    }
  }

  /** Whether all of {@code others} are among these. */
  public boolean containsAll(Processors others) {
    BitSet missing = (BitSet) others.numbers.clone();
    missing.andNot(numbers);
    return missing.isEmpty();
  }

  /** How many they are. */
  public int count() {
    return numbers.cardinality();
  }

  /** Keeps the calling thread on these; does nothing if they are none. */
  public void bindThisThread() {
    bind(THIS_THREAD);
  }

  /** Keeps every thread of this process on these, and those to come; nothing if they are none. */
  public void bindThisProcess() {
    Threads.forEach((id, name) -> bind(id));
  }

  private void bind(int thread) {
    if (numbers.isEmpty()) {
      return;
    }
    try (Memory mask = new Memory(MASK_BYTES)) {
      mask.clear();
      byte[] bits = numbers.toByteArray();
      mask.write(0, bits, 0, bits.length);
      call("sched_setaffinity", thread, mask);
    }
  }

  private static int call(String function, int thread, Memory mask) {
    return Function.getFunction("c", function)
        .invokeInt(new Object[] {thread, new NativeLong(MASK_BYTES), mask});
  }

  /** Their numbers, such as {@code 0,1,2}. */
  @Override
  public String toString() {
    return numbers.stream().mapToObj(Integer::toString).collect(Collectors.joining(","));
  }
}
