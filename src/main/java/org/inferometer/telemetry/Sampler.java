package org.inferometer.telemetry;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.inferometer.machine.Clock;

/**
 * Takes readings of all sources and appends them to {@code samples.jsonl}: of the machine at a
 * fixed interval, of what may keep others waiting each at its own.
 */
public final class Sampler implements AutoCloseable {
  private final SampleFile out;
  private final Gpus gpus;
  private final Ticker machine;
  private final Map<String, Ticker> apart = new ConcurrentHashMap<>();
  private final Map<String, Sample> latest = new ConcurrentHashMap<>();

  private Sampler(SampleFile out, Duration interval, Gpus gpus) {
    this.out = out;
    this.gpus = gpus;
    out.tell(sample -> latest.put(sample.source(), sample));
    List<Source> sources = new ArrayList<>(List.of(HostProbe.open()));
    sources.addAll(gpus.devices());
    this.machine = new Ticker("machine", interval, sources, out);
  }

  /** Starts to append readings of the host and of {@code gpus} to {@code file}. */
  public static Sampler start(Path file, Duration interval, Gpus gpus) {
    return new Sampler(new SampleFile(file), interval, gpus);
  }

  /** From now on also reads {@code source}, in place of one of the same name, and closes it. */
  public void add(Source source) {
    remove(source.name());
    source
        .interval()
        .ifPresentOrElse(
            own -> apart.put(source.name(), new Ticker(source.name(), own, List.of(source), out)),
            () -> machine.add(source));
  }

  /** Ends what {@link #add} began. */
  public void remove(String source) {
    machine.remove(source);
    Ticker own = apart.remove(source);
    if (own != null) {
      own.close();
    }
  }

  /** From now on also reads the process tree below {@code pid}, as {@code stack:<stack>}. */
  public void watch(String stack, long pid) {
    add(new Tree(ReadingNames.STACK + stack, TreeProbe.open(pid), gpus));
  }

  /** Ends what {@link #watch} began. */
  public void unwatch(String stack) {
    remove(ReadingNames.STACK + stack);
  }

  /**
   * Watches the memory in use from now on, while {@code stack} starts and works.
   *
   * @return with its first readings taken
   */
  public MemoryWatch watchMemory(String stack) throws InterruptedException {
    MemoryWatch watch = new MemoryWatch(out, stack);
    machine.await(2);
    return watch;
  }

  /**
   * The latest temperatures of the GPUs on which processes of {@code stacks} compute, in degrees
   * Celsius by their names; of all GPUs where it is not known which these are. Parts of a GPU have
   * none of their own.
   */
  public SortedMap<String, Double> temperatures(Collection<String> stacks) {
    Set<String> own = new HashSet<>();
    stacks.forEach(stack -> own.addAll(gpusOf(stack)));
    SortedMap<String, Double> all = new TreeMap<>();
    for (NvmlDevice gpu : gpus.devices()) {
      Double celsius = latest(gpu.name()).get(ReadingNames.TEMPERATURE_CELSIUS);
      if (celsius != null && (own.isEmpty() || own.contains(gpu.name()))) {
        all.put(gpu.name(), celsius);
      }
    }
    return all;
  }

  private Set<String> gpusOf(String stack) {
    return latest(ReadingNames.STACK + stack).keySet().stream()
        .filter(name -> name.startsWith(ReadingNames.PROCESSES_AT))
        .map(name -> name.substring(ReadingNames.PROCESSES_AT.length()).replaceFirst("\\..*", ""))
        .collect(Collectors.toSet());
  }

  private Map<String, Double> latest(String source) {
    Sample sample = latest.get(source);
    return sample == null ? Map.of() : sample.values();
  }

  /** Waits until {@code count} further readings are on the disk. */
  public void awaitReadings(int count) throws InterruptedException {
    machine.await(count);
  }

  /** Takes {@code count} further readings of the idle machine: what follows is none of its. */
  public void readIdle(int count) throws IOException, InterruptedException {
    machine.await(count);
    out.add(
        new Sample(
            Clock.nanos(), ReadingNames.IDLE, Map.of(ReadingNames.READINGS, (double) count)));
  }

  /**
   * Takes no more readings.
   *
   * @throws java.io.UncheckedIOException if some could not be written
   */
  @Override
  public void close() {
    apart.keySet().forEach(this::remove);
    machine.close();
    out.close();
  }
}
