package org.inferometer.standard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.inferometer.machine.Spread;

/** What the server did, kept in memory until somebody asks. Safe for several threads. */
public final class ServerLog {
  /** Older entries are dropped beyond so many, for a server whose log nobody reads. */
  private static final int LIMIT = 500_000;

  /** A poll that seems to take longer was off the processor most of that time. */
  private static final long LONGEST_POLL_NANOS = 20_000;

  private static final ObjectWriter JSON = JsonMapper.builder().build().writer();

  private final Queue<ServedRequest> requests = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private volatile long threadId;
  private volatile long waitedNanos;

  ServerLog() {}

  /**
   * Cost and lateness of a server.
   *
   * @param cpuNanos processor time of the server's thread since its start, without what it spent
   *     polling in vain
   * @param latenessMillis real minus due time of the writes in the log
   */
  public record Stats(int requests, long cpuNanos, Spread latenessMillis) {}

  /** Keeps a request; those without a body ask for nothing that has a schedule. */
  void add(ServedRequest request) {
    if (request.bodyBytes() == 0) {
      return;
    }
    requests.add(request);
    if (size.incrementAndGet() > LIMIT && requests.poll() != null) {
      size.decrementAndGet();
    }
  }

  void watch(Thread thread) {
    threadId = thread.getId();
  }

  /** Counts time that the server's thread, the only caller, has polled in vain. */
  void waited(long nanos) {
    waitedNanos += Math.min(nanos, LONGEST_POLL_NANOS);
  }

  /** Takes out everything that has ended since the last call. */
  public List<ServedRequest> drain() {
    List<ServedRequest> drained = new ArrayList<>();
    for (ServedRequest r = requests.poll(); r != null; r = requests.poll()) {
      drained.add(r);
      size.decrementAndGet();
    }
    return drained;
  }

  /** Cost so far, and lateness of what {@link #drain} would give. */
  public Stats stats() {
    return new Stats(
        size.get(),
        ManagementFactory.getThreadMXBean().getThreadCpuTime(threadId) - waitedNanos,
        lateness(requests));
  }

  /** Real minus due time of each token's write, in milliseconds. */
  public static Spread lateness(Collection<ServedRequest> requests) {
    return Spread.of(
        requests.stream()
            .flatMapToDouble(
                r ->
                    IntStream.range(0, r.tokens())
                        .mapToDouble(k -> (r.before()[k] - r.due()[k]) / 1e6))
            .toArray());
  }

  /** {@link #drain} as JSON Lines. */
  String drainLines() {
    StringBuilder lines = new StringBuilder();
    drain().forEach(request -> lines.append(json(request)).append('\n'));
    return lines.toString();
  }

  public static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a log entry that cannot be written as JSON", e);
    }
  }
}
