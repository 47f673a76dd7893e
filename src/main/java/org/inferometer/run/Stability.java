package org.inferometer.run;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import org.inferometer.result.Cell;
import org.inferometer.result.Metric;
import org.inferometer.result.Statistic;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Stopped;
import org.inferometer.scenario.Trial;
import org.inferometer.scenario.Until;

/**
 * Ends a cell when its last repeats agree, on every stack: perf_analyzer's rule, with a repeat for
 * its window (inference_profiler.cc, {@code DetermineStability}).
 */
final class Stability implements Enough.Rule {
  private final Plan plan;
  private final Until.Stable until;
  private final Enough.Measured measured;

  Stability(Plan plan, Until.Stable until, Enough.Measured measured) {
    this.plan = plan;
    this.until = until;
    this.measured = measured;
  }

  @Override
  public boolean looksAfter(int repeats) {
    return repeats >= Math.max(until.windows(), plan.scenario().measure().repeats());
  }

  @Override
  public Stopped look(Trial trial, int repeats) {
    Cell cell = Cell.of(trial);
    Metric latency = Metric.TOTAL_LATENCY.under(cell.load());
    Map<String, SortedMap<Integer, Double>> rates =
        measured.of(cell, Metric.REQUEST_THROUGHPUT, Statistic.VALUE);
    Map<String, SortedMap<Integer, Double>> latencies = measured.of(cell, latency, statistic());
    double widest = Math.max(widest(cell, rates, repeats), widest(cell, latencies, repeats));
    boolean reached = widest <= until.stable();
    return Stopped.stable(
        cell.name(),
        "request throughput and " + latency(),
        reached ? repeats : Enough.common(Enough.stacks(plan, cell), rates.values()),
        reached ? widest : null,
        until.windows());
  }

  private String latency() {
    return statistic().isQuantile()
        ? "%s latency (known of %d requests or more)"
            .formatted(statistic().label(), statistic().floor())
        : "mean latency";
  }

  private Statistic statistic() {
    return until.percentile() == null ? Statistic.MEAN : Statistic.named(until.percentile());
  }

  /** How far the last repeats lie apart on the least steady stack; infinitely if one is unknown. */
  private double widest(Cell cell, Map<String, SortedMap<Integer, Double>> found, int repeats) {
    return found.size() < Enough.stacks(plan, cell)
        ? Double.POSITIVE_INFINITY
        : found.values().stream()
            .map(one -> one.subMap(repeats - until.windows() + 1, repeats + 1).values())
            .mapToDouble(this::apart)
            .max()
            .orElse(Double.POSITIVE_INFINITY);
  }

  private double apart(Collection<Double> last) {
    return last.size() < until.windows() || !(Collections.min(last) > 0)
        ? Double.POSITIVE_INFINITY
        : Collections.max(last) / Collections.min(last) - 1;
  }
}
