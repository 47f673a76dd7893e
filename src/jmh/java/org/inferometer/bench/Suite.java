package org.inferometer.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.inferometer.calibration.Calibration;
import org.inferometer.dataset.PromptSequence;
import org.inferometer.machine.Compilers;
import org.inferometer.record.FailureKind;
import org.inferometer.record.Outcome;
import org.inferometer.record.RecordReader;
import org.inferometer.result.FailedTrial;
import org.inferometer.result.Run;
import org.inferometer.result.RunDirectory;
import org.inferometer.scenario.Caveats;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Scenario;
import org.inferometer.scenario.Scenarios;
import org.inferometer.scenario.Stack;
import org.inferometer.scenario.Task;
import org.inferometer.scenario.Trial;
import org.inferometer.stack.CacheCounters;
import org.inferometer.stack.RunningStack;
import org.inferometer.stack.StackException;
import org.inferometer.telemetry.Gpus;
import org.inferometer.telemetry.Sampler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;

/**
 * A run, from a scenario to a run directory: start the stacks, watch the machine, measure every
 * trial, stop the stacks. Nothing that was measured is lost when it ends early.
 */
public final class Suite {
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  /** Telemetry of the idle machine, before anything is started. */
  private static final int BASELINE_READINGS = 5;

  private final RunDirectory run;
  private Plan plan;
  private final List<Trial> trials;
  private final boolean calibrate;
  private final PrintStream out;
  private final JmhResults results;
  private final List<FailedTrial> failed;
  private volatile boolean interrupted;

  private Suite(
      RunDirectory run, Plan plan, List<Trial> trials, boolean calibrate, PrintStream out) {
    this.run = run;
    this.plan = plan;
    this.trials = trials;
    this.calibrate = calibrate;
    this.out = out;
    this.results = new JmhResults(run);
    this.failed = new ArrayList<>(FailedTrial.read(run));
  }

  /**
   * The plan of a scenario file, for looking at.
   *
   * @throws RunRefused if nothing in it is wanted, or a task has too few prompts
   */
  public static Plan plan(Path scenario, Map<String, String> overrides, Choices choices) {
    Plan plan = choices.plan(Scenarios.read(scenario, overrides));
    plan.scenario().tasks().forEach(Suite::requirePrompts);
    return plan;
  }

  private static void requirePrompts(Task task) {
    try {
      new PromptSequence(task.allPrompts(), task.renewal(), null, 1, "", 1);
    } catch (IllegalArgumentException e) {
      throw new RunRefused(
          "tasks.%s.prompts: %s: %s".formatted(task.name(), task.prompts(), e.getMessage()));
    }
  }

  /**
   * A new run of {@code scenario} in a new folder of {@code results}.
   *
   * @throws RunRefused if it has no trial or no folder, or a stack cannot be measured
   */
  public static Suite of(
      Path scenario, Map<String, String> overrides, Path results, Choices choices, PrintStream out)
      throws IOException, InterruptedException {
    Plan plan = plan(scenario, overrides, choices);
    StackCheck.require(plan, plan.trials()).forEach(out::println);
    String stamp = LocalDateTime.now(ZoneId.systemDefault()).format(STAMP);
    RunDirectory run = newDirectory(results, stamp + "-" + plan.scenario().name());
    Files.copy(scenario, run.scenario());
    plan.write(run.plan());
    return new Suite(run, plan, plan.trials(), choices.calibrate(), out);
  }

  private static RunDirectory newDirectory(Path results, String name) {
    Path root = results.toAbsolutePath().normalize();
    try {
      Files.createDirectories(root);
      Path folder = root.resolve(name);
      for (int i = 2; Files.exists(folder); i++) {
        folder = root.resolve(name + "-" + i);
      }
      Files.createDirectories(folder.resolve("logs/jmh"));
      return new RunDirectory(folder);
    } catch (IOException e) {
      throw new RunRefused(
          "cannot make a run directory in %s (%s); give another folder with --results"
              .formatted(root, e));
    }
  }

  /**
   * What is left of an interrupted run.
   *
   * @throws RunRefused if it is no run, or a stack cannot be measured
   */
  public static Suite resume(Path directory, Choices choices, PrintStream out)
      throws IOException, InterruptedException {
    RunDirectory run = run(directory);
    return resume(run, Plan.read(run.plan()), choices, out);
  }

  /**
   * A run with {@code repeats} of each of its cells, of which it has fewer.
   *
   * @throws RunRefused as {@link #resume}, or if it cannot have so many
   */
  public static Suite extend(Path directory, int repeats, Choices choices, PrintStream out)
      throws IOException, InterruptedException {
    RunDirectory run = run(directory);
    Plan plan;
    try {
      plan = Plan.read(run.plan()).extended(repeats);
    } catch (IllegalArgumentException e) {
      throw new RunRefused("--repeats %d of %s: %s".formatted(repeats, directory, e.getMessage()));
    }
    Suite suite = resume(run, plan, choices, out);
    plan.write(run.plan());
    return suite;
  }

