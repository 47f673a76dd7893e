package org.inferometer.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code inferometer jmh}: Runs JMH itself, with every JMH flag. */
@Command(
    name = "jmh",
    mixinStandardHelpOptions = true,
    description = "Runs JMH itself, with every JMH flag.")
final class JmhCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    return 0;
  }
}
