package org.inferometer.telemetry;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.inferometer.machine.Clock;

/**
 * Reads all sources at a fixed interval and appends what it reads to {@code samples.jsonl}. A
 * reading that comes late moves none of those after it; one that comes too late is left out.
 */
public final class Sampler implements AutoCloseable {
  private static final ObjectWriter JSON = JsonMapper.builder().build().writer();

  private final Map<String, TreeProbe> trees = new ConcurrentHashMap<>();
  private final HostProbe host = HostProbe.open();
  private final Gpus gpus;
  private final long intervalNanos;
  private final long startedNanos = Clock.nanos();
  private final BufferedWriter out;
  private final Thread thread = new Thread(this::run, "telemetry");
  private volatile boolean closed;
  private volatile IOException failure;
  private volatile long cpuNanos;
  private volatile CountDownLatch awaited = new CountDownLatch(0);

  private Sampler(BufferedWriter out, Duration interval, Gpus gpus) {
    this.out = out;
    this.intervalNanos = interval.toNanos();
    this.gpus = gpus;
    thread.setDaemon(true);
    thread.start();
  }

  /** Starts to append readings of the host and of {@code gpus} to {@code file}. */
  public static Sampler start(Path file, Duration interval, Gpus gpus) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      BufferedWriter out =
          Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      return new Sampler(out, interval, gpus);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write telemetry to " + file, e);
    }
  }

  /**
   * From now on also reads the process tree below {@code pid}, as {@code stack:<stack>}. What was
   * read before the first stack is the idle baseline.
   */
  public void watch(String stack, long pid) {
    unwatch(stack);
    trees.put(stack, TreeProbe.open(pid));
  }

  /** Ends what {@link #watch} began. */
  public void unwatch(String stack) {
    TreeProbe tree = trees.remove(stack);
    if (tree != null) {
      synchronized (tree) {
        tree.close();
      }
    }
  }

  /** Waits until {@code count} further readings are on the disk: for the idle baseline. */
  public void awaitReadings(int count) throws InterruptedException {
    CountDownLatch latch = new CountDownLatch(count);
    awaited = latch;
    while (thread.isAlive() && !latch.await(10, TimeUnit.MILLISECONDS)) {
      // Looks again whether the thread lives.
    }
  }

  /** Processor time that the readings took, as a share of one core since the start. */
  public double cpuShare() {
    return (double) cpuNanos / (Clock.nanos() - startedNanos);
  }

  /**
   * Takes no more readings.
   *
   * @throws UncheckedIOException if some could not be written
   */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    trees.keySet().forEach(this::unwatch);
    host.close();
    if (failure != null) {
      throw new UncheckedIOException("telemetry ended early", failure);
    }
  }

  private void run() {
    try (out) {
      long next = startedNanos;
      while (!closed) {
        read();
        out.flush();
        awaited.countDown();
        cpuNanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        long late = Clock.nanos() - next;
        next += intervalNanos * (1 + Math.max(0, late / intervalNanos));
        while (!closed && Clock.nanos() < next) {
          LockSupport.parkNanos(next - Clock.nanos());
        }
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  private void read() throws IOException {
    write("host", Clock.nanos(), host.read());
    Map<String, Map<Long, Double>> processes = new TreeMap<>();
    for (NvmlDevice device : gpus.devices()) {
      String source = "gpu:" + device.index();
      long at = Clock.nanos();
      Map<String, Double> values = device.read();
      device
          .processes()
          .ifPresent(
              found -> {
                values.put("processes", (double) found.size());
                processes.put(source, found);
              });
      write(source, at, values);
    }
    for (Map.Entry<String, TreeProbe> entry : trees.entrySet()) {
      TreeProbe tree = entry.getValue();
      long at = Clock.nanos();
      Map<String, Double> values = new HashMap<>();
      synchronized (tree) {
        if (trees.get(entry.getKey()) == tree) {
          values.putAll(tree.read());
          processes.forEach((gpu, found) -> putGpu(values, gpu, found, tree.pids()));
        }
      }
      write("stack:" + entry.getKey(), at, values);
    }
  }

  private static void putGpu(
      Map<String, Double> values, String gpu, Map<Long, Double> processes, Set<Long> tree) {
    List<Double> own = tree.stream().filter(processes::containsKey).map(processes::get).toList();
    if (!own.isEmpty()) {
      values.put("processes@" + gpu, (double) own.size());
    }
    own.stream()
        .filter(bytes -> !bytes.isNaN())
        .forEach(bytes -> values.merge("gpuMemoryBytes", bytes, Double::sum));
  }

  private void write(String source, long at, Map<String, Double> values) throws IOException {
    if (!values.isEmpty()) {
      out.write(JSON.writeValueAsString(new Sample(at, source, values)));
      out.write('\n');
    }
  }
}
