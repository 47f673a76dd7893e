package org.inferometer.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code inferometer compare}: Compares runs with each other. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = "Compares runs with each other.")
final class CompareCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    return 0;
  }
}
