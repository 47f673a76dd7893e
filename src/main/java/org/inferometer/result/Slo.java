package org.inferometer.result;

import java.util.Map;

/**
 * Targets that a request must meet to be good; none by default.
 *
 * @param targets largest allowed value by metric, in the metric's unit
 */
public record Slo(Map<Metric, Double> targets) {
  /** No targets: SLO attainment and goodput stay absent. */
  public static final Slo NONE = new Slo(Map.of());

  public Slo {
    targets = Map.copyOf(targets);
  }
}
