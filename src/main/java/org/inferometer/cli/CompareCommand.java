package org.inferometer.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.inferometer.result.Run;
import org.inferometer.result.RunComparison;
import org.inferometer.result.Slo;
import org.inferometer.result.table.RunComparisonTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code inferometer compare}: compares runs with each other. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Compares runs with the first of them: before and after, or other machines.",
      "What was not asked alike (model, prompts, generation) is refused, what was not measured"
          + " alike (machine, versions) is flagged.",
      "Exit code: 0 compared, 1 nothing is comparable, 2 wrong arguments."
    })
final class CompareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "2..*", paramLabel = "RUN", description = "Run directories.")
  private List<Path> directories;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Run base = RunArgument.read(spec, directories.get(0), Slo.NONE);
    boolean compared = false;
    for (Path directory : directories.subList(1, directories.size())) {
      RunComparison one = RunComparison.of(base, RunArgument.read(spec, directory, Slo.NONE));
      out.print(RunComparisonTable.of(one));
      compared |= !one.comparisons().isEmpty();
    }
    out.flush();
    return compared ? 0 : 1;
  }
}
