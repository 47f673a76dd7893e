package org.inferometer.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.inferometer.scenario.Durations;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Trial;

/**
 * Which trials of a plan a run leaves out on its way: those that its time does not allow, or that
 * its precision does not need.
 */
final class Course {
  private final TimeBudget budget;
  private final Enough enough;
  private final Set<Trial> notNeeded = new LinkedHashSet<>();
  private final Set<Trial> tooLate = new LinkedHashSet<>();

  Course(TimeBudget budget, Enough enough) {
    this.budget = budget;
    this.enough = enough;
  }

  /**
   * Whether trials that are carried out at the same time are not to be run.
   *
   * @param left the trials that are left, these among them
   */
  boolean skips(List<Trial> point, List<Trial> left) {
    if (enough.isEnough(point.get(0))) {
      notNeeded.addAll(point);
      return true;
    }
    return isTooLate(budget.allows(point.get(0), left), point);
  }

  /** Whether the stacks of {@code stage} are not even to be started. */
  boolean skips(Stage stage) {
    return isTooLate(budget.allows(stage), stage.trials());
  }

  private boolean isTooLate(boolean allowed, List<Trial> trials) {
    if (!allowed) {
      tooLate.addAll(trials);
    }
    return !allowed;
  }

  /** The time that one of {@code parts} alike may take; null for as long as it takes. */
  Duration share(int parts) {
    Duration left = budget.left();
    return left == null ? null : left.dividedBy(parts);
  }

  /** What {@code plan} has become, now that the run has ended. */
  Plan ended(Plan plan) {
    List<Trial> trials = new ArrayList<>(plan.trials());
    trials.removeAll(notNeeded);
    trials.removeAll(tooLate);
    Plan ended = plan.with(trials).stopped(enough.outcomes());
    return tooLate.isEmpty()
        ? ended
        : ended.without(
            trials,
            "%d trials, for which the time budget of %s left no time"
                .formatted(
                    tooLate.size(), Durations.format(plan.scenario().measure().timeBudget())));
  }
}
