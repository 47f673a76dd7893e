package org.inferometer.figure;

import java.util.List;
import java.util.stream.Stream;
import org.inferometer.figure.Axis.Scale;
import org.inferometer.figure.Lines.Form;

/**
 * The range of both axes of a line plot. On an x axis of doublings the unit is one doubling, which
 * XChart draws as a linear axis.
 */
record Extent(double xMin, double xMax, double yMin, double yMax) {

  static Extent of(Lines lines, double plotHeight) {
    List<Point> all = drawn(lines).toList();
    double xMin = place(lines, all.stream().mapToDouble(Extent::left).min().orElse(1));
    double xMax = place(lines, farthest(lines));
    boolean time = lines.form() == Form.TRACE || lines.form() == Form.STACKED;
    if (lines.x().scale() == Scale.LOG10) {
      xMin /= 1.05;
      xMax *= 1.05;
    } else {
      double air = xMax == xMin ? 0.5 : time ? 0 : (xMax - xMin) * 0.05;
      boolean fromZero =
          (lines.x().scale() == Scale.LINEAR || lines.x().scale() == Scale.NINES)
              && xMin >= 0
              && xMin < xMax / 2;
      xMin = fromZero ? 0 : xMin - air;
      double dots = lines.besideMost();
      xMax = Math.max(xMax + air, (xMax - dots * xMin) / (1 - dots));
    }
    double least = all.stream().flatMapToDouble(Point::ends).filter(y -> y > 0).min().orElse(0.1);
    double most = highest(lines);
    if (lines.y().scale() == Scale.LOG10) {
      return new Extent(xMin, xMax, Ticks.below(least), Ticks.above(most));
    }
    return switch (lines.form()) {
      case STEP -> new Extent(xMin, xMax, 0, 1);
      case CURVE, TRACE, STACKED -> new Extent(xMin, xMax, 0, end(lines, most, plotHeight));
    };
  }

  /** The largest x of {@code lines}, or what their axis is to reach. */
  static double farthest(Lines lines) {
    double drawn = drawn(lines).mapToDouble(Extent::right).max().orElse(2);
    return Math.max(drawn, lines.x().reach());
  }

  /** The largest y of {@code lines} or of their intervals, or what their axis is to reach. */
  static double highest(Lines lines) {
    double drawn =
        lines.form() == Form.STACKED
            ? highestStack(lines)
            : drawn(lines).mapToDouble(Point::top).max().orElse(1);
    return Math.max(drawn, lines.y().reach());
  }

  private static Stream<Point> drawn(Lines lines) {
    return lines.series().stream().flatMap(s -> s.points().stream()).filter(Point::drawn);
  }

  private static double end(Lines lines, double most, double plotHeight) {
    return Math.min(lines.y().most(), Ticks.end(most, plotHeight));
  }

  private static double left(Point point) {
    return point.hasIntervalOfX() ? Math.min(point.x(), point.fromLeft()) : point.x();
  }

  private static double right(Point point) {
    return point.hasIntervalOfX() ? Math.max(point.x(), point.toRight()) : point.x();
  }

  /** Where {@code x} lies on the axis as XChart sees it. */
  static double place(Lines lines, double x) {
    return lines.x().scale() == Scale.LOG2 ? Math.log(x) / Math.log(2) : x;
  }

  /** Sum of the first {@code count} series at point {@code i}. */
  static double below(Lines lines, int count, int i) {
    return lines.series().subList(0, count).stream()
        .mapToDouble(s -> s.points().get(i).y())
        .filter(Double::isFinite)
        .sum();
  }

  private static double highestStack(Lines lines) {
    int bins = lines.series().isEmpty() ? 0 : lines.series().get(0).points().size();
    double highest = 0;
    for (int i = 0; i < bins; i++) {
      highest = Math.max(highest, below(lines, lines.series().size(), i));
    }
    return highest;
  }
}
