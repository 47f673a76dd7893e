package org.inferometer.figure;

import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** A pattern of lines that tells filled areas apart without colour. */
public enum Hatch {
  NONE(""),
  RISING("north east lines"),
  FALLING("north west lines"),
  LEVEL("horizontal lines"),
  CROSSED("crosshatch"),
  UPRIGHT("vertical lines");

  private static final double GAP = 3.2;

  private final String pgf;

  Hatch(String pgf) {
    this.pgf = pgf;
  }

  /** Its name in the TikZ library {@code patterns}, empty for none. */
  String pgf() {
    return pgf;
  }

  /** The lines of this pattern through {@code area}, to be clipped by it. */
  List<Line2D> lines(Rectangle2D area) {
    List<Line2D> lines = new ArrayList<>();
    double x = area.getMinX();
    double y = area.getMinY();
    double w = area.getWidth();
    double h = area.getHeight();
    double diagonal = GAP * Math.sqrt(2);
    if (this == RISING || this == CROSSED) {
      for (double d = diagonal / 2; d < w + h; d += diagonal) {
        lines.add(new Line2D.Double(x + d - h, y, x + d, y + h));
      }
      if (this == RISING) {
        lines.replaceAll(l -> new Line2D.Double(l.getX1(), l.getY2(), l.getX2(), l.getY1()));
      }
    }
    if (this == FALLING) {
      for (double d = diagonal / 2; d < w + h; d += diagonal) {
        lines.add(new Line2D.Double(x + d - h, y, x + d, y + h));
      }
    }
    if (this == CROSSED) {
      List.copyOf(lines)
          .forEach(l -> lines.add(new Line2D.Double(l.getX1(), l.getY2(), l.getX2(), l.getY1())));
    }
    if (this == LEVEL) {
      for (double d = y + h - GAP / 2; d > y; d -= GAP) {
        lines.add(new Line2D.Double(x, d, x + w, d));
      }
    }
    if (this == UPRIGHT) {
      for (double d = x + GAP / 2; d < x + w; d += GAP) {
        lines.add(new Line2D.Double(d, y, d, y + h));
      }
    }
    return lines;
  }
}
