package org.inferometer.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.inferometer.bench.Suite;
import org.inferometer.dataset.DatasetException;
import org.inferometer.result.RunDirectory;
import org.inferometer.run.Choices;
import org.inferometer.run.RunRefused;
import org.inferometer.run.StackCheck;
import org.inferometer.scenario.Caveats;
import org.inferometer.scenario.EarlierExperiment;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.ScenarioException;
import org.inferometer.scenario.Scenarios;
import org.inferometer.scenario.Stack;
import org.inferometer.scenario.Trial;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code inferometer run}: measures the stacks of a scenario and draws the figures. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures the stacks of a scenario with JMH and draws the figures.",
      "",
      "Starts the stacks that the scenario launches, checks those that run already, measures every",
      "task, mode and load on each of them, and leaves a run directory with JMH's JSON, a",
      "record of every request, memory samples, tables and figures."
    },
    footer = {
      "",
      "Examples:",
      "  inferometer run scenarios/embedded.yaml",
      "  inferometer run scenarios/running-servers.yaml --stack-url vllm=http://127.0.0.1:8000",
      "  inferometer run scenarios/embedded.yaml --only 'chat-stream'",
      "  inferometer run --url vllm=http://127.0.0.1:8000 --model gpt2",
      "  inferometer run --resume results/20261122-221500-embedded",
      "  inferometer run results/20261122-221500-embedded --repeats 12"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything asked for was measured",
      "1:the run ended early, trials failed, or more than 1 %% of a cell's requests did;"
          + " what was measured is kept, and --resume continues",
      "2:the scenario or the command line is wrong; nothing was measured",
      "129, 130, 143:ended by SIGHUP, by Ctrl-C, by SIGTERM; what was measured is kept and reported"
    })
