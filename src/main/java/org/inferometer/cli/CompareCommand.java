package org.inferometer.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.inferometer.comparison.Claims;
import org.inferometer.comparison.RunComparison;
import org.inferometer.report.table.RunComparisonTable;
import org.inferometer.result.Run;
import org.inferometer.result.Slo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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

  @Parameters(arity = "1..*", paramLabel = "RUN", description = "Run directories.")
  private List<Path> directories;

  @Option(
      names = "--claims",
      description = {
        "Counts instead how often a difference between the stacks of a run is claimed: of one"
            + " server under two names, the rate of false claims. Suspect trials are counted"
            + " apart."
      })
  private boolean claims;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (claims) {
      return claims(out);
    }
    if (directories.size() < 2) {
      throw new ParameterException(spec.commandLine(), "two runs at least, to compare them");
    }
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

  private int claims(PrintWriter out) {
    List<Run> runs =
        directories.stream().map(one -> RunArgument.read(spec, one, Slo.NONE)).toList();
    List<Claims> found = Claims.of(runs);
    for (Claims one : found) {
      out.printf(
          Locale.ROOT,
          "%s%s%s: a difference is claimed in %d of %d comparisons, %.1f %%%n",
          one.group().metric().label(),
          one.group().declared() ? "" : ", exploratory",
          one.group().suspect() ? ", suspect trials" : "",
          one.claimed(),
          one.comparisons(),
          100 * one.share());
    }
    if (found.isEmpty()) {
      out.println("no run has two stacks with two repeats of the same cell");
    } else {
      out.printf(
          "Any declared difference: claimed in %d of %d runs%n",
          Claims.declared(runs), runs.size());
    }
    out.flush();
    return found.isEmpty() ? 1 : 0;
  }
}
