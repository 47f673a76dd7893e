package org.inferometer.cli;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import sun.misc.Signal;

/**
 * What a command does when it is told to end: the first signal lets it come to its end, the second
 * ends it. The JDK's shutdown hooks know no second signal, and since JDK 21 the first runs them
 * only after the exit has been logged, which may take tenths of a second.
 */
final class StopSignals {
  private static final String[] NAMES = {"TERM", "INT", "HUP"};
  private static final int KILLED_BY_SIGNAL = 128;

  private StopSignals() {}

  /**
   * Handles the signals from now on.
   *
   * @param stop is told at the first one which exit code belongs to it, and is to end the process
   */
  static void handle(IntConsumer stop) {
    AtomicBoolean stopping = new AtomicBoolean();
    for (String name : NAMES) {
      try {
        Signal.handle(
            new Signal(name),
            signal -> {
              int exitCode = KILLED_BY_SIGNAL + signal.getNumber();
              if (stopping.compareAndSet(false, true)) {
                stop.accept(exitCode);
              } else {
                Runtime.getRuntime().halt(exitCode);
              }
            });
      } catch (IllegalArgumentException e) {
        // This system has no such signal.
      }
    }
  }
}
