package org.inferometer.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.inferometer.dataset.Conversation;
import org.inferometer.dataset.Prompt;
import org.inferometer.dataset.PromptSequence;
import org.inferometer.load.Open;
import org.inferometer.scenario.Measurement;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Scenario;
import org.inferometer.scenario.Scenarios;
import org.inferometer.scenario.Stack;
import org.inferometer.scenario.Task;
import org.inferometer.scenario.Trial;

/**
 * What a user may choose beside the scenario.
 *
 * @param only trials whose name contains a match; null for all
 * @param stacks names of the stacks to measure; empty for all
 * @param calibrate whether to measure the instrument's own error first
 * @param timeBudget how long the run may take; null for what the scenario says
 */
public record Choices(Pattern only, List<String> stacks, boolean calibrate, Duration timeBudget) {

  /** Without a time budget. */
  public Choices(Pattern only, List<String> stacks, boolean calibrate) {
    this(only, stacks, calibrate, null);
  }

  /**
   * The trials of {@code plan} that are wanted.
   *
   * @throws RunRefused if there are none, or a stack is not known
   */
  List<Trial> of(Plan plan) {
    List<String> known = plan.scenario().stacks().stream().map(Stack::name).toList();
    for (String stack : stacks) {
      if (!known.contains(stack)) {
        throw new RunRefused(
            "--stacks %s: there is no stack %s; allowed: %s"
                .formatted(String.join(",", stacks), stack, String.join(", ", known)));
      }
    }
    List<Trial> wanted =
        Trial.points(plan.trials()).stream().filter(this::wants).flatMap(List::stream).toList();
    if (wanted.isEmpty()) {
      throw new RunRefused(
          "no trial matches%s; names look like %s".formatted(words(), plan.trials().get(0).name()));
    }
    return wanted;
  }

  /** What is carried out at the same time is wanted as a whole or not at all. */
  private boolean wants(List<Trial> point) {
    return (only == null || point.stream().anyMatch(one -> only.matcher(one.name()).find()))
        && (stacks.isEmpty() || point.stream().allMatch(one -> stacks.contains(one.stack())));
  }

  /**
   * The plan of a scenario file, for looking at.
   *
   * @throws RunRefused if nothing in it is wanted, or a task has too few prompts
   */
  public Plan plan(Path scenario, Map<String, String> overrides) {
    Plan plan = plan(Scenarios.read(scenario, overrides));
    plan.scenario().tasks().forEach(task -> requirePrompts(task, plan.scenario()));
    return plan;
  }

  private static void requirePrompts(Task task, Scenario scenario) {
    if (task.replays()) {
      return;
    }
    List<Prompt> prompts = task.allPrompts();
    if (isOnSchedule(task, scenario)
        && prompts.stream().anyMatch(one -> new Conversation(one).turns() > 1)) {
      throw new RunRefused(
          "tasks.%s.prompts: %s has conversations of several turns, which a tenant does not begin by a schedule, as they would go on when its neighbours have ended;"
                  .formatted(task.name(), task.prompts())
              + " allowed: a load of closed or users, or prompts of one turn");
    }
    Optional<String> problem = TalkCheck.problem(task, prompts, scenario.stacks());
    if (problem.isPresent()) {
      throw new RunRefused(problem.get());
    }
    try {
      new PromptSequence(prompts, task.renewal(), null, 1, "", 1);
    } catch (IllegalArgumentException e) {
      throw new RunRefused(
          "tasks.%s.prompts: %s: %s".formatted(task.name(), task.prompts(), e.getMessage()));
    }
  }

  /** Whether a tenant asks {@code task} at times of its own. */
  private static boolean isOnSchedule(Task task, Scenario scenario) {
    return scenario.tenants() != null
        && scenario.tenants().all().stream()
            .filter(one -> one.task().equals(task.name()))
            .anyMatch(one -> one.loads().stream().anyMatch(Open.class::isInstance));
  }

  /** How long a run of {@code plan} takes, in words. */
  public String length(Plan plan) {
    return Length.estimate(plan, Length.of(plan, calibrate));
  }

  /**
   * The plan of a run of {@code scenario} that measures no more than what is wanted, within the
   * time budget.
   *
   * @throws RunRefused if nothing is wanted, or the budget is too short
   */
  Plan plan(Scenario scenario) {
    Measurement measure =
        timeBudget == null ? scenario.measure() : scenario.measure().within(timeBudget);
    Function<Measurement, Plan> planner = how -> narrow(Plan.of(scenario.with(how)));
    return TimeBudget.fit(planner.apply(measure), planner, calibrate);
  }

  private Plan narrow(Plan plan) {
    List<Trial> wanted = of(plan);
    int left = plan.trials().size() - wanted.size();
    return left == 0
        ? plan
        : plan.without(
            wanted,
            "%d of the scenario's %d trials, on request:%s"
                .formatted(left, plan.trials().size(), words()));
  }

  private String words() {
    List<String> words = new ArrayList<>();
    if (only != null) {
      words.add(" --only " + only);
    }
    if (!stacks.isEmpty()) {
      words.add(" --stacks " + String.join(",", stacks));
    }
    return String.join("", words);
  }
}
