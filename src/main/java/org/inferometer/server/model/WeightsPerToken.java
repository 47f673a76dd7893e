package org.inferometer.server.model;

import org.inferometer.server.model.TensorPlan.Planned;
import org.inferometer.server.model.TensorPlan.Rows;

/** What the next token of a single sequence costs at least: every weight is read once. */
public final class WeightsPerToken {
  private WeightsPerToken() {}

  /** How many weights that are; of tables in which a row is looked up, none. */
  public static long of(ModelConfig config) {
    return TensorPlan.of(config).stream()
        .filter(one -> !isLookedUp(one, config))
        .mapToLong(Planned::values)
        .sum();
  }

  private static boolean isLookedUp(Planned one, ModelConfig config) {
    boolean embedding = one.rows() == Rows.TOKENS && !one.name().startsWith("lm_head");
    return embedding && !config.tiedHead() || one.name().endsWith(".wpe.weight");
  }
}
