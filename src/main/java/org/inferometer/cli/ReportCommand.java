package org.inferometer.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code inferometer report}: Redraws tables and figures of a run directory. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Redraws tables and figures of a run directory.")
final class ReportCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    return 0;
  }
}
