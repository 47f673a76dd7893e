package org.inferometer.search;

/**
 * The loads that are searched: requests per second, or requests in flight.
 *
 * @param from the lowest
 * @param to the highest
 * @param whole whether there are only whole ones
 */
public record Levels(double from, double to, boolean whole) {

  /**
   * Checks its ends.
   *
   * @throws IllegalArgumentException if they are no range above 0
   */
  public Levels {
    if (!(from > 0 && to > from && to < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "found a search from %s to %s; allowed: from a number above 0 to a larger one"
              .formatted(from, to));
    }
  }

  /** The level at {@code ratio} x {@code level}, another one in any case, and within the ends. */
  double times(double level, double ratio) {
    double next = level * ratio;
    if (whole) {
      next =
          ratio > 1 ? Math.max(level + 1, Math.rint(next)) : Math.min(level - 1, Math.rint(next));
    }
    return Math.min(to, Math.max(from, next));
  }

  /** A level between two, or {@code low} if there is none. */
  double between(double low, double high) {
    double middle = Math.sqrt(low * high);
    return whole ? Math.floor(middle) : middle;
  }
}
