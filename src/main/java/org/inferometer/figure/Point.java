package org.inferometer.figure;

import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

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
 * @param repeats what each repeat found, drawn as dots beside it; empty where they are many
 * @param left lower end of the interval of {@code x}, NaN without one
 * @param right upper end of the interval of {@code x}, NaN without one
 */
public record Point(
    double x,
    double y,
    double low,
    double high,
    long n,
    boolean suspect,
    String label,
    List<Double> repeats,
    double left,
    double right) {

  /** An interval that reaches beyond so many times its value says that nothing is known. */
  static final double FARTHEST = 10;

  public Point {
    repeats = List.copyOf(repeats);
  }

  /** Without repeats. */
  public Point(double x, double y, double low, double high, long n, boolean suspect, String label) {
    this(x, y, low, high, n, suspect, label, List.of());
  }

  /** At an {@code x} that is no estimate. */
  public Point(
      double x,
      double y,
      double low,
      double high,
      long n,
      boolean suspect,
      String label,
      List<Double> repeats) {
    this(x, y, low, high, n, suspect, label, repeats, Double.NaN, Double.NaN);
  }

  public static Point of(double x, double y) {
    return new Point(x, y, Double.NaN, Double.NaN, 0, false, null);
  }

  /** The same at another place. */
  Point at(double place) {
    return new Point(place, y, low, high, n, suspect, label, repeats, left, right);
  }

  /** The same with something written beside it. */
  Point labelled(Optional<String> text) {
    return new Point(x, y, low, high, n, suspect, text.orElse(label), repeats);
  }

  boolean drawn() {
    return Double.isFinite(x) && Double.isFinite(y);
  }

  boolean hasInterval() {
    return Double.isFinite(low) && Double.isFinite(high);
  }

  boolean hasIntervalOfX() {
    return Double.isFinite(left) && Double.isFinite(right);
  }

  /** Where its interval is drawn from: one that is of no use is not to decide on the axis. */
  double from() {
    return cut(low, y);
  }

  /** Where its interval is drawn to. */
  double to() {
    return cut(high, y);
  }

  /** Where the interval of {@code x} is drawn from. */
  double fromLeft() {
    return cut(left, x);
  }

  /** Where the interval of {@code x} is drawn to. */
  double toRight() {
    return cut(right, x);
  }

  /** {@code end}, but no farther from a positive {@code value} than {@link #FARTHEST} times. */
  static double cut(double end, double value) {
    return value > 0 ? Math.max(value / FARTHEST, Math.min(value * FARTHEST, end)) : end;
  }

  /** The highest thing drawn for it. */
  double top() {
    return ends().max().orElse(y);
  }

  /** Everything drawn for it: the value, the ends of its interval, the repeats. */
  DoubleStream ends() {
    return DoubleStream.concat(
        hasInterval() ? DoubleStream.of(y, from(), to()) : DoubleStream.of(y),
        repeats.stream().mapToDouble(Double::doubleValue));
  }
}
