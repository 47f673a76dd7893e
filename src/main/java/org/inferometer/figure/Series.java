package org.inferometer.figure;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Values that belong together, such as those of one stack.
 *
 * @param name its name in the legend
 */
public record Series(String name, Look look, List<Point> points) {
  public Series {
    points = List.copyOf(points);
  }

  /** Every value, every end of an interval and every repeat. */
  DoubleStream ends() {
    return points.stream().filter(Point::drawn).flatMapToDouble(Point::ends);
  }

  /** Every place on the x axis. */
  DoubleStream xs() {
    return points.stream().filter(Point::drawn).mapToDouble(Point::x);
  }

  boolean hasIntervals() {
    return points.stream().anyMatch(Point::hasInterval);
  }
}
