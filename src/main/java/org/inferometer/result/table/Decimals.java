package org.inferometer.result.table;

import java.util.Locale;
import org.inferometer.result.Estimate;

/** The one policy of digits in tables: three that matter, no exponent. */
final class Decimals {
  private Decimals() {}

  /** An empty text for NaN: unknown is absent, never 0. */
  static String of(double value) {
    return Double.isNaN(value) ? "" : format(value, digits(Math.abs(value)));
  }

  /**
   * The value with half its interval, such as {@code 43.9 ± 0.7}, or with both ends if lopsided.
   */
  static String of(Estimate estimate) {
    if (!estimate.hasInterval()) {
      return of(estimate.value());
    }
    double half = (estimate.high() - estimate.low()) / 2;
    int digits = digits(Math.abs(estimate.value()));
    if (estimate.interval() == Estimate.Interval.STUDENT_T) {
      return format(estimate.value(), digits) + " ± " + format(half, digits);
    }
    return interval(estimate, digits);
  }

  /** A ratio with its interval, such as {@code 1.18× [1.15, 1.21]}. */
  static String ratio(Estimate ratio) {
    if (!ratio.isPresent()) {
      return "";
    }
    String value = format(ratio.value(), 3) + "×";
    return ratio.hasInterval()
        ? "%s [%s, %s]".formatted(value, format(ratio.low(), 3), format(ratio.high(), 3))
        : value;
  }

  private static String interval(Estimate estimate, int digits) {
    return "%s [%s, %s]"
        .formatted(
            format(estimate.value(), digits),
            format(estimate.low(), digits),
            format(estimate.high(), digits));
  }

  private static int digits(double size) {
    return size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  }

  private static String format(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
