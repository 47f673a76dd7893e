package org.inferometer.result;

import java.util.List;

/** What is said of a set of values. Quantiles are of type 7 (linear, NumPy's default). */
public enum Statistic {
  /** The only number there is: rates, memory, energy. */
  VALUE("value", Double.NaN, 1),
  MEAN("mean", Double.NaN, 1),
  /** With n - 1 in the denominator. */
  STD("std", Double.NaN, 2),
  MIN("min", Double.NaN, 1),
  P50("p50", 0.5, 11),
  P90("p90", 0.9, 64),
  P95("p95", 0.95, 130),
  P99("p99", 0.99, 662),
  P999("p99.9", 0.999, 6636),
  MAX("max", Double.NaN, 1);

  /** Every statistic of a distribution. */
  public static final List<Statistic> OF_DISTRIBUTIONS =
      List.of(MEAN, STD, MIN, P50, P90, P95, P99, P999, MAX);

  private final String label;
  private final double probability;
  private final int floor;

  Statistic(String label, double probability, int floor) {
    this.label = label;
    this.probability = probability;
    this.floor = floor;
  }

  /** The name used in tables and files, such as {@code p99.9}. */
  public String label() {
    return label;
  }

  /** The one of that label. */
  public static Statistic named(String label) {
    return OF_DISTRIBUTIONS.stream()
        .filter(one -> one.label.equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no statistic: " + label));
  }

  /** The probability of a quantile, NaN for the others. */
  public double probability() {
    return probability;
  }

  public boolean isQuantile() {
    return !Double.isNaN(probability);
  }

  /**
   * The fewest values from which this is said; below, it is absent. For quantiles the sample that
   * MLPerf's early stopping asks for at 99 % confidence (LoadGen, {@code early_stopping.cc}).
   */
  public int floor() {
    return floor;
  }
}
