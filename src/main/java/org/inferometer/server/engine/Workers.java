package org.inferometer.server.engine;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that share the tasks of one parallel region at a time; the caller is one of them.
 *
 * <p>A forward pass has some sixty regions of about a hundred microseconds, so waiting threads spin
 * for a moment before they park: waking a parked thread takes longer than many a region.
 */
final class Workers implements AutoCloseable {
  /** One task of a region. */
  interface Task {
    /**
     * @param task number of the task
     * @param worker number of the thread, in {@code [0, threads)}
     */
    void run(int task, int worker);
  }

  private static final int SPINS = 4_000;

  private final Thread[] threads;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger busy = new AtomicInteger();
  private Task task;
  private int tasks;
  private volatile int region;
  private volatile Throwable failure;
  private volatile boolean closed;

  Workers(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("threads is " + count + ", at least 1 is needed");
    }
    threads = new Thread[count - 1];
    for (int i = 0; i < threads.length; i++) {
      int worker = i + 1;
      threads[i] = new Thread(() -> work(worker), "engine-" + worker);
      threads[i].setDaemon(true);
      threads[i].start();
    }
  }

  /** Number of threads, the caller included. */
  int count() {
    return threads.length + 1;
  }

  /** Runs tasks {@code 0 .. tasks - 1}, in any order, and returns when all are done. */
  void run(int tasks, Task task) {
    if (tasks <= 1 || threads.length == 0) {
      for (int i = 0; i < tasks; i++) {
        task.run(i, 0);
      }
      return;
    }
    this.task = task;
    this.tasks = tasks;
    next.set(0);
    busy.set(threads.length);
    region++;
    for (Thread thread : threads) {
      LockSupport.unpark(thread);
    }
    take(0);
    for (int spins = 0; busy.get() > 0; spins++) {
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
    this.task = null;
    Throwable thrown = failure;
    if (thrown != null) {
      failure = null;
      throw new IllegalStateException("A worker failed: " + thrown, thrown);
    }
  }

  private void take(int worker) {
    try {
      for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
        task.run(i, worker);
      }
    } catch (Throwable e) {
      failure = e;
    }
  }

  private void work(int worker) {
    int seen = 0;
    while (true) {
      for (int spins = 0; region == seen && !closed; spins++) {
        if (spins < SPINS) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
        }
      }
      if (closed) {
        return;
      }
      seen = region;
      take(worker);
      busy.decrementAndGet();
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Thread thread : threads) {
      LockSupport.unpark(thread);
    }
  }
}
