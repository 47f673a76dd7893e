package org.inferometer.result;

import java.util.Map;
import org.inferometer.result.statistics.Interval;
import org.inferometer.result.statistics.StudentT;

/** What kind of number a metric is, which decides how repeats are averaged. */
public enum Scale {
  /** Above 0, where ratios have a meaning: the geometric mean, t on the log scale. */
  RATIO(0, Double.POSITIVE_INFINITY),
  /** A part of 1: the mean, t within 0 and 1. */
  SHARE(0, 1),
  /** A part of 100. */
  PERCENT(0, 100),
  /** On both sides of 0: the mean, t. */
  DIFFERENCE(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  private final double least;
  private final double most;

  Scale(double least, double most) {
    this.least = least;
    this.most = most;
  }

  double most() {
    return most;
  }

  /**
   * The mean of {@code byRepeat} with its 95 % interval. A ratio of which some repeat found 0 has
   * no geometric mean; repeats that all found the same end of the scale tell of no interval.
   */
  public Estimate mean(Map<Integer, Double> byRepeat, long count) {
    double[] values = values(byRepeat);
    int repeats = values.length;
    if (hasLogarithms(byRepeat)) {
      double[] logs = logarithms(byRepeat);
      return new Estimate(
          repeats == 1 ? values[0] : Math.exp(StudentT.average(logs)),
          StudentT.mean(logs).exp(),
          Estimate.Interval.LOG_T,
          repeats,
          count,
          byRepeat);
    }
    double mean = StudentT.average(values);
    Interval interval =
        mean == least || mean == most ? Interval.NONE : StudentT.mean(values).clipped(least, most);
    return new Estimate(mean, interval, Estimate.Interval.STUDENT_T, repeats, count, byRepeat);
  }

  /** Whether all of {@code byRepeat} can be compared by ratios. */
  boolean hasLogarithms(Map<Integer, Double> byRepeat) {
    return this == RATIO && byRepeat.values().stream().allMatch(value -> value > 0);
  }

  static double[] logarithms(Map<Integer, Double> byRepeat) {
    return byRepeat.values().stream().mapToDouble(Math::log).toArray();
  }

  private static double[] values(Map<Integer, Double> byRepeat) {
    return byRepeat.values().stream().mapToDouble(Double::doubleValue).toArray();
  }
}
