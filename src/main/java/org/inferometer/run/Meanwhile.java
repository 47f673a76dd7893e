package org.inferometer.run;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.inferometer.machine.Clock;

/**
 * Tells that something goes on until it is closed: on a terminal by a line that counts the seconds
 * and is erased, else by a line from time to time.
 */
final class Meanwhile implements AutoCloseable {
  private final PrintStream out;
  private final boolean terminal;
  private final String what;
  private final long beganNanos = Clock.nanos();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Meanwhile::daemon);

  /**
   * @param each time between two lines
   */
  Meanwhile(PrintStream out, boolean terminal, Duration each, String what) {
    this.out = out;
    this.terminal = terminal;
    this.what = what;
    long first = terminal ? 0 : each.toMillis();
    clock.scheduleAtFixedRate(this::tell, first, each.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "meanwhile");
    thread.setDaemon(true);
    return thread;
  }

  private void tell() {
    String line = "%s ... %d s".formatted(what, (Clock.nanos() - beganNanos) / 1_000_000_000);
    if (terminal) {
      out.print(Progress.ERASE_LINE + line);
      out.flush();
    } else {
      out.println(line);
    }
  }

  /** Returns when nothing more will be told. */
  @Override
  public void close() {
    clock.shutdownNow();
    try {
      clock.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (terminal) {
      out.print(Progress.ERASE_LINE);
      out.flush();
    }
  }
}
