package org.inferometer.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code inferometer check}: Checks a run against thresholds or a baseline. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Checks a run against thresholds or a baseline.")
final class CheckCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    return 0;
  }
}
