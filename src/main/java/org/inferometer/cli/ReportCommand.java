package org.inferometer.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.inferometer.figure.Words;
import org.inferometer.result.Run;
import org.inferometer.result.Slo;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

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

  @Option(
      names = "--plots",
      paramLabel = "DIR",
      defaultValue = "plots",
      description = {
        "Where figures go, into a folder of the run's name; those of an incomplete run go into the"
            + " run directory instead. Default: ${DEFAULT-VALUE}."
      })
  private Path plots;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where tables and report.html go, if not into the run directory.")
  private Path out;

  @Option(names = "--no-figures", description = "Tables only.")
  private boolean tablesOnly;

  @Option(
      names = "--words",
      paramLabel = "LANGUAGE|FILE",
      converter = WordsConverter.class,
      description = "Words of the figures: en, hr, ko or a properties file (default: en).",
      defaultValue = "en")
  private Words words;

  @Override
  public Integer call() {
    Run run = RunArgument.read(spec, directory, slo);
    Report.write(
        run,
        out == null ? run.directory().root() : out,
        tablesOnly ? null : plots,
        words,
        spec.commandLine().getOut());
    if (!run.complete()) {
      spec.commandLine().getOut().println("incomplete: " + run.unfinished());
    }
    return 0;
  }

  /** Turns the argument of {@code --words} into words. */
  static final class WordsConverter implements ITypeConverter<Words> {
    @Override
    public Words convert(String value) {
      try {
        return Words.of(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
