package org.inferometer.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Options that say something only beside others: whoever gives them alone expects too much. */
final class Effect {
  private Effect() {}

  /**
   * Refuses those of {@code options} that are on the command line and would change nothing.
   *
   * @param any whether they have an effect
   * @param otherwise when they have none, such as "without --slo"
   */
  static void require(CommandSpec command, boolean any, String otherwise, String... options) {
    for (String option : options) {
      if (!any && command.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new ParameterException(command.commandLine(), option + " has no effect " + otherwise);
      }
    }
  }
}
