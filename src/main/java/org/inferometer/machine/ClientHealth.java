package org.inferometer.machine;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches whether the measuring process itself had time to measure. A thread sleeps ten
 * milliseconds at a time and sees how late it wakes: what delays it (other processes, a busy
 * machine, garbage collection) delays every stamp just so.
 */
public final class ClientHealth implements AutoCloseable {
  private static final long SLEEP_NANOS = 10_000_000;
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
      double busiestThreadPercent) {}

  /** Starts watching. */
  public static ClientHealth watch() {
    return new ClientHealth();
  }

  /** Stops watching, and tells what was seen. */
  public Report report() {
    close();
    joinWatcher();
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

  private void joinWatcher() {
    try {
      watcher.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the client was watched", e);
    }
  }

  /** Stops watching. */
  @Override
  public void close() {
    watching = false;
    LockSupport.unpark(watcher);
  }

  private void watchLag() {
    Urgency.PROMPT.ofThisThread();
    for (long due = begin + SLEEP_NANOS; watching; due = Clock.nanos() + SLEEP_NANOS) {
      long left = due - Clock.nanos();
      while (left > 0 && watching) {
        LockSupport.parkNanos(left);
        left = due - Clock.nanos();
      }
      // Whoever has not woken when it is asked is late, too.
      if (left <= 0) {
        lagsMillis.addNanos(-left);
      }
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
