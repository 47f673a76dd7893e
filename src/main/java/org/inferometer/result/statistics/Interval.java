package org.inferometer.result.statistics;

/** A confidence interval; both ends NaN where there is none. */
public record Interval(double low, double high) {
  /** Probability that an interval holds the true value, where no other is named. */
  public static final double CONFIDENCE = 0.95;

  /** No interval. */
  public static final Interval NONE = new Interval(Double.NaN, Double.NaN);

  /** Whether the interval is there and does not hold {@code value}. */
  public boolean excludes(double value) {
    return value < low || value > high;
  }

  /** Both ends through the exponential function; none where an end is beyond all numbers. */
  public Interval exp() {
    Interval exp = new Interval(Math.exp(low), Math.exp(high));
    return exp.low > 0 && exp.high < Double.POSITIVE_INFINITY ? exp : NONE;
  }

  /** The part of it that lies from {@code least} to {@code most}. */
  public Interval clipped(double least, double most) {
    return new Interval(Math.max(least, low), Math.min(most, high));
  }
}
