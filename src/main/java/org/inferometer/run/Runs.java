package org.inferometer.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.inferometer.result.RunDirectory;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Trial;

/**
 * Makes runs ready: new ones, and what is left of those that have been begun.
 *
 * @param executor of the trials of a run directory
 * @param listener of the runs, and of what is odd about them
 */
public record Runs(Function<RunDirectory, TrialExecutor> executor, Consumer<RunEvent> listener) {

  /**
   * A new run of {@code scenario} in a new folder of {@code results}.
   *
   * @throws RunRefused if it has no trial or no folder, or a stack cannot be measured
   */
  public Session begin(Path scenario, Map<String, String> overrides, Path results, Choices choices)
      throws IOException, InterruptedException {
    Plan plan = choices.plan(scenario, overrides);
    StackCheck.require(plan, plan.trials()).forEach(this::note);
    RunDirectory run = RunFolder.create(results, plan.scenario().name());
    Files.copy(scenario, run.scenario());
    plan.write(run.plan());
    return session(run, plan, plan.trials(), choices);
  }

  /**
   * What is left of an interrupted run.
   *
   * @throws RunRefused if it is no run, or a stack cannot be measured
   */
  public Session resume(Path directory, Choices choices) throws IOException, InterruptedException {
    RunDirectory run = RunFolder.open(directory);
    return resume(run, Plan.read(run.plan()), choices);
  }

  /**
   * A run with {@code repeats} of each of its cells, of which it has fewer.
   *
   * @throws RunRefused as {@link #resume}, or if it cannot have so many
   */
  public Session extend(Path directory, int repeats, Choices choices)
      throws IOException, InterruptedException {
    RunDirectory run = RunFolder.open(directory);
    Plan plan;
    try {
      plan = Plan.read(run.plan()).extended(repeats);
    } catch (IllegalArgumentException e) {
      throw new RunRefused("--repeats %d of %s: %s".formatted(repeats, directory, e.getMessage()));
    }
    Session session = resume(run, plan, choices);
    plan.write(run.plan());
    return session;
  }

  private Session resume(RunDirectory run, Plan plan, Choices choices)
      throws IOException, InterruptedException {
    Environment.requireSamePrompts(run, plan.scenario());
    Session session = session(run, plan, choices.of(plan), choices);
    for (Path damaged : session.executor().store().dropDamaged(plan.trials())) {
      note(RunFolder.shown(damaged) + " is damaged: its trial is measured again");
    }
    List<Trial> left = session.left();
    StackCheck.require(plan, left).forEach(this::note);
    for (Trial trial : session.notMeasured()) {
      Leftovers.setAside(run, trial);
    }
    return session;
  }

  private Session session(RunDirectory run, Plan plan, List<Trial> trials, Choices choices) {
    Session session = new Session(run, plan, trials, choices.calibrate(), executor.apply(run));
    session.listen(listener);
    return session;
  }

  private void note(String text) {
    listener.accept(new RunEvent.Note(text));
  }
}
