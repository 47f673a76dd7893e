package org.inferometer.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** JMH's command line, with this project's profiler added: P2FT, rates and failures. */
public final class JmhMain {
  private JmhMain() {}

  /** Runs {@code org.openjdk.jmh.Main}, which ends the process itself when something fails. */
  public static int run(String[] arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("-prof", StreamProfiler.class.getName()));
    for (String argument : arguments) {
      all.add(argument.equals("--help") ? "-h" : argument);
    }
    org.openjdk.jmh.Main.main(all.toArray(String[]::new));
    return 0;
  }
}
