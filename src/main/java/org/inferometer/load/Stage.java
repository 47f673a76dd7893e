package org.inferometer.load;

import java.time.Duration;

/**
 * A time in which the rate is constant, zero (a pause), or changes evenly.
 *
 * @param from requests per second at its start
 * @param to requests per second at its end
 * @param duration above 0
 */
public record Stage(double from, double to, Duration duration) {
  static final double HIGHEST_RATE = 100_000;

  private static final double SECOND = 1e9;

  public Stage {
    require(from);
    require(to);
    if (duration.isZero() || duration.isNegative()) {
      throw new IllegalArgumentException("a stage takes a time above 0; found " + duration);
    }
  }

  private static void require(double rate) {
    if (!(rate >= 0 && rate <= HIGHEST_RATE)) {
      throw new IllegalArgumentException(
          "found a rate of " + rate + "; allowed: requests per second from 0 to 100000");
    }
  }

  /** Arrivals that are expected in it: the area under the rate. */
  double area() {
    return (from + to) / 2 * duration.toNanos() / SECOND;
  }

  /**
   * When the area under the rate exceeds {@code area}, in nanoseconds from the start of the stage,
   * rounded up; the length of the stage if that is not within it. Solves {@code from t + (to -
   * from) t^2 / (2 length) = area} in the form that also holds for equal ends.
   */
  long nanosUntil(double area) {
    long length = duration.toNanos();
    if (area >= area()) {
      return length;
    }
    if (area <= 0) {
      return 0;
    }
    double slope = (to - from) * SECOND / length;
    double rate = Math.sqrt(Math.max(0, from * from + 2 * slope * area));
    return Math.min(length, (long) Math.ceil(2 * SECOND * area / (from + rate)));
  }
}
