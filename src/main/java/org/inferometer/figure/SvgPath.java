package org.inferometer.figure;

import java.awt.Shape;
import java.awt.geom.PathIterator;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Path data of SVG in whole hundredths of a point, each place told from the one before it. */
final class SvgPath {
  /** Units to the point: a hundredth is far below what any printer shows. */
  static final int FINE = 100;

  /** Corners of a line that leave it by less than this, in units, are not seen. */
  private static final double UNSEEN = 4;

  /**
   * Letters lie on a grid on which many places are half a unit: noise must not decide how these are
   * rounded, or the same letter has two outlines.
   */
  private static final double OFF_HALVES = 1e-3;

  private static final int FEW_POINTS = 8;

  private final StringBuilder out = new StringBuilder();
  private final double left;
  private final double top;
  private final List<Point2D> line = new ArrayList<>();
  private char command;
  private Point2D from = new Point2D.Double();
  private long x;
  private long y;
  private long startX;
  private long startY;

  private SvgPath(double left, double top) {
    this.left = left;
    this.top = top;
  }

  /** The data of {@code shape}. */
  static String of(Shape shape) {
    return of(shape, 0, 0);
  }

  /** The same with the point at {@code left} and {@code top}, in points, as origin. */
  static String of(Shape shape, double left, double top) {
    return new SvgPath(left, top).data(shape);
  }

  static long units(double points) {
    return Math.round(points * FINE + OFF_HALVES);
  }

  private String data(Shape shape) {
    double[] at = new double[6];
    for (PathIterator path = shape.getPathIterator(null); !path.isDone(); path.next()) {
      int kind = path.currentSegment(at);
      if (kind == PathIterator.SEG_LINETO) {
        line.add(place(at, 0));
        continue;
      }
      lines();
      switch (kind) {
        case PathIterator.SEG_MOVETO -> move(place(at, 0));
        case PathIterator.SEG_QUADTO -> curve('q', at, 2);
        case PathIterator.SEG_CUBICTO -> curve('c', at, 3);
        default -> close();
      }
    }
    lines();
    return out.toString();
  }

  private Point2D place(double[] at, int i) {
    return new Point2D.Double(
        (at[2 * i] - left) * FINE + OFF_HALVES, (at[2 * i + 1] - top) * FINE + OFF_HALVES);
  }

  private void move(Point2D to) {
    x = Math.round(to.getX());
    y = Math.round(to.getY());
    startX = x;
    startY = y;
    from = to;
    out.append('M').append(x);
    number(y);
    command = 'M';
  }

  private void close() {
    out.append('z');
    command = 'z';
    x = startX;
    y = startY;
    from = new Point2D.Double(x, y);
  }

  private void curve(char letter, double[] at, int points) {
    command(letter);
    for (int i = 0; i < points; i++) {
      Point2D to = place(at, i);
      number(Math.round(to.getX()) - x);
      number(Math.round(to.getY()) - y);
      from = to;
    }
    x = Math.round(from.getX());
    y = Math.round(from.getY());
  }

  private void lines() {
    if (line.isEmpty()) {
      return;
    }
    line.add(0, from);
    BitSet kept = new BitSet(line.size());
    kept.set(0, line.size());
    if (line.size() > FEW_POINTS) {
      kept.clear(1, line.size() - 1);
      keepCorners(0, line.size() - 1, kept);
    }
    for (int i = kept.nextSetBit(1); i > 0; i = kept.nextSetBit(i + 1)) {
      lineTo(Math.round(line.get(i).getX()), Math.round(line.get(i).getY()));
    }
    from = line.get(line.size() - 1);
    line.clear();
  }

  /** Douglas and Peucker's choice of corners. */
  private void keepCorners(int first, int last, BitSet kept) {
    double most = UNSEEN;
    int corner = -1;
    for (int i = first + 1; i < last; i++) {
      double distance = distance(line.get(first), line.get(last), line.get(i));
      if (distance > most) {
        most = distance;
        corner = i;
      }
    }
    if (corner > 0) {
      kept.set(corner);
      keepCorners(first, corner, kept);
      keepCorners(corner, last, kept);
    }
  }

  private static double distance(Point2D a, Point2D b, Point2D p) {
    return java.awt.geom.Line2D.ptSegDist(
        a.getX(), a.getY(), b.getX(), b.getY(), p.getX(), p.getY());
  }

  private void lineTo(long toX, long toY) {
    if (toX == x && toY == y) {
      return;
    }
    if (toY == y) {
      command('h');
      number(toX - x);
    } else if (toX == x) {
      command('v');
      number(toY - y);
    } else {
      command('l');
      number(toX - x);
      number(toY - y);
    }
    x = toX;
    y = toY;
  }

  private void command(char letter) {
    if (letter != command) {
      out.append(letter);
      command = letter;
    }
  }

  private void number(long value) {
    boolean afterDigit = Character.isDigit(out.charAt(out.length() - 1));
    if (afterDigit && value >= 0) {
      out.append(' ');
    }
    out.append(value);
  }
}
