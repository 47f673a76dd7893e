package org.inferometer.bench;

import java.io.IOException;

/** The run of which this process is a fork. */
final class RunAbove {
  private RunAbove() {}

  /**
   * Ends this process as soon as the run's is gone, however that ended: a fork that went on would
   * append to records which the run, resumed, writes anew. JMH itself looks only between two
   * iterations.
   */
  static void endWithIt() {
    Thread thread = new Thread(RunAbove::awaitEnd, "run-above");
    thread.setDaemon(true);
    thread.start();
  }

  private static void awaitEnd() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is said on it; only its end has a meaning.
      }
    } catch (IOException e) {
      // As good as the end.
    }
    System.exit(1);
  }
}
