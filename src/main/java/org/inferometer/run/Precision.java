package org.inferometer.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.inferometer.load.Load;
import org.inferometer.result.Cell;
import org.inferometer.result.Comparison;
import org.inferometer.result.Comparisons;
import org.inferometer.result.Metric;
import org.inferometer.result.statistics.Effect;
import org.inferometer.result.statistics.StoppingRule;
import org.inferometer.scenario.Measurement;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Stopped;
import org.inferometer.scenario.Trial;
import org.inferometer.scenario.Until;

/**
 * Ends a cell when the ratio of its stacks is known well enough, after a pair of repeats; of a
 * tenant beside others that of itself there and alone, which is its slowdown.
 */
final class Precision implements Enough.Rule {
  private final Plan plan;
  private final String of;
  private final Enough.Measured measured;
  private final StoppingRule rule;

  Precision(Plan plan, Until.Narrow until, Enough.Measured measured) {
    Measurement measure = plan.scenario().measure();
    this.plan = plan;
    this.of = until.of();
    this.measured = measured;
    this.rule = new StoppingRule(until.interval(), measure.repeats(), measure.mostRepeats());
  }

  @Override
  public boolean looksAfter(int repeats) {
    return rule.looksAfter(repeats);
  }

  @Override
  public Stopped look(Trial trial, int repeats) {
    List<Trial> sides = sides(trial);
    Found found = found(sides);
    int family = family(trial, found.metric);
    double widest =
        effects(found.bySide, sides.size(), repeats).stream()
            .mapToDouble(one -> rule.reach(one, family))
            .max()
            .orElse(Double.NaN);
    boolean reached = rule.looksAfter(repeats) && widest <= rule.width();
    return Stopped.narrow(
        trial.neighbours() == null ? null : trial.stack(),
        trial.name(),
        found.metric.id().replace('_', '-'),
        reached ? repeats : Enough.common(sides.size(), found.bySide),
        reached ? widest : null,
        rule.confidence(family));
  }

  /** Who is held against whom: all stacks of a cell, a tenant beside others and alone. */
  private List<Trial> sides(Trial trial) {
    return plan.trials().stream()
        .filter(one -> one.repeat() == trial.repeat())
        .filter(
            one ->
                trial.neighbours() == null
                    ? one.name().equals(trial.name())
                    : one.equals(trial) || Enough.isAlone(one, trial))
        .toList();
  }

  /** What each side has found, by repeat; none of one that has found nothing. */
  private record Found(Metric metric, List<SortedMap<Integer, Double>> bySide) {
    boolean isKnown() {
      return bySide.stream().anyMatch(one -> !one.isEmpty());
    }
  }

  /** What was asked for, or total latency where there is no such number. */
  private Found found(List<Trial> sides) {
    Load load = sides.get(0).load();
    Found wanted = found(sides, Metric.find(of.replace('-', '_')).orElseThrow().under(load));
    if (wanted.isKnown()) {
      return wanted;
    }
    Found latency = found(sides, Metric.TOTAL_LATENCY.under(load));
    return latency.isKnown() ? latency : wanted;
  }

  private Found found(List<Trial> sides, Metric metric) {
    Map<Cell, Map<String, SortedMap<Integer, Double>>> cells = new HashMap<>();
    return new Found(
        metric,
        sides.stream()
            .map(
                one ->
                    cells
                        .computeIfAbsent(
                            Cell.of(one), cell -> measured.of(cell, metric, metric.headline()))
                        .get(one.stack()))
            .filter(Objects::nonNull)
            .toList());
  }

  /** Ratios that the one of {@code trial} is corrected for, at most. */
  private int family(Trial trial, Metric metric) {
    Cell cell = Cell.of(trial);
    if (metric != Comparison.headline(cell)) {
      return 1;
    }
    if (trial.neighbours() != null) {
      return Math.max(1, sets(trial.stack(), trial.repeat()));
    }
    List<Cell> all = Enough.cells(plan);
    return stacks(cell) > 1 && Comparisons.declares(cell, all)
        ? (int)
            all.stream().filter(one -> stacks(one) > 1 && Comparisons.declares(one, all)).count()
        : 1;
  }

  /** In how many sets a tenant is, under all its loads. */
  private int sets(String tenant, int repeat) {
    return (int)
        plan.trials().stream()
            .filter(one -> one.stack().equals(tenant) && one.repeat() == repeat)
            .filter(one -> !one.neighbours().isEmpty())
            .count();
  }

  private int stacks(Cell cell) {
    return Enough.stacks(plan, cell);
  }

  /** Of all pairs, or of the only one; none while a repeat of one is not known. */
  private List<Effect> effects(List<SortedMap<Integer, Double>> found, int sides, int repeats) {
    if (found.size() < sides
        || found.stream().anyMatch(one -> one.headMap(repeats + 1).size() < repeats)
        || found.stream().flatMap(one -> one.values().stream()).anyMatch(one -> !(one > 0))) {
      return List.of();
    }
    List<double[]> logs =
        found.stream()
            .map(one -> one.headMap(repeats + 1).values())
            .map(values -> values.stream().mapToDouble(Math::log).toArray())
            .toList();
    if (logs.size() == 1) {
      return List.of(Effect.of(logs.get(0)));
    }
    List<Effect> effects = new ArrayList<>();
    for (int i = 0; i < logs.size(); i++) {
      for (int k = 0; k < i; k++) {
        effects.add(
            plan.interleaved()
                ? Effect.paired(logs.get(k), logs.get(i))
                : Effect.welch(logs.get(k), logs.get(i)));
      }
    }
    return effects;
  }
}
