package org.inferometer.figure;

/**
 * One value of a series.
 *
 * @param x place on the x axis; of bars, the number of the category from 0
 * @param y the value; NaN where it is undefined, which leaves a gap
 * @param low lower end of its interval, NaN without one
 * @param high upper end of its interval, NaN without one
 * @param n observations behind it, 0 if that means nothing here
 * @param suspect whether it is drawn hollow
 * @param label written beside it, null for nothing
 */
public record Point(
    double x, double y, double low, double high, long n, boolean suspect, String label) {

  public static Point of(double x, double y) {
    return new Point(x, y, Double.NaN, Double.NaN, 0, false, null);
  }

  boolean drawn() {
    return Double.isFinite(x) && Double.isFinite(y);
  }

  boolean hasInterval() {
    return Double.isFinite(low) && Double.isFinite(high);
  }

  /** The highest thing drawn for it. */
  double top() {
    return hasInterval() ? Math.max(y, high) : y;
  }
}
