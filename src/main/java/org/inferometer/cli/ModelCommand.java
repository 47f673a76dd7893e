package org.inferometer.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code inferometer model}: Writes a seeded random-weight model directory. */
@Command(
    name = "model",
    mixinStandardHelpOptions = true,
    description = "Writes a seeded random-weight model directory.")
final class ModelCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    return 0;
  }
}
