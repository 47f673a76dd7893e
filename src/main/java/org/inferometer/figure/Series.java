package org.inferometer.figure;

import java.util.List;

/**
 * Values that belong together, such as those of one stack.
 *
 * @param name its name in the legend
 */
public record Series(String name, Look look, List<Point> points) {
  public Series {
    points = List.copyOf(points);
  }

  boolean hasIntervals() {
    return points.stream().anyMatch(Point::hasInterval);
  }
}
