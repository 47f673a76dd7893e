package org.inferometer.cli;

import java.util.concurrent.atomic.AtomicBoolean;
import sun.misc.Signal;

/**
 * What a server does when it is told to end: the first signal lets it come to its end, the second
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
   * @param stop runs at the first one, and is to end the process
   */
  static void handle(Runnable stop) {
    AtomicBoolean stopping = new AtomicBoolean();
    for (String name : NAMES) {
      try {
        Signal.handle(
            new Signal(name),
            signal -> {
              if (stopping.compareAndSet(false, true)) {
                stop.run();
              } else {
                Runtime.getRuntime().halt(KILLED_BY_SIGNAL + signal.getNumber());
              }
            });
      } catch (IllegalArgumentException e) {
        // This system has no such signal.
      }
    }
  }
}
