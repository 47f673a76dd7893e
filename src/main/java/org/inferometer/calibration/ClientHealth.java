package org.inferometer.calibration;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.inferometer.record.Clock;

/**
 * Watches whether the measuring process itself had time to measure. A thread sleeps ten
 * milliseconds at a time and sees how late it wakes: what delays it (other processes, a busy
 * machine, garbage collection) delays every stamp just so.
 */
public final class ClientHealth implements AutoCloseable {
  private static final long SLEEP_NANOS = 10_000_000;

  private static final double LAG_LIMIT_MILLIS = 5;
  private static final double GC_LIMIT_PERCENT = 1;
  private static final double CPU_LIMIT_PERCENT = 80;
  private static final double THREAD_LIMIT_PERCENT = 80;

  private final Values lagsMillis = new Values();
  private final Thread watcher = new Thread(this::watchLag, "client-health");
  private final long begin = Clock.nanos();
  private final long cpuBefore = Host.cpuNanos();
  private final long gcBefore = gcMillis();
  private final Map<Long, Long> threadsBefore = threadNanos();
  private volatile boolean watching = true;

  private ClientHealth() {
    watcher.setDaemon(true);
    watcher.start();
  }

  /**
   * What was seen.
   *
   * @param seconds watched
   * @param lagMillis how late a sleeping thread woke
   * @param gcPercent share of the time spent in collections
   * @param cpuPercent processor time of the process, of all the processors had
   * @param busiestThreadPercent share of one processor that the busiest thread took
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Report(
      double seconds,
      Spread lagMillis,
      double gcPercent,
      double cpuPercent,
      double busiestThreadPercent) {

    /** Why what was measured meanwhile is suspect; empty when it is not. */
    @JsonIgnore
    public List<String> reasons() {
      List<String> reasons = new ArrayList<>();
      check(
          reasons,
          lagMillis.p99(),
          LAG_LIMIT_MILLIS,
          "the client's threads woke up to %.1f ms late (p99), limit %.0f ms");
      check(
          reasons,
          gcPercent,
          GC_LIMIT_PERCENT,
          "the client spent %.1f %% of the time in garbage collection, limit %.0f %%");
      check(
          reasons,
          cpuPercent,
          CPU_LIMIT_PERCENT,
          "the client took %.0f %% of the machine's processors, limit %.0f %%");
      check(
          reasons,
          busiestThreadPercent,
          THREAD_LIMIT_PERCENT,
          "a thread of the client was busy for %.0f %% of the time, limit %.0f %%");
      return reasons;
    }

    private static void check(List<String> reasons, Double found, double limit, String sentence) {
      if (found != null && found > limit) {
        reasons.add(String.format(Locale.ROOT, sentence, found, limit));
      }
    }
  }

  /** Starts watching. */
  public static ClientHealth watch() {
    return new ClientHealth();
  }

  /** Stops watching, and tells what was seen. */
  public Report report() throws InterruptedException {
    close();
    watcher.join();
    double nanos = Clock.nanos() - begin;
    long busiest = 0;
    for (Map.Entry<Long, Long> thread : threadNanos().entrySet()) {
      long before = threadsBefore.getOrDefault(thread.getKey(), 0L);
      busiest = Math.max(busiest, thread.getValue() - before);
    }
    return new Report(
        nanos / 1e9,
        Spread.of(lagsMillis.toArray()),
        100 * (gcMillis() - gcBefore) * 1e6 / nanos,
        100 * (Host.cpuNanos() - cpuBefore) / (nanos * Runtime.getRuntime().availableProcessors()),
        100 * busiest / nanos);
  }

  /** Stops watching. */
  @Override
  public void close() {
    watching = false;
    LockSupport.unpark(watcher);
  }

  private void watchLag() {
    while (true) {
      long due = Clock.nanos() + SLEEP_NANOS;
      for (long left = SLEEP_NANOS; left > 0; left = due - Clock.nanos()) {
        LockSupport.parkNanos(left);
        if (!watching) {
          return;
        }
      }
      lagsMillis.addNanos(Clock.nanos() - due);
    }
  }

  private static long gcMillis() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .sum();
  }

  private static Map<Long, Long> threadNanos() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Map<Long, Long> nanos = new HashMap<>();
    for (long id : threads.getAllThreadIds()) {
      nanos.put(id, Math.max(0, threads.getThreadCpuTime(id)));
    }
    return nanos;
  }
}