  private static RunDirectory run(Path directory) {
    RunDirectory run = new RunDirectory(directory.toAbsolutePath().normalize());
    if (!Files.exists(run.plan())) {
      throw new RunRefused(
          directory + " is no run directory: it has no plan.json; allowed: one that run has made");
    }
    return run;
  }

  private static Suite resume(RunDirectory run, Plan plan, Choices choices, PrintStream out)
      throws IOException, InterruptedException {
    Environment.requireSamePrompts(run, plan.scenario());
    Suite suite = new Suite(run, plan, choices.of(plan), choices.calibrate(), out);
    for (Path damaged : suite.results.dropDamaged(plan.trials())) {
      out.println(shown(damaged) + " is damaged: its trial is measured again");
    }
    List<Trial> left = suite.left();
    StackCheck.require(plan, left).forEach(out::println);
    for (Trial trial : left) {
      Leftovers.setAside(run, trial);
    }
    return suite;
  }

  private List<Trial> left() {
    return trials.stream().filter(trial -> !results.has(trial)).toList();
  }

  /** Where everything goes. */
  public RunDirectory directory() {
    return run;
  }

  /**
   * Measures.
   *
   * @throws RunFailed when it has to end early
   */
  public void measure() throws IOException, InterruptedException {
    Files.deleteIfExists(run.done());
    Thread onInterrupt = new Thread(this::keepWhatIsThere, "interrupted-run");
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    try {
      measureAll();
    } finally {
      if (!interrupted) {
        Runtime.getRuntime().removeShutdownHook(onInterrupt);
      }
    }
    if (!failed.isEmpty()) {
      throw failed("%d of %d trials failed%n%s".formatted(failed.size(), trials.size(), reasons()));
    }
    if (plan.trials().stream().allMatch(results::has)) {
      Files.writeString(run.done(), Instant.now() + "\n");
    }
  }

  /** Why trials failed, each reason of a stack once. */
  private String reasons() {
    Map<String, Long> reasons =
        failed.stream()
            .collect(
                Collectors.groupingBy(
                    FailedTrial::reason, LinkedHashMap::new, Collectors.counting()));
    return reasons.entrySet().stream()
        .map(one -> "  " + one.getValue() + " × " + one.getKey())
        .collect(Collectors.joining(System.lineSeparator()));
  }

  private void measureAll() throws IOException, InterruptedException {
    List<Trial> left = left();
    Length length = new Length(plan);
    TimeBudget budget = TimeBudget.begin(plan.scenario().measure().timeBudget(), length);
    Progress progress =
        new Progress(out, System.console() != null, trials, Stage.of(plan, left), length);
    announce(progress, left);
    if (left.isEmpty()) {
      progress.say("every trial was measured already");
      results.write(plan.trials());
      return;
    }
    try (Gpus gpus = Gpus.open();
        Sampler sampler = Sampler.start(run.samples(), plan.scenario().telemetryInterval(), gpus)) {
      Environment environment = Environment.of(run, plan.scenario(), gpus);
      sampler.awaitReadings(BASELINE_READINGS);
      Compilers.lower();
      Calibration calibration = null;
      if (calibrate) {
        calibration = InstrumentCheck.run(run, plan, progress);
      }
      Course course = new Course(budget, precision());
      for (Stage stage : Stage.of(plan, left)) {
        measure(stage, environment, sampler, course, progress);
      }
      plan = course.ended(plan);
      plan.write(run.plan());
      if (calibration != null) {
        calibration.with(MirrorCheck.run(run, plan, progress)).write(run.calibration());
      }
    } catch (StackException | RunRefused e) {
      throw failed(e.getMessage());
    } catch (IOException | UncheckedIOException e) {
      throw failed(e.getMessage() == null ? e.toString() : e.getMessage());
    } finally {
      FailedTrial.write(run, failed);
      results.write(plan.trials());
    }
  }

  private Precision precision() {
    return new Precision(plan, (cell, metric) -> Run.repeats(run.root(), cell, metric));
  }

  private void measure(
      Stage stage, Environment environment, Sampler sampler, Course course, Progress progress)
      throws IOException, InterruptedException {
    Scenario scenario = plan.scenario();
    Models.prepare(scenario.model(stage.model()), progress::say);
    environment.add(scenario.model(stage.model()));
    List<Trial> synthetic = PromptProof.wanted(scenario, stage.trials());
    if (!synthetic.isEmpty()) {
      PromptProof.byTokenizer(scenario.model(stage.model()));
    }
    if (stage.stacks().stream().anyMatch(one -> isBuiltIn(scenario.stack(one)))) {
      environment.addBound(scenario.model(stage.model()));
    }
    CacheLog caches = new CacheLog(run.caches());
    TrialRunner runner = new TrialRunner(run, scenario, environment.id());
    Standing standing = new Standing(new Probe(scenario));
    progress.starts();
    try (Stacks stacks = Stacks.start(stage, scenario, run, environment, sampler, progress)) {
      progress.started();
      for (Trial trial : synthetic) {
        progress.say(PromptProof.byStack(scenario, trial, stacks.get(trial.stack()).url()));
      }
      for (Trial trial : stage.trials()) {
        if (course.skips(trial, progress.left())) {
          progress.skipped(trial);
          continue;
        }
        progress.begins(trial);
        forgetFailure(trial);
        try {
          RunningStack stack = stacks.get(trial.stack());
          standing.requireAnswers(trial, stack);
          Optional<CacheCounters> before = stack.cacheCounters();
          RunResult result = measure(runner, trial, stack);
          stack.requireAlive();
          caches.append(trial, before, stack.cacheCounters());
          results.keep(trial, result);
          progress.ends(trial, result);
        } catch (StackException e) {
          standing.failed(trial);
          keepFailure(trial, e.getMessage());
          progress.failed(trial, e.getMessage());
        }
      }
    }
  }

