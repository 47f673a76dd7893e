package org.inferometer.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.inferometer.machine.Clock;
import org.inferometer.machine.Urgency;

/** The thread that reads: waits for its connections and lets {@link Traffic} happen. */
final class IoThread implements Runnable {
  private static final long LONGEST_MILLIS = 1000;

  private final Selector selector;
  private final Traffic traffic;
  private final Thread thread;
  private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
  private final Consumer<SelectionKey> ready;
  private volatile boolean stopping;
  private volatile boolean stopped;

  IoThread(
      String name,
      IdleConnections idle,
      AtomicInteger inFlight,
      Deadlines deadlines,
      Executor handshakes) {
    try {
      this.selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open a selector: " + e.getMessage(), e);
    }
    this.traffic = new Traffic(selector, idle, inFlight, Limits.of(deadlines), handshakes);
    this.ready = traffic::ready;
    this.thread = new Thread(this, name);
    this.thread.setDaemon(true);
  }

  Traffic traffic() {
    return traffic;
  }

  void start() {
    thread.start();
  }

  /** Ends every exchange as {@code incomplete} and closes every connection. */
  void stop() throws InterruptedException {
    stopping = true;
    selector.wakeup();
    if (Thread.currentThread() != thread) {
      thread.join(2000);
    }
  }

  /** Runs {@code command} on this thread, soon; on the caller's where this one has ended. */
  void submit(Runnable command) {
    commands.add(command);
    if (stopped) {
      runCommands();
    } else if (Thread.currentThread() != thread) {
      selector.wakeup();
    }
  }

  @Override
  public void run() {
    Urgency.PROMPT.ofThisThread();
    try {
      while (!stopping) {
        selector.select(ready, commands.isEmpty() ? millisToNextWatch() : 1);
        runCommands();
        traffic.watch(Clock.nanos());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the selector failed: " + e.getMessage(), e);
    } finally {
      shutDown();
    }
  }

  private long millisToNextWatch() {
    long missing = traffic.nanosToWatch(Clock.nanos());
    return missing <= 0 ? 1 : Math.min(LONGEST_MILLIS, 1 + missing / 1_000_000);
  }

  private synchronized void runCommands() {
    for (Runnable next = commands.poll(); next != null; next = commands.poll()) {
      next.run();
    }
  }

  private void shutDown() {
    runCommands();
    traffic.endAll(Clock.nanos());
    try {
      selector.close();
    } catch (IOException e) {
      // Every connection is closed already.
    }
    stopped = true;
    runCommands();
  }
}
