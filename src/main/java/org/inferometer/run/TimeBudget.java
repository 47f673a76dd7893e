package org.inferometer.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.inferometer.load.Load;
import org.inferometer.machine.Clock;
import org.inferometer.record.Mode;
import org.inferometer.scenario.Durations;
import org.inferometer.scenario.Measure;
import org.inferometer.scenario.Measurement;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Trial;

/**
 * Keeps a run within a time. What it gives up beforehand: repeats, then half of the iteration time,
 * then cells. While the run goes on and turns out slower, further pairs of repeats, and in the end
 * whatever would begin too late.
 */
final class TimeBudget {
  private static final int FEWEST_REPEATS = 2;

  private final Duration budget;
  private final Length length;
  private final LongSupplier clock;
  private final long end;
  private final Map<Object, Boolean> inTime = new HashMap<>();
  private int begun;
  private int repeatsThatFit = Integer.MAX_VALUE;

  private TimeBudget(Duration budget, Length length, LongSupplier clock) {
    this.budget = budget;
    this.length = length;
    this.clock = clock;
    this.end = budget == null ? Long.MAX_VALUE : clock.getAsLong() + budget.toNanos();
  }

  /**
   * A budget for trials that begins now; null for none.
   *
   * @param after what follows them within it
   */
  static TimeBudget begin(Duration budget, Duration after, Length length) {
    return begin(budget == null ? null : budget.minus(after), length, Clock::nanos);
  }

  static TimeBudget begin(Duration budget, Length length, LongSupplier clock) {
    return new TimeBudget(budget, length, clock);
  }

  /**
   * As much of a plan as fits into its scenario's budget.
   *
   * @param planner a plan by how it is to be measured
   * @throws RunRefused if even the least does not fit
   */
  static Plan fit(Plan plan, Function<Measurement, Plan> planner, boolean calibrate) {
    Measurement measure = plan.scenario().measure();
    Duration budget = measure.timeBudget();
    if (budget == null || fits(plan, budget, calibrate)) {
      return plan;
    }
    List<String> gaveUp = new ArrayList<>();
    Plan fitting = plan;
    int repeats = measure.repeats();
    while (repeats > FEWEST_REPEATS && !fits(fitting, budget, calibrate)) {
      repeats = Math.max(FEWEST_REPEATS, repeats % 2 == 0 ? repeats - 2 : repeats - 1);
      fitting = planner.apply(measure.with(repeats, measure.iterationTime()));
    }
    if (repeats < measure.repeats()) {
      gaveUp.add("%d of %d repeats".formatted(measure.repeats() - repeats, measure.repeats()));
    }
    if (!fits(fitting, budget, calibrate)) {
      Duration half = measure.iterationTime().dividedBy(2);
      Plan shorter = planner.apply(measure.with(repeats, half));
      if (Length.of(shorter, calibrate).compareTo(Length.of(fitting, calibrate)) < 0) {
        fitting = shorter;
        gaveUp.add("half of each iteration's " + Durations.format(measure.iterationTime()));
      }
    }
    if (!fits(fitting, budget, calibrate)) {
      fitting = only(fitting, one -> one.measure() == Measure.COMPLETE, "first-token", gaveUp);
    }
    if (!fits(fitting, budget, calibrate)) {
      List<Load> loads =
          fitting.trials().stream().map(Trial::load).distinct().sorted(Load.ORDER).toList();
      Load least = loads.get(0);
      Load most = loads.get(loads.size() - 1);
      fitting =
          only(
              fitting,
              one -> one.load().equals(least) || one.load().equals(most),
              "%s to %s, both ends excepted, in".formatted(least.words(), most.words()),
              gaveUp);
    }
    if (!fits(fitting, budget, calibrate)) {
      fitting = only(fitting, one -> one.mode() == Mode.STREAM, "sync", gaveUp);
    }
    if (!fits(fitting, budget, calibrate)) {
      throw new RunRefused(
          "a time budget of %s is too short: the least that can be measured takes about %s"
              .formatted(
                  Durations.format(budget),
                  Length.words(Length.of(fitting, calibrate).plusMillis(499))));
    }
    return fitting.without(
        fitting.trials(),
        String.join(", ", gaveUp) + ", to fit a time budget of " + Durations.format(budget));
  }

  private static Plan only(Plan plan, Predicate<Trial> kept, String what, List<String> gaveUp) {
    List<Trial> trials = plan.trials().stream().filter(kept).toList();
    if (plan.scenario().tenants() != null
        || trials.isEmpty()
        || trials.size() == plan.trials().size()) {
      return plan;
    }
    gaveUp.add("all %d %s trials".formatted(plan.trials().size() - trials.size(), what));
    return plan.with(trials);
  }

  /** What is begun where all of it fits, and is not cut: a cell's stacks, or tenants of a set. */
  private Object turn(Trial trial) {
    return trial.neighbours() == null
        ? List.of(trial.name(), trial.repeat(), length.interleaved() ? "" : trial.stack())
        : List.of(trial.point(), trial.repeat());
  }

  private static boolean fits(Plan plan, Duration budget, boolean calibrate) {
    return Length.of(plan, calibrate).compareTo(budget) <= 0;
  }

  /** What is left of it; null without one. */
  Duration left() {
    return budget == null ? null : Duration.ofNanos(Math.max(0, end - clock.getAsLong()));
  }

  /** Whether the stacks of {@code stage} are still to be started: one of its trials may fit. */
  boolean allows(Stage stage) {
    return budget == null
        || clock.getAsLong()
                + length
                    .starts(List.of(stage))
                    .plus(length.of(Trial.points(stage.trials()).get(0)))
                    .toNanos()
            <= end;
  }

  /**
   * Whether {@code trial} is still to be begun. A pair of repeats is begun where all of it fits, so
   * that cells keep as many repeats as each other and stacks their turns; the first pair cell by
   * cell, all of its stacks or none.
   *
   * @param remaining the trials that are left, this one among them
   */
  boolean allows(Trial trial, List<Trial> remaining) {
    if (budget == null) {
      return true;
    }
    if (trial.repeat() > repeatsThatFit) {
      return false;
    }
    if (trial.repeat() <= FEWEST_REPEATS) {
      return inTime.computeIfAbsent(
          turn(trial),
          turn -> {
            List<Trial> all = remaining.stream().filter(one -> turn(one).equals(turn)).toList();
            return clock.getAsLong() + length.of(all).toNanos() <= end;
          });
    }
    if (trial.repeat() % 2 == 1 && trial.repeat() > begun) {
      List<Trial> pair =
          remaining.stream()
              .filter(one -> one.repeat() <= trial.repeat() + 1 || one.repeat() <= FEWEST_REPEATS)
              .toList();
      if (clock.getAsLong() + length.withStarts(pair).toNanos() > end) {
        repeatsThatFit = trial.repeat() - 1;
        return false;
      }
      begun = trial.repeat();
    }
    return true;
  }
}
