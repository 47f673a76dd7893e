package org.inferometer.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code inferometer run}: Measures the stacks of a scenario and draws the figures. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Measures the stacks of a scenario and draws the figures.")
final class RunCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    return 0;
  }
}
