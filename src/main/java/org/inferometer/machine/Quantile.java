package org.inferometer.machine;

import java.util.function.LongToDoubleFunction;

/**
 * Quantiles of type 7, which lie linearly between the values at both sides of their place: NumPy's
 * and R's default (Hyndman and Fan, The American Statistician 50, 1996).
 */
public final class Quantile {
  private Quantile() {}

  /**
   * Of {@code size} values.
   *
   * @param size at least 1
   * @param probability from 0 to 1
   * @param ranked the k-th smallest of them, from 0
   */
  public static double of(long size, double probability, LongToDoubleFunction ranked) {
    double place = (size - 1) * probability;
    long below = (long) place;
    double low = ranked.applyAsDouble(below);
    return place == below ? low : low + (place - below) * (ranked.applyAsDouble(below + 1) - low);
  }

  /** Of ascending values; NaN of none. */
  public static double of(double[] sorted, double probability) {
    return sorted.length == 0
        ? Double.NaN
        : of(sorted.length, probability, place -> sorted[(int) place]);
  }
}
