package org.inferometer.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.inferometer.result.Cell;
import org.inferometer.result.Comparison;
import org.inferometer.result.Comparisons;
import org.inferometer.result.Metric;
import org.inferometer.result.statistics.Effect;
import org.inferometer.result.statistics.StoppingRule;
import org.inferometer.scenario.Measurement;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Stopped;
import org.inferometer.scenario.Until;

/** Ends a cell when the ratio of its stacks is known well enough, after a pair of repeats. */
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
  public Stopped look(Cell cell, int repeats) {
    Metric metric = metric(cell);
    int family = family(cell, metric);
    double widest =
        effects(cell, metric, repeats).stream()
            .mapToDouble(one -> rule.reach(one, family))
            .max()
            .orElse(Double.NaN);
    boolean reached = rule.looksAfter(repeats) && widest <= rule.width();
    return Stopped.narrow(
        cell.name(),
        metric.id().replace('_', '-'),
        reached ? repeats : Enough.common(stacks(cell), found(cell, metric)),
        reached ? widest : null,
        rule.confidence(family));
  }

  /** What the ratio is of: what was asked for, or total latency where there is no such number. */
  private Metric metric(Cell cell) {
    Metric wanted = Metric.find(of.replace('-', '_')).orElseThrow().under(cell.load());
    return known(cell, wanted) || !known(cell, Metric.TOTAL_LATENCY.under(cell.load()))
        ? wanted
        : Metric.TOTAL_LATENCY.under(cell.load());
  }

  private boolean known(Cell cell, Metric metric) {
    return found(cell, metric).values().stream().anyMatch(one -> !one.isEmpty());
  }

  private Map<String, SortedMap<Integer, Double>> found(Cell cell, Metric metric) {
    return measured.of(cell, metric, metric.headline());
  }

  /** Ratios that the one of {@code cell} is corrected for, at most. */
  private int family(Cell cell, Metric metric) {
    List<Cell> all = Enough.cells(plan);
    boolean corrected =
        stacks(cell) > 1 && metric == Comparison.headline(cell) && Comparisons.declares(cell, all);
    return corrected
        ? (int)
            all.stream().filter(one -> stacks(one) > 1 && Comparisons.declares(one, all)).count()
        : 1;
  }

  private int stacks(Cell cell) {
    return Enough.stacks(plan, cell);
  }

  /** Of all pairs of stacks, or of the only stack; none while a repeat of one is not known. */
  private List<Effect> effects(Cell cell, Metric metric, int repeats) {
    Collection<SortedMap<Integer, Double>> found = found(cell, metric).values();
    if (found.size() < stacks(cell)
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