  private static boolean isBuiltIn(Stack stack) {
    return stack.launch() != null && stack.launch().inferometer();
  }

  private RunResult measure(TrialRunner runner, Trial trial, RunningStack stack) {
    RunResult result;
    try {
      result = runner.run(trial, stack.url());
    } catch (RunnerException e) {
      if (interrupted) {
        waitForTheEnd();
      }
      stack.requireAlive();
      Path log = runner.log(trial);
      if (TrialLog.isOfStack(log)) {
        throw new StackException(trial.stack(), TrialLog.cause(log, e));
      }
      throw failed("%s on %s: %s".formatted(trial.name(), trial.stack(), TrialLog.cause(log, e)));
    }
    if (JmhResults.answered(result) == 0) {
      throw new StackException(
          trial.stack(),
          "answered none of %d requests; the last: %s"
              .formatted(JmhResults.failures(result), lastFailure(trial)));
    }
    return result;
  }

  private String lastFailure(Trial trial) {
    AtomicReference<String> last = new AtomicReference<>("not on record");
    RecordReader.read(
        run.requests(trial.stack(), trial.name()),
        record -> {
          if (record.fork() == trial.repeat() && record.outcome() != Outcome.OK) {
            last.set(FailureKind.of(record).words());
          }
        },
        problem -> {});
    return last.get();
  }

  private void forgetFailure(Trial trial) {
    failed.removeIf(
        one ->
            one.stack().equals(trial.stack())
                && one.trial().equals(trial.name())
                && one.repeat() == trial.repeat());
  }

  private void keepFailure(Trial trial, String reason) {
    failed.add(new FailedTrial(trial.stack(), trial.name(), trial.repeat(), reason));
    FailedTrial.write(run, failed);
  }

  private void announce(Progress progress, List<Trial> left) {
    Scenario scenario = plan.scenario();
    progress.say(
        scenario.description() == null
            ? scenario.name()
            : scenario.name() + ": " + scenario.description().strip());
    progress.say("run directory " + shown(run.root()));
    plan.leftOut().forEach(one -> progress.say("partial run, without " + one));
    progress.say(
        "%d trials on %s%s, about %s"
            .formatted(
                trials.size(),
                String.join(", ", plan.stacks().stream().map(s -> s.name()).toList()),
                order(),
                Length.words(Length.of(plan.with(left), calibrate))));
    Caveats.of(scenario).forEach(progress::say);
    oddRepeats(plan).ifPresent(progress::say);
  }

  /** What speaks against the plan's number of repeats, if anything. */
  public static Optional<String> oddRepeats(Plan plan) {
    return plan.interleaved()
            && plan.stacks().size() == 2
            && plan.scenario().measure().repeats() % 2 == 1
        ? Optional.of(
            "%d repeats are an odd number: one stack comes first more often than the other"
                .formatted(plan.scenario().measure().repeats()))
        : Optional.empty();
  }

  /** How long a run of {@code plan} takes, in words. */
  public static String length(Plan plan, Choices choices) {
    return Length.words(Length.of(plan, choices.calibrate()));
  }

  /**
   * Looks whether the stacks of {@code plan} can be measured; those that run already have to answer
   * real requests.
   *
   * @throws RunRefused naming every stack that cannot
   */
  public static void requireStacks(Plan plan) throws InterruptedException {
    StackCheck.require(plan, plan.trials());
  }

  private String order() {
    if (plan.stacks().size() == 1) {
      return "";
    }
    return plan.interleaved() ? ", taking turns" : ", one stack after the other";
  }

  private RunFailed failed(String message) {
    return new RunFailed(
        "%s%nwhat was measured is in %s; continue with: inferometer run --resume %s"
            .formatted(message, shown(run.root()), shown(run.root())));
  }

  private void keepWhatIsThere() {
    interrupted = true;
    try {
      results.write(plan.trials());
      out.println();
      out.println(failed("interrupted").getMessage());
    } catch (IOException | RuntimeException e) {
      out.println("interrupted, and jmh.json could not be written: " + e.getMessage());
    }
  }

  /** The JVM is going down; this thread has nothing left to say. */
  private static void waitForTheEnd() {
    while (true) {
      LockSupport.park();
    }
  }

  private static Path shown(Path path) {
    Path here = Path.of("").toAbsolutePath();
    return path.startsWith(here) ? here.relativize(path) : path;
  }
}
