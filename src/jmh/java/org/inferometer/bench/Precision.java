package org.inferometer.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.inferometer.result.statistics.Effect;
import org.inferometer.result.statistics.StoppingRule;
import org.inferometer.scenario.Measurement;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Stopped;
import org.inferometer.scenario.Trial;
import org.openjdk.jmh.results.Result;

/** Decides, after each pair of repeats, which cells have been repeated often enough. */
final class Precision {
  private static final Map<String, String> LABELS =
      Map.of(
          "p2ft", "p2ft",
          "total-latency", "latency",
          "tpot", "tpot",
          "token-throughput", "tokens.throughput",
          "request-throughput", "requests.throughput");

  private final Plan plan;
  private final Function<Trial, Map<String, Result>> results;
  private final Map<String, Stopped> stopped = new HashMap<>();

  /**
   * @param results the secondary results of a trial, or null while it has none
   */
  Precision(Plan plan, Function<Trial, Map<String, Result>> results) {
    this.plan = plan;
    this.results = results;
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
    look(cell, trial.repeat() - 1, rule);
    return stopped.containsKey(cell);
  }

  private static StoppingRule rule(Measurement measure) {
    return new StoppingRule(measure.until().interval(), measure.repeats(), measure.mostRepeats());
  }

  private void look(String cell, int repeats, StoppingRule rule) {
    String metric = plan.scenario().measure().until().of();
    double widest = widest(cell, LABELS.get(metric), repeats, rule);
    if (Double.isNaN(widest) && !metric.equals("total-latency")) {
      metric = "total-latency";
      widest = widest(cell, LABELS.get(metric), repeats, rule);
    }
    if (widest <= rule.width()) {
      stopped.put(cell, new Stopped(cell, metric, repeats, true, widest, rule.confidence()));
    }
  }

  /** Of all pairs of stacks, or of the only stack: how far the interval reaches to one side. */
  private double widest(String cell, String label, int repeats, StoppingRule rule) {
    List<double[]> logs = new ArrayList<>();
    for (String stack : stacks(cell)) {
      double[] values = logs(cell, stack, label, repeats);
      if (values == null) {
        return Double.NaN;
      }
      logs.add(values);
    }
    double widest = 0;
    if (logs.size() == 1) {
      return rule.reach(Effect.of(logs.get(0)));
    }
    for (int i = 0; i < logs.size(); i++) {
      for (int k = 0; k < i; k++) {
        widest = Math.max(widest, rule.reach(Effect.paired(logs.get(k), logs.get(i))));
      }
    }
    return widest;
  }

  private Set<String> stacks(String cell) {
    Set<String> stacks = new LinkedHashSet<>();
    plan.trials().stream()
        .filter(one -> one.name().equals(cell))
        .forEach(one -> stacks.add(one.stack()));
    return stacks;
  }

  private double[] logs(String cell, String stack, String label, int repeats) {
    double[] logs = new double[repeats];
    int found = 0;
    for (Trial trial : plan.trials()) {
      if (trial.name().equals(cell) && trial.stack().equals(stack) && trial.repeat() <= repeats) {
        Map<String, Result> known = results.apply(trial);
        Result<?> result = known == null ? null : known.get(label);
        if (result == null || !(result.getScore() > 0)) {
          return null;
        }
        logs[found++] = Math.log(result.getScore());
      }
    }
    return found == repeats ? logs : null;
  }

  /** Repeats that every stack has of {@code cell}. */
  private int measured(String cell) {
    return stacks(cell).stream()
        .mapToInt(
            stack ->
                (int)
                    plan.trials().stream()
                        .filter(one -> one.name().equals(cell) && one.stack().equals(stack))
                        .filter(one -> results.apply(one) != null)
                        .count())
        .min()
        .orElse(0);
  }

  /** What became of every cell, to be kept with the plan. */
  List<Stopped> outcomes() {
    Measurement measure = plan.scenario().measure();
    if (measure.until() == null) {
      return List.of();
    }
    List<Stopped> all = new ArrayList<>();
    StoppingRule rule = rule(measure);
    for (String cell : plan.trials().stream().map(Trial::name).distinct().toList()) {
      if (!stopped.containsKey(cell) && rule.looksAfter(measure.mostRepeats())) {
        look(cell, measure.mostRepeats(), rule);
      }
      all.add(
          stopped.getOrDefault(
              cell,
              new Stopped(
                  cell, measure.until().of(), measured(cell), false, null, rule.confidence())));
    }
    return all;
  }
}