final class RunCommand implements Callable<Integer> {
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "SCENARIO",
      description = "The scenario's YAML file; a run directory stands for --resume.")
  private Path scenario;

  @Option(
      names = "--results",
      paramLabel = "DIR",
      defaultValue = "results",
      description = "Folder of run directories (default: ${DEFAULT-VALUE}).")
  private Path results;

  @Option(
      names = "--plots",
      paramLabel = "DIR",
      defaultValue = "plots",
      description = "Folder of figures; each run gets a folder in it (default: ${DEFAULT-VALUE}).")
  private Path plots;

  @Option(
      names = "--stack-url",
      paramLabel = "NAME=URL",
      description = {
        "Measure the server that runs at URL as stack NAME, instead of launching one.",
        "The same as -Dstack.url.NAME=URL. May be repeated."
      })
  private Map<String, String> urls = new LinkedHashMap<>();

  @Option(
      names = "--only",
      paramLabel = "REGEX",
      description = "Only trials whose name contains a match, such as 'chat-stream|p8'.")
  private Pattern only;

  @Option(
      names = "--stacks",
      paramLabel = "A,B",
      split = ",",
      description = "Only these stacks of the scenario.")
  private List<String> stacks = new ArrayList<>();

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = "Continue an interrupted run: trials that ended are not measured again.")
  private Path resume;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      description = {
        "Measure each cell N times, whatever the scenario says. Of a run: go on until each of its",
        "cells has N repeats, more than it was planned with; the report says that they were added."
      })
  private Integer repeats;

  @Option(
      names = "--time-budget",
      paramLabel = "TIME",
      converter = RunArgument.DurationConverter.class,
      description = {
        "Longest time for the run, like 5m: repeats, iteration time and, if need be, cells are",
        "given up to fit, and the run says which. The same as measure.time-budget."
      })
  private Duration timeBudget;

  @Option(
      names = "--keep-answers",
      description = {
        "Keep the texts of all answers in the run directory. The same as keep-answers: true; without,",
        "those of greedy generation are kept."
      })
  private boolean keepAnswers;

  @Option(
      names = "--dry-run",
      description =
          "Check the scenario and whether its stacks answer, print the plan, measure nothing.")
  private boolean dryRun;

  @Option(
      names = "--no-calibration",
      description = "Do not measure the instrument's own error before the trials.")
  private boolean noCalibration;

  @Option(names = "--no-figures", description = "Tables only.")
  private boolean tablesOnly;

  @Mixin private StarterOptions servers;

  @Mixin private OrphanChoice orphans;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (resume == null
        && scenario != null
        && Files.isRegularFile(new RunDirectory(scenario).plan())) {
      resume = scenario;
      scenario = null;
    }
    orphans.requireOne();
    Effect.require(
        spec,
        resume == null,
        "on a run to resume, which has its plan.json; give it for a new run",
        "--stack-url",
        "--time-budget");
    if (Stream.of(scenario != null, resume != null, servers.isGiven()).filter(x -> x).count()
        != 1) {
      return refuse(
          "name one of: a scenario; servers, with --url and --model; with --resume, a run directory",
          2);
    }
    if (dryRun && resume != null) {
      return refuse("--dry-run shows the plan of a scenario; a run to resume has its plan.json", 2);
    }
    if (repeats != null && resume != null && (only != null || !stacks.isEmpty())) {
      return refuse("--repeats adds to every cell of a run, without --only and --stacks", 2);
    }
    if (keepAnswers && resume != null) {
      return refuse("--keep-answers is for a new run; a run to resume has its plan.json", 2);
    }
    Map<String, String> overrides = Scenarios.overrides(System.getProperties());
    if (keepAnswers) {
      overrides.put(Scenarios.KEEP_ANSWERS, "true");
    }
    urls.forEach((name, url) -> overrides.put("stack.url." + name, url));
    if (repeats != null) {
      overrides.put("measure.repeats", String.valueOf(repeats));
    }
    PrintStream out = System.out;
    if (servers.isGiven()) {
      String stamp = LocalDateTime.now(ZoneId.systemDefault()).format(STAMP);
      scenario = servers.starter().write(results.resolve("started-" + stamp));
      out.println("wrote " + scenario + ", to be changed and run again");
    }
    try {
      if (scenario != null) {
        scenario = understood(scenario, out);
      }
      Choices choices = new Choices(only, stacks, !noCalibration, timeBudget);
      if (dryRun) {
        return show(choices.plan(scenario, overrides), choices, out);
      }
      if (!tablesOnly) {
        requireFolder(plots);
      }
      if (!orphans.settled(spec.commandLine().getErr())) {
        return 2;
      }
      MeasuredRun run = new MeasuredRun(spec, tablesOnly ? null : plots);
      if (resume == null) {
        return run.of(Suite.of(scenario, overrides, results, choices, out));
      }
      return run.of(
          repeats == null
              ? Suite.resume(resume, choices, out)
              : Suite.extend(resume, repeats, choices, out));
    } catch (ScenarioException | DatasetException e) {
      return refuse(e.getMessage(), 2);
    } catch (RunRefused e) {
      return refuse(Plainly.reason(e), 2);
    }
  }

  /** A scenario as it is; of an experiment of an earlier study the scenario that it becomes. */
  private Path understood(Path file, PrintStream out) throws IOException {
    Optional<EarlierExperiment> earlier = EarlierExperiment.read(file);
    if (earlier.isEmpty()) {
      return file;
    }
    String stamp = LocalDateTime.now(ZoneId.systemDefault()).format(STAMP);
    Path folder = Files.createDirectories(results.resolve("read-" + stamp));
    Path written = folder.resolve(earlier.get().name() + ".yaml");
    Files.writeString(written, earlier.get().text());
    out.println("%s is an experiment of an earlier system, understood so:".formatted(file));
    earlier.get().understood().forEach(one -> out.println("  " + one));
    out.println("wrote " + written + ", to be changed and run again");
    return written;
  }

  /**
   * Finds out before the trials, and not after them, that figures cannot be written.
   *
   * @throws ParameterException if {@code folder} is none and cannot be made, or takes no files
   */
  private void requireFolder(Path folder) {
    Path there = folder.toAbsolutePath();
    while (Files.notExists(there)) {
      there = there.getParent();
    }
    try {
      Files.delete(Files.createTempDirectory(there, "figures"));
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--plots: no figures can be written into %s; give another folder, or --no-figures"
              .formatted(folder),
          e);
    }
  }

  private static int show(Plan plan, Choices choices, PrintStream out) throws InterruptedException {
    Caveats.ofRun(plan).forEach(out::println);
    plan.leftOut().forEach(one -> out.println("partial run, without " + one));
    plan.trials().forEach(out::println);
    long cells = plan.trials().stream().map(Trial::name).distinct().count();
    out.printf(
        "%d trials: %s on %s; %s%n",
        plan.trials().size(),
        cells == 1 ? "1 cell" : cells + " cells",
        String.join(", ", plan.stacks().stream().map(Stack::name).toList()),
        choices.length(plan));
    StackCheck.require(plan, plan.trials()).forEach(out::println);
    out.println("every stack can be measured, or launched");
    return 0;
  }

  private int refuse(String message, int exitCode) {
    spec.commandLine().getErr().println("inferometer run: " + message);
    return exitCode;
  }
}
