package org.inferometer.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.inferometer.result.Run;
import org.inferometer.result.Slo;
import org.inferometer.result.table.ConsoleReport;
import org.inferometer.result.table.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code inferometer report}: redraws tables and figures of a run directory. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Redraws tables and figures of a run directory from its raw records.",
      "An incomplete run is drawn as far as it came, and called incomplete."
    })
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "Run directory.")
  private Path directory;

  @Option(
      names = "--slo",
      paramLabel = "TARGETS",
      converter = RunArgument.SloConverter.class,
      description = "Targets for SLO attainment and goodput, like p2ft=200ms,tpot=50ms.")
  private Slo slo;

  @Override
  public Integer call() {
    Run run = RunArgument.read(spec, directory, slo);
    Tables.write(run);
    spec.commandLine().getOut().print(ConsoleReport.of(run));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
