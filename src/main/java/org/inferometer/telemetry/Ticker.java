package org.inferometer.telemetry;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.inferometer.machine.Clock;

/**
 * Reads sources one after the other at a fixed interval, on a thread of its own. A reading that
 * comes late moves none of those after it; one that comes too late is left out and counted.
 */
final class Ticker implements AutoCloseable {
  private final String name;
  private final long intervalNanos;
  private final SampleFile out;
  private final List<Source> sources = new CopyOnWriteArrayList<>();
  private final long startedNanos = Clock.nanos();
  private final Thread thread;
  private volatile boolean closed;
  private volatile CountDownLatch awaited = new CountDownLatch(0);
  private long readings;
  private long missed;

  /**
   * Begins with {@code sources}.
   *
   * @param name what its own costs are told of
   */
  Ticker(String name, Duration interval, List<Source> sources, SampleFile out) {
    this.name = name;
    this.intervalNanos = interval.toNanos();
    this.out = out;
    this.sources.addAll(sources);
    thread = new Thread(this::run, "telemetry " + name);
    thread.setDaemon(true);
    thread.start();
  }

  void add(Source source) {
    sources.add(source);
  }

  /** Ends the reading of the source called {@code source}, if there is one. */
  void remove(String source) {
    for (Source one : sources) {
      if (one.name().equals(source)) {
        sources.remove(one);
        synchronized (one) {
          one.close();
        }
      }
    }
  }

  /** Waits until {@code count} further readings are on the disk. */
  void await(int count) throws InterruptedException {
    CountDownLatch latch = new CountDownLatch(count);
    awaited = latch;
    while (thread.isAlive() && !latch.await(10, TimeUnit.MILLISECONDS)) {
      // Looks again whether the thread lives.
    }
  }

  /** Takes no more readings, and tells what they cost. */
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
    sources.forEach(Source::close);
  }

  private void run() {
    try {
      long next = startedNanos;
      while (!closed) {
        for (Source source : sources) {
          read(source);
        }
        out.flush();
        awaited.countDown();
        long late = Math.max(0, (Clock.nanos() - next) / intervalNanos);
        missed += late;
        next += intervalNanos * (1 + late);
        while (!closed && Clock.nanos() < next) {
          LockSupport.parkNanos(next - Clock.nanos());
        }
      }
      out.add(cost());
    } catch (IOException | RuntimeException e) {
      out.failed(e);
    }
  }

  private void read(Source source) throws IOException {
    synchronized (source) {
      if (!sources.contains(source)) {
        return;
      }
      long from = Clock.nanos();
      Map<String, Double> values = values(source);
      // What a server says it says somewhere between question and answer.
      long at = source.interval().isPresent() ? from + (Clock.nanos() - from) / 2 : from;
      out.add(new Sample(at, source.name(), values));
      readings += values.isEmpty() ? 0 : 1;
    }
  }

  private Map<String, Double> values(Source source) throws IOException {
    try {
      return source.read();
    } catch (IOException | RuntimeException e) {
      if (source.interval().isEmpty()) {
        throw e;
      }
      missed++;
      return Map.of();
    }
  }

  /** To be asked on the thread that reads. */
  private Sample cost() {
    long now = Clock.nanos();
    return new Sample(
        now,
        ReadingNames.SAMPLER + name,
        Map.of(
            ReadingNames.READINGS,
            (double) readings,
            ReadingNames.MISSED,
            (double) missed,
            ReadingNames.CPU_SECONDS,
            ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() * 1e-9,
            ReadingNames.SECONDS,
            (now - startedNanos) * 1e-9));
  }
}
