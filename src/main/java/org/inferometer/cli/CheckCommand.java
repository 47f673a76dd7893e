package org.inferometer.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.inferometer.comparison.RunCheck;
import org.inferometer.comparison.RunCheck.Line;
import org.inferometer.comparison.RunComparison;
import org.inferometer.result.Run;
import org.inferometer.result.Slo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code inferometer check}: checks a run against thresholds or a baseline. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Checks a run against thresholds or a baseline, for CI.",
      "It fails if the run is incomplete, trials failed or more than 1 %% of a result's requests,"
          + " a target is missed by too many requests, or a metric is worse than the baseline's by"
          + " more than the tolerance and shown to differ.",
      "Exit code: 0 pass, 1 fail, 2 wrong arguments."
    })
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "Run directory.")
  private Path directory;

  @Option(
      names = "--slo",
      paramLabel = "TARGETS",
      converter = RunArgument.SloConverter.class,
      description = "Targets that a request must meet, like p2ft=200ms,tpot=50ms.")
  private Slo slo;

  @Option(
      names = "--attainment",
      paramLabel = "SHARE",
      defaultValue = "99%",
      converter = RunArgument.ShareConverter.class,
      description = "Share of requests that must meet all targets. Default: ${DEFAULT-VALUE}.")
  private double attainment;

  @Option(names = "--baseline", paramLabel = "RUN", description = "Run to compare with.")
  private Path baseline;

  @Option(
      names = "--tolerance",
      paramLabel = "SHARE",
      defaultValue = "5%",
      converter = RunArgument.ShareConverter.class,
      description = "How much worse than the baseline is still well. Default: ${DEFAULT-VALUE}.")
  private double tolerance;

  @Override
  public Integer call() {
    Effect.require(spec, slo != null, "without --slo TARGETS", "--attainment");
    Effect.require(spec, baseline != null, "without --baseline RUN", "--tolerance");
    if (attainment > 1) {
      throw new ParameterException(
          spec.commandLine(), "--attainment is more than all requests; allowed: up to 100%");
    }
    Run run = RunArgument.read(spec, directory, slo);
    List<Line> lines = new ArrayList<>(RunCheck.completeness(run));
    if (slo != null) {
      lines.addAll(RunCheck.targets(run, slo, attainment));
    }
    if (baseline != null) {
      Run base = RunArgument.read(spec, baseline, slo);
      lines.addAll(RunCheck.regression(RunComparison.of(base, run), tolerance));
    }
    PrintWriter out = spec.commandLine().getOut();
    lines.stream().filter(line -> !line.failed()).forEach(line -> out.println(line.text()));
    List<Line> failed = lines.stream().filter(Line::failed).toList();
    failed.forEach(line -> out.println(line.text()));
    out.println(failed.isEmpty() ? "passed" : "failed: " + failed.size() + " FAIL above");
    out.flush();
    return failed.isEmpty() ? 0 : 1;
  }
}
