package org.inferometer.bench;

import java.io.IOException;

/** JMH's command line, with this project's profiler added. */
public final class JmhMain {
  private JmhMain() {}

  /** Runs {@code org.openjdk.jmh.Main}, which ends the process itself when something fails. */
  public static int run(String[] arguments) throws IOException {
    org.openjdk.jmh.Main.main(arguments);
    return 0;
  }
}
