package org.inferometer.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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
import org.inferometer.scenario.Trial;

/** Decides, after each pair of repeats, which cells have been repeated often enough. */
final class Precision {
  private final Plan plan;
  private final Measured measured;
  private final Map<String, Stopped> stopped = new HashMap<>();

  /** What is known of a run under way. */
  interface Measured {
    /** What each repeat of {@code cell} has found of {@code metric}, by stack. */
    Map<String, SortedMap<Integer, Double>> of(Cell cell, Metric metric);
  }

  Precision(Plan plan, Measured measured) {
    this.plan = plan;
    this.measured = measured;
  }

  /** Whether the cell of {@code trial} needs no such trial any more. */
  boolean isEnough(Trial trial) {
    Measurement measure = plan.scenario().measure();
    if (measure.until() == null) {
      return false;
    }
    String cell = trial.name();
    if (stopped.containsKey(cell)) {
      return trial.repeat() > stopped.get(cell).repeats();
    }
    StoppingRule rule = rule(measure);
    if (!rule.looksAfter(trial.repeat() - 1)) {
      return false;
    }
    look(Cell.of(trial), trial.repeat() - 1, rule);
    return stopped.containsKey(cell);
  }

  private static StoppingRule rule(Measurement measure) {
    return new StoppingRule(measure.until().interval(), measure.repeats(), measure.mostRepeats());
  }

  private void look(Cell cell, int repeats, StoppingRule rule) {
    Metric metric = metric(cell);
    int family = family(cell, metric);
    double widest =
        effects(cell, metric, repeats).stream()
            .mapToDouble(one -> rule.reach(one, family))
            .max()
            .orElse(Double.NaN);
    if (widest <= rule.width()) {
      stopped.put(
          cell.name(),
          new Stopped(cell.name(), words(metric), repeats, true, widest, rule.confidence(family)));
    }
  }

  /** What the ratio is of: what was asked for, or total latency where there is no such number. */
  private Metric metric(Cell cell) {
    String of = plan.scenario().measure().until().of();
    Metric wanted = Metric.find(of.replace('-', '_')).orElseThrow().under(cell.load());
    return known(cell, wanted) || !known(cell, Metric.TOTAL_LATENCY.under(cell.load()))
        ? wanted
        : Metric.TOTAL_LATENCY.under(cell.load());
  }

  private boolean known(Cell cell, Metric metric) {
    return measured.of(cell, metric).values().stream().anyMatch(one -> !one.isEmpty());
  }

  private static String words(Metric metric) {
    return metric.id().replace('_', '-');
  }

  /** Ratios that the one of {@code cell} is corrected for, at most. */
  private int family(Cell cell, Metric metric) {
    List<Cell> all = cells();
    boolean corrected =
        stacks(cell) > 1 && metric == Comparison.headline(cell) && Comparisons.declares(cell, all);
    return corrected
        ? (int)
            all.stream().filter(one -> stacks(one) > 1 && Comparisons.declares(one, all)).count()
        : 1;
  }

  private List<Cell> cells() {
    return plan.trials().stream().map(Cell::of).distinct().toList();
  }

  private int stacks(Cell cell) {
    return (int)
        plan.trials().stream()
            .filter(one -> one.name().equals(cell.name()))
            .map(Trial::stack)
            .distinct()
            .count();
  }

  /** Of all pairs of stacks, or of the only stack; none while a repeat of one is not known. */
  private List<Effect> effects(Cell cell, Metric metric, int repeats) {
    Collection<SortedMap<Integer, Double>> found = measured.of(cell, metric).values();
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

  /** Repeats that every stack has of {@code cell}. */
  private int measured(Cell cell) {
    Map<String, SortedMap<Integer, Double>> found = measured.of(cell, metric(cell));
    return found.size() < stacks(cell)
        ? 0
        : found.values().stream().mapToInt(SortedMap::size).min().orElse(0);
  }

  /** What became of every cell, to be kept with the plan. */
  List<Stopped> outcomes() {
    Measurement measure = plan.scenario().measure();
    if (measure.until() == null) {
      return List.of();
    }
    List<Stopped> all = new ArrayList<>();
    StoppingRule rule = rule(measure);
    for (Cell cell : cells()) {
      if (!stopped.containsKey(cell.name()) && rule.looksAfter(measure.mostRepeats())) {
        look(cell, measure.mostRepeats(), rule);
      }
      all.add(
          stopped.getOrDefault(
              cell.name(),
              new Stopped(
                  cell.name(),
                  words(metric(cell)),
                  measured(cell),
                  false,
                  null,
                  rule.confidence(family(cell, metric(cell))))));
    }
    return all;
  }
}
