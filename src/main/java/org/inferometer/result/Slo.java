package org.inferometer.result;

import java.util.List;
import java.util.Map;

/**
 * Targets that a request must meet to be good; none by default.
 *
 * @param targets largest allowed value by metric, in the metric's unit
 */
public record Slo(Map<Metric, Double> targets) {
  /** Metrics that can have a target. */
  public static final List<Metric> ALLOWED =
      List.of(
          Metric.P2FT,
          Metric.P2FT_FROM_SCHEDULE,
          Metric.TTFB,
          Metric.TOTAL_LATENCY,
          Metric.TOTAL_LATENCY_FROM_SCHEDULE,
          Metric.TPOT,
          Metric.NORMALIZED_LATENCY);

  /** No targets: SLO attainment and goodput stay absent. */
  public static final Slo NONE = new Slo(Map.of());

  public Slo {
    for (Metric metric : targets.keySet()) {
      if (!ALLOWED.contains(metric)) {
        throw new IllegalArgumentException(
            "no target can be set for %s; allowed: %s"
                .formatted(metric.id(), ALLOWED.stream().map(Metric::id).toList()));
      }
    }
    targets = Map.copyOf(targets);
  }

  public boolean isEmpty() {
    return targets.isEmpty();
  }

  /**
   * Whether an ok request meets every target. A metric that is undefined for it, as the TPOT of an
   * answer of one token, breaks none.
   */
  boolean isMetBy(double[] values) {
    return targets.entrySet().stream()
        .noneMatch(one -> values[Answer.METRICS.indexOf(one.getKey())] > one.getValue());
  }
}
