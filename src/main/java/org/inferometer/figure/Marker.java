package org.inferometer.figure;

import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** The mark of a point. */
public enum Marker {
  CIRCLE("*"),
  SQUARE("square*"),
  TRIANGLE("triangle*"),
  DIAMOND("diamond*"),
  WEDGE("triangle*"),
  PENTAGON("pentagon*");

  private final String pgf;

  Marker(String pgf) {
    this.pgf = pgf;
  }

  /** Its name in PGFPlots. */
  String pgf() {
    return pgf;
  }

  /** Its outline around a point; all markers cover about the same area. */
  Shape at(double x, double y, double size) {
    double r = size / 2;
    return switch (this) {
      case CIRCLE -> new Ellipse2D.Double(x - r, y - r, size, size);
      case SQUARE -> new Rectangle2D.Double(x - 0.88 * r, y - 0.88 * r, 1.76 * r, 1.76 * r);
      case TRIANGLE -> polygon(3, x, y + 0.2 * r, 1.3 * r, -Math.PI / 2);
      case DIAMOND -> polygon(4, x, y, 1.25 * r, -Math.PI / 2);
      case WEDGE -> polygon(3, x, y - 0.2 * r, 1.3 * r, Math.PI / 2);
      case PENTAGON -> polygon(5, x, y, 1.1 * r, -Math.PI / 2);
    };
  }

  private static Shape polygon(int corners, double x, double y, double radius, double turn) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i < corners; i++) {
      double angle = turn + 2 * Math.PI * i / corners;
      double px = x + radius * Math.cos(angle);
      double py = y + radius * Math.sin(angle);
      if (i == 0) {
        path.moveTo(px, py);
      } else {
        path.lineTo(px, py);
      }
    }
    path.closePath();
    return path;
  }
}
