package org.inferometer.report.table;

import java.util.Locale;
import org.inferometer.result.Estimate;

/** The one policy of digits in tables: three that matter, no exponent; shares to 0.1 %. */
final class Decimals {
  private static final int RATIO_DIGITS = 3;
  private static final int MOST_DIGITS = 9;

  /** Beyond so many times a value an interval says that nothing is known. */
  private static final double FARTHEST = 1000;

  private Decimals() {}

  /** An empty text for NaN: unknown is absent, never 0. */
  static String of(double value) {
    return Double.isNaN(value) ? "" : format(value, visible(value, digits(Math.abs(value))));
  }

  /**
   * The value with half its interval, such as {@code 43.9 ± 0.7}, or with both ends where its
   * halves differ in more than the last digit.
   */
  static String of(Estimate estimate) {
    if (!estimate.hasInterval()) {
      return of(estimate.value());
    }
    double below = estimate.value() - estimate.low();
    double above = estimate.high() - estimate.value();
    int digits = visible(Math.max(above, below), digits(Math.abs(estimate.value())));
    String value = format(estimate.value(), digits);
    if (estimate.value() > 0 && estimate.high() > FARTHEST * estimate.value()) {
      return "%s [< %s, > %s]"
          .formatted(value, of(estimate.value() / FARTHEST), of(estimate.value() * FARTHEST));
    }
    return Math.abs(above - below) <= Math.pow(10, -digits)
        ? value + " ± " + format(Math.max(above, below), digits)
        : "%s [%s, %s]".formatted(value, of(estimate.low()), of(estimate.high()));
  }

  /** A share, such as {@code 12.5 %}; an empty text for NaN. */
  static String percent(double share) {
    return Double.isNaN(share) ? "" : format(100 * share, 1) + " %";
  }

  /** The same with its interval, such as {@code 12.5 % [10.0, 15.0]}. */
  static String percent(Estimate share) {
    return share.hasInterval()
        ? "%s [%s, %s]"
            .formatted(
                percent(share.value()), format(100 * share.low(), 1), format(100 * share.high(), 1))
        : percent(share.value());
  }

  /**
   * A ratio with its interval, such as {@code 1.18× [1.15, 1.21]}; an end that is not 1 is not
   * rounded to it, so that the text excludes 1 where the interval does.
   */
  static String ratio(Estimate ratio) {
    if (!ratio.isPresent()) {
      return "";
    }
    int digits = RATIO_DIGITS;
    while (digits < MOST_DIGITS
        && (readsOne(ratio.low(), digits) || readsOne(ratio.high(), digits))) {
      digits++;
    }
    String value = format(ratio.value(), digits) + "×";
    if (ratio.high() > FARTHEST || ratio.low() < 1 / FARTHEST) {
      return "%s [%s, %s]"
          .formatted(
              value,
              ratio.low() < 1 / FARTHEST ? "< 0.001" : format(ratio.low(), digits),
              ratio.high() > FARTHEST ? "> 1000" : format(ratio.high(), digits));
    }
    return ratio.hasInterval()
        ? "%s [%s, %s]".formatted(value, format(ratio.low(), digits), format(ratio.high(), digits))
        : value;
  }

  private static boolean readsOne(double end, int digits) {
    return end != 1 && Double.parseDouble(format(end, digits)) == 1;
  }

  private static int digits(double size) {
    return size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  }

  /** So many digits, or as many more as it takes that what is not 0 does not read 0. */
  private static int visible(double value, int digits) {
    int enough = digits;
    while (enough < MOST_DIGITS && value != 0 && Double.parseDouble(format(value, enough)) == 0) {
      enough++;
    }
    return enough;
  }

  private static String format(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
