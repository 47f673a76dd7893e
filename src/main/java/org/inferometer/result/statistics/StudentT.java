package org.inferometer.result.statistics;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.TDistribution;

/** Intervals of a mean and of a difference of means, from independent values. */
public final class StudentT {
  private StudentT() {}

  /** Interval of the mean; none for fewer than two values. */
  public static Interval mean(double[] values) {
    if (values.length < 2) {
      return Interval.NONE;
    }
    double half = quantile(values.length - 1) * Math.sqrt(variance(values) / values.length);
    double mean = average(values);
    return new Interval(mean - half, mean + half);
  }

  /**
   * Interval of mean(b) - mean(a) without equal variances (Welch, Biometrika 34, 1947); none for
   * fewer than two values on a side.
   */
  public static Interval welch(double[] a, double[] b) {
    if (a.length < 2 || b.length < 2) {
      return Interval.NONE;
    }
    double va = variance(a) / a.length;
    double vb = variance(b) / b.length;
    double difference = average(b) - average(a);
    if (va + vb == 0) {
      return new Interval(difference, difference);
    }
    double freedom = (va + vb) * (va + vb) / (va * va / (a.length - 1) + vb * vb / (b.length - 1));
    double half = quantile(freedom) * Math.sqrt(va + vb);
    return new Interval(difference - half, difference + half);
  }

  public static double average(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  /** With n - 1 in the denominator; NaN for fewer than two values. */
  public static double variance(double[] values) {
    double mean = average(values);
    return Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / (values.length - 1.0);
  }

  private static double quantile(double freedom) {
    return TDistribution.of(freedom).inverseSurvivalProbability((1 - Interval.CONFIDENCE) / 2);
  }
}
