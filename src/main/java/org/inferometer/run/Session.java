package org.inferometer.run;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.inferometer.calibration.Calibration;
import org.inferometer.machine.Compilers;
import org.inferometer.result.Run;
import org.inferometer.result.RunDirectory;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Trial;
import org.inferometer.stack.StackException;
import org.inferometer.telemetry.Gpus;
import org.inferometer.telemetry.Sampler;

/**
 * A run, from a plan to a run directory: starts the stacks, watches the machine, has every trial
 * measured, stops the stacks. Nothing that was measured is lost when it ends early.
 */
public final class Session {
  /** Of the idle machine, before anything is started. */
  private static final int IDLE_READINGS = 10;

  private final RunDirectory run;
  private Plan plan;
  private List<Trial> trials;
  private final boolean calibrate;
  private final TrialExecutor executor;
  private final Failures failures;
  private final Listeners told = new Listeners();
  private final Cancellation cancellation = new Cancellation();
  private volatile State state = State.READY;

  /** Where a run is. */
  public enum State {
    READY,
    RUNNING,
    /** All that was wanted has been measured. */
    ENDED,
    /** It ended early, or trials failed. */
    FAILED,
    CANCELLED
  }

  Session(
      RunDirectory run, Plan plan, List<Trial> trials, boolean calibrate, TrialExecutor executor) {
    this.run = run;
    this.plan = plan;
    this.trials = trials;
    this.calibrate = calibrate;
    this.executor = executor;
    this.failures = new Failures(run);
  }

  /** Where everything goes. */
  public RunDirectory directory() {
    return run;
  }

  /** Where it is now. Safe to ask from any thread. */
  public State state() {
    return state;
  }

  /**
   * Has {@code listener} told what happens from now on, on the thread on which it does: it is to
   * return soon, for the run waits.
   */
  public void listen(Consumer<RunEvent> listener) {
    told.add(listener);
  }

  /**
   * Ends the run early, from any thread: what is being measured is given up and not kept, the
   * stacks are stopped, what was measured before is kept. {@link #measure} then fails.
   */
  public void cancel() {
    cancellation.ask();
  }

  TrialExecutor executor() {
    return executor;
  }

  Listeners told() {
    return told;
  }

  Cancellation cancellation() {
    return cancellation;
  }

  Failures failures() {
    return failures;
  }

  /** The trials that are wanted and not measured yet; of searches those where they begin. */
  List<Trial> left() {
    return plan.scenario().search() == null ? notMeasured() : SearchRun.left(plan, trials, run);
  }

  /** Has {@code trial}, which a search asks for, in the plan: then its process finds it there. */
  void add(Trial trial) {
    if (!plan.trials().contains(trial)) {
      trials = with(trials, trial);
      plan = plan.with(with(plan.trials(), trial));
      plan.write(run.plan());
    }
  }

  private static List<Trial> with(List<Trial> some, Trial another) {
    List<Trial> all = new ArrayList<>(some);
    all.add(another);
    return List.copyOf(all);
  }

  /** The trials that are wanted and not measured yet. */
  List<Trial> notMeasured() {
    return Trial.points(trials).stream()
        .filter(point -> !point.stream().allMatch(executor.store()::has))
        .flatMap(List::stream)
        .toList();
  }

  /**
   * Measures, and returns when all is over.
   *
   * @throws RunFailed when it has to end early
   */
  public void measure() throws IOException, InterruptedException {
    Files.deleteIfExists(run.done());
    state = State.RUNNING;
    try {
      measureOrSayHowToGoOn();
      end(State.ENDED, null);
    } catch (InterruptedException | RuntimeException e) {
      if (cancellation.isAsked()) {
        RunFailed cancelled = failed("cancelled");
        end(State.CANCELLED, cancelled.getMessage());
        throw cancelled;
      }
      end(State.FAILED, e.getMessage());
      throw e;
    }
  }

  private void measureOrSayHowToGoOn() throws InterruptedException {
    try {
      measureUnlessTheProcessEnds();
      if (failures.count() > 0) {
        throw failed(
            "%d of %d trials failed%n%s"
                .formatted(failures.count(), trials.size(), failures.reasons()));
      }
      if (plan.trials().stream().allMatch(executor.store()::has)) {
        Files.writeString(run.done(), Instant.now() + "\n");
      }
    } catch (StackException | RunRefused e) {
      throw failed(e.getMessage());
    } catch (IOException | UncheckedIOException e) {
      throw failed(e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  private void end(State how, String message) {
    state = how;
    told.tell(new RunEvent.Ended(how, message));
  }

  private void measureUnlessTheProcessEnds() throws IOException, InterruptedException {
    Thread onExit = new Thread(this::keepWhatIsThere, "interrupted-run");
    Runtime.getRuntime().addShutdownHook(onExit);
    try {
      measureAll();
    } finally {
      if (!cancellation.isExiting()) {
        Runtime.getRuntime().removeShutdownHook(onExit);
      }
    }
  }

  private void measureAll() throws IOException, InterruptedException {
    List<Trial> left = left();
    List<Stage> stages = Stage.of(plan, left);
    Length length = new Length(plan);
    Duration after = Length.after(plan, calibrate);
    TimeBudget budget = TimeBudget.begin(plan.scenario().measure().timeBudget(), after, length);
    told.tell(new RunEvent.Begun(run, plan, trials, left, Length.of(plan.with(left), calibrate)));
    if (left.isEmpty()) {
      told.note("every trial was measured already");
      executor.store().write(plan.trials());
      return;
    }
    // Each is written however the trials, or another of these, went.
    try (Closeable results = () -> executor.store().write(plan.trials());
        Closeable answers = () -> AnswerComparison.write(run, plan, told::note);
        Closeable failed = failures::write;
        Gpus gpus = Gpus.open();
        Sampler sampler = Sampler.start(run.samples(), plan.scenario().telemetryInterval(), gpus)) {
      Environment environment = Environment.of(run, plan.scenario(), gpus);
      sampler.readIdle(IDLE_READINGS);
      Cooling cooling =
          new Cooling(
              plan.scenario().measure().coolDown(),
              sampler::temperatures,
              environment::addCoolDown,
              told,
              cancellation);
      cooling.check(gpus.describe().status());
      if (plan.stacks().stream().anyMatch(StageRun::isBuiltIn)) {
        Environment.rehearseBounds();
      }
      Compilers.lower();
      Calibration calibration = calibrate ? InstrumentCheck.run(this, plan) : null;
      Course course = new Course(budget, enough());
      StageRun stageRun =
          new StageRun(
              this,
              plan.scenario(),
              environment,
              sampler,
              cooling,
              course,
              new Remaining(trials.size(), stages, length, after));
      for (Stage stage : stages) {
        stageRun.measure(stage);
      }
      plan = course.ended(plan);
      plan.write(run.plan());
      if (calibration != null) {
        Duration rest = budget.left() == null ? null : budget.left().plus(after);
        calibration.with(MirrorCheck.run(this, plan, rest)).write(run.calibration());
      }
    }
  }

  private Enough enough() {
    return Enough.of(
        plan, (cell, metric, statistic) -> Run.repeats(run.root(), cell, metric, statistic));
  }

  private RunFailed failed(String message) {
    return RunFailed.of(run, message);
  }

  /** The process ends, by a signal most likely. */
  private void keepWhatIsThere() {
    cancellation.exit();
    try {
      executor.store().write(plan.trials());
      end(State.CANCELLED, failed("interrupted").getMessage());
    } catch (IOException | RuntimeException e) {
      end(State.CANCELLED, "interrupted, and jmh.json could not be written: " + e.getMessage());
    }
  }
}
