package org.inferometer.examiner;

import java.util.Arrays;
import java.util.Map;

/** The statistics that the definitions name, written from their textbooks. */
final class Numbers {
  /** Smallest samples for a quantile at 99 % confidence. */
  static final Map<String, Integer> FLOORS =
      Map.of("p50", 11, "p90", 64, "p95", 130, "p99", 662, "p99.9", 6636);

  private Numbers() {}

  static double mean(double[] x) {
    return Arrays.stream(x).sum() / x.length;
  }

  /** Of a sample (divided by n - 1) or of a population (by n). */
  static double deviation(double[] x, boolean sample) {
    double mean = mean(x);
    double squares = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (sample ? x.length - 1 : x.length));
  }

  static double geometricMean(double[] x) {
    return Math.exp(mean(Arrays.stream(x).map(Math::log).toArray()));
  }

  /** Type 7: linear between the order statistics around (n - 1) q. */
  static double quantile(double[] x, double q) {
    double[] sorted = x.clone();
    Arrays.sort(sorted);
    double place = (sorted.length - 1) * q;
    int below = (int) Math.floor(place);
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** Half the width of Student's interval of a mean. */
  static double halfWidth(double[] x, double confidence) {
    return tQuantile(0.5 + confidence / 2, x.length - 1) * deviation(x, true) / Math.sqrt(x.length);
  }

  /** By bisection of the distribution function. */
  static double tQuantile(double probability, double freedom) {
    double low = 0;
    double high = 1;
    while (tBelow(high, freedom) < probability) {
      high *= 2;
    }
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (tBelow(middle, freedom) < probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** P(T below t) of Student's t. */
  static double tBelow(double t, double freedom) {
    double tail = incompleteBeta(freedom / 2, 0.5, freedom / (freedom + t * t)) / 2;
    return t >= 0 ? 1 - tail : tail;
  }

  /** Regularized, by Simpson's rule after x = sin(a) squared, which takes the poles away. */
  private static double incompleteBeta(double a, double b, double x) {
    return simpson(a, b, Math.asin(Math.sqrt(x))) / simpson(a, b, Math.PI / 2);
  }

  private static double simpson(double a, double b, double to) {
    int steps = 4000;
    double sum = 0;
    for (int i = 0; i <= steps; i++) {
      double angle = to * i / steps;
      double value = power(Math.sin(angle), 2 * a - 1) * power(Math.cos(angle), 2 * b - 1);
      sum += value * (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2);
    }
    return sum * to / steps / 3;
  }

  private static double power(double base, double exponent) {
    return exponent == 0 ? 1 : Math.pow(base, exponent);
  }
}
