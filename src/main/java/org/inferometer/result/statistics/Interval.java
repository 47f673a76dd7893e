package org.inferometer.result.statistics;

/** A 95 % interval; both ends NaN where there is none. */
public record Interval(double low, double high) {
  /** Probability that the interval holds the true value. */
  public static final double CONFIDENCE = 0.95;

  /** No interval. */
  public static final Interval NONE = new Interval(Double.NaN, Double.NaN);

  /** Whether the interval is there and does not hold {@code value}. */
  public boolean excludes(double value) {
    return value < low || value > high;
  }

  /** Both ends through the exponential function. */
  public Interval exp() {
    return new Interval(Math.exp(low), Math.exp(high));
  }
}
