package org.inferometer.cli;

import java.util.concurrent.Callable;
import org.inferometer.scenario.Scenarios;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code inferometer schema}: what a scenario may say, for an editor that completes and checks. */
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the JSON Schema of scenarios.",
      "An editor with a YAML language server checks a scenario that begins with",
      "  # yaml-language-server: $$schema=scenario.schema.json"
    },
    footer = {"", "Example:", "  inferometer schema > scenario.schema.json"})
final class SchemaCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(Scenarios.schema());
    spec.commandLine().getOut().flush();
    return 0;
  }
}
