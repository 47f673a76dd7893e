package org.inferometer.server.model;

import org.inferometer.server.model.TensorPlan.Planned;
import org.inferometer.server.model.TensorPlan.Rows;

/** What a token of a single sequence costs at least. */
public final class WeightsPerToken {
  private WeightsPerToken() {}

  /** Weights that are read for the next token; of tables in which a row is looked up, none. */
  public static long of(ModelConfig config) {
    return TensorPlan.of(config).stream()
        .filter(one -> !isLookedUp(one, config))
        .mapToLong(Planned::values)
        .sum();
  }

  /** Weights that each token of a prompt is multiplied with: those of the layers' matrices. */
  public static long multiplied(ModelConfig config) {
    return TensorPlan.of(config).stream()
        .filter(one -> one.rowCount() > 1 && one.rows() != Rows.TOKENS && !isPositions(one))
        .mapToLong(Planned::values)
        .sum();
  }

  private static boolean isLookedUp(Planned one, ModelConfig config) {
    boolean embedding = one.rows() == Rows.TOKENS && !one.name().startsWith("lm_head");
    return embedding && !config.tiedHead() || isPositions(one);
  }

  private static boolean isPositions(Planned one) {
    return one.name().endsWith(".wpe.weight");
  }
}
