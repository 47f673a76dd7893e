package org.inferometer.result.statistics;

import java.util.Arrays;

/** Mean, variance and Student's t interval of independent values. */
public final class StudentT {
  private StudentT() {}

  /** 95 % interval of the mean; none for fewer than two values. */
  public static Interval mean(double[] values) {
    return Effect.of(values).interval(Interval.CONFIDENCE);
  }

  public static double average(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  /** With n - 1 in the denominator; NaN for fewer than two values. */
  public static double variance(double[] values) {
    double mean = average(values);
    return Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / (values.length - 1.0);
  }
}
