package org.inferometer.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;

/** What XChart cannot draw: hatched and hollow bars, hollow markers, asymmetric intervals. */
final class Brush {
  private Brush() {}

  /** A bar; a hollow one keeps its outline and hatch. */
  static void fill(Graphics2D g, Shape area, Look look, boolean hollow) {
    g.setColor(hollow ? Paper.WHITE : look.color());
    g.fill(area);
    Shape clip = g.getClip();
    g.clip(area);
    g.setStroke(Paper.THIN);
    g.setColor(hollow ? look.color() : Paper.tint(Paper.WHITE, 190));
    look.hatch().lines(area.getBounds2D()).forEach(g::draw);
    g.setClip(clip);
    g.setColor(hollow ? look.color() : look.color().darker());
    g.setStroke(hollow ? new java.awt.BasicStroke(0.9f) : Paper.HAIRLINE);
    g.draw(area);
  }

  /** A marker. */
  static void mark(Graphics2D g, Look look, double x, double y, boolean hollow) {
    Shape outline = look.marker().at(x, y, Paper.MARKER);
    g.setColor(hollow ? Paper.WHITE : look.color());
    g.fill(outline);
    g.setColor(look.color());
    g.setStroke(new java.awt.BasicStroke(hollow ? 0.9f : 0.5f));
    g.draw(outline);
  }

  /** What one repeat found. */
  static void dot(Graphics2D g, double x, double y, Color color) {
    g.setColor(Paper.WHITE);
    g.fill(new Ellipse2D.Double(x - 1.3, y - 1.3, 2.6, 2.6));
    g.setColor(color);
    g.fill(new Ellipse2D.Double(x - 0.9, y - 0.9, 1.8, 1.8));
  }

  /** An interval from {@code low} to {@code high} with caps. */
  static void whisker(Graphics2D g, double x, double low, double high, double cap, Color color) {
    g.setColor(color);
    g.setStroke(Paper.THIN);
    g.draw(new Line2D.Double(x, low, x, high));
    g.draw(new Line2D.Double(x - cap, low, x + cap, low));
    g.draw(new Line2D.Double(x - cap, high, x + cap, high));
  }

  /** A whisker that lies. */
  static void beam(Graphics2D g, double left, double right, double y, double cap, Color color) {
    g.setColor(color);
    g.setStroke(Paper.THIN);
    g.draw(new Line2D.Double(left, y, right, y));
    g.draw(new Line2D.Double(left, y - cap, left, y + cap));
    g.draw(new Line2D.Double(right, y - cap, right, y + cap));
  }
}
