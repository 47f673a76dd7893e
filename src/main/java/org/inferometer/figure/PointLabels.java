package org.inferometer.figure;

import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Finds room for the labels of points: beside their markers, covering neither another marker nor
 * another label, and no curve where that can be helped. The ends of each curve come first; what
 * finds no room is left out.
 */
final class PointLabels {
  private static final double MARKER = 2.6;
  private static final double GAP = 3.4;

  private final ToDoubleFunction<Point> x;
  private final ToDoubleFunction<Point> y;
  private final List<Rectangle2D> taken = new ArrayList<>();
  private final List<Line2D> curves = new ArrayList<>();
  private final List<Placed> placed = new ArrayList<>();

  /**
   * A label with room.
   *
   * @param right whether it stands to the right of its marker, else to the left
   * @param above whether it stands above its marker, else below
   */
  record Placed(Point point, boolean right, boolean above, Rectangle2D room) {}

  private PointLabels(ToDoubleFunction<Point> x, ToDoubleFunction<Point> y, double bottom) {
    this.x = x;
    this.y = y;
    taken.add(new Rectangle2D.Double(-1e6, bottom, 2e6, 1e6));
  }

  /**
   * Places the labels of {@code all}; {@code x} and {@code y} are in points, downwards to the axis
   * at {@code bottom}.
   */
  static List<Placed> of(
      List<Series> all, ToDoubleFunction<Point> x, ToDoubleFunction<Point> y, double bottom) {
    PointLabels labels = new PointLabels(x, y, bottom);
    List<List<Point>> drawn =
        all.stream().map(one -> one.points().stream().filter(Point::drawn).toList()).toList();
    drawn.forEach(points -> points.forEach(labels::marker));
    drawn.forEach(labels::curve);
    drawn.stream()
        .filter(points -> !points.isEmpty())
        .forEach(
            points -> {
              labels.place(points.get(0));
              if (points.size() > 1) {
                labels.place(points.get(points.size() - 1));
              }
            });
    drawn.stream()
        .filter(points -> points.size() > 2)
        .forEach(points -> points.subList(1, points.size() - 1).forEach(labels::place));
    return labels.placed;
  }

  private void marker(Point point) {
    double left = x.applyAsDouble(point) - MARKER;
    double top = y.applyAsDouble(point) - MARKER;
    taken.add(new Rectangle2D.Double(left, top, 2 * MARKER, 2 * MARKER));
  }

  private void curve(List<Point> points) {
    for (int i = 1; i < points.size(); i++) {
      Point from = points.get(i - 1);
      Point to = points.get(i);
      curves.add(
          new Line2D.Double(
              x.applyAsDouble(from),
              y.applyAsDouble(from),
              x.applyAsDouble(to),
              y.applyAsDouble(to)));
    }
  }

  private void place(Point point) {
    if (point.label() == null) {
      return;
    }
    // To the right are the dots of the repeats.
    boolean first = point.repeats().isEmpty();
    List<Placed> free = new ArrayList<>();
    for (boolean above : new boolean[] {true, false}) {
      for (boolean right : new boolean[] {first, !first}) {
        Rectangle2D room = room(point, right, above);
        if (taken.stream().noneMatch(room::intersects)) {
          free.add(new Placed(point, right, above, room));
        }
      }
    }
    free.stream()
        .filter(one -> curves.stream().noneMatch(one.room()::intersectsLine))
        .findFirst()
        .or(() -> free.stream().findFirst())
        .ifPresent(
            one -> {
              taken.add(one.room());
              placed.add(one);
            });
  }

  private Rectangle2D room(Point point, boolean right, boolean above) {
    double width = Lettering.NOTE.width(point.label());
    double height = 0.65 * Lettering.NOTE.lineHeight();
    double left = x.applyAsDouble(point) + (right ? GAP : -GAP - width);
    double top = y.applyAsDouble(point) + (above ? -MARKER - height : MARKER);
    return new Rectangle2D.Double(left, top, width, height);
  }
}
