package org.inferometer.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code inferometer calibrate}: Measures this instrument's own error against the exact-schedule
 * server.
 */
@Command(
    name = "calibrate",
    mixinStandardHelpOptions = true,
    description = "Measures this instrument's own error against the exact-schedule server.")
final class CalibrateCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    return 0;
  }
}
