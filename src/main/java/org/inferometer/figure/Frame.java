package org.inferometer.figure;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.Consumer;
import org.inferometer.figure.Lettering.Align;

/** What every plot has: legend or heading on top, a strip for the x axis, small print below. */
final class Frame {
  private final double width;
  private final double plotHeight;
  private final Plot plot;
  private final double left;
  private final double right;
  private Legend legend = Legend.NONE;
  private String heading = "";
  private List<String> note = List.of();
  private double strip;

  /** A frame around {@code plot}, whose x axis goes from {@code xMin} to {@code xMax}. */
  Frame(double width, double plotHeight, Plot plot, double xMin, double xMax) {
    this.width = width;
    this.plotHeight = plotHeight;
    this.plot = plot;
    Graphics2D nowhere = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    plot.paint(nowhere, 0, 0);
    nowhere.dispose();
    left = plot.x(xMin);
    right = plot.x(xMax);
  }

  void legend(List<Series> series, Legend.Style style) {
    legend = new Legend(series, width - left - Paper.MARGIN, style);
  }

  void heading(String text) {
    heading = Lettering.TICKS.fit(text, 2 * Math.min(center(), width - center()));
  }

  void note(String text) {
    note = text.isEmpty() ? List.of() : Lettering.NOTE.wrap(text, width - 2 * Paper.MARGIN);
  }

  /** Makes room between plot and small print. */
  void strip(double height) {
    strip = height;
  }

  double left() {
    return left;
  }

  double right() {
    return right;
  }

  double center() {
    return (left + right) / 2;
  }

  double width() {
    return width;
  }

  double height() {
    double print = note.isEmpty() ? 0 : 2 + note.size() * Lettering.NOTE.lineHeight();
    return top() + plotHeight + strip + print + Paper.MARGIN;
  }

  private double top() {
    double lines = heading.isEmpty() ? 0 : Lettering.TICKS.lineHeight() + 2;
    return Paper.MARGIN + legend.height() + lines;
  }

  /** Paints all but the overlay, and lets that paint with the plot's corner as origin. */
  void paint(Graphics2D g, Consumer<Graphics2D> overlay) {
    g.setColor(Paper.WHITE);
    g.fill(new Rectangle2D.Double(0, 0, width, height()));
    legend.paint(g, left, Paper.MARGIN);
    Lettering.TICKS.write(g, heading, center(), top() - 4, Align.CENTER, Paper.INK);
    plot.paint(g, 0, top());
    AffineTransform before = g.getTransform();
    g.translate(0, top());
    overlay.accept(g);
    g.setTransform(before);
    double y = top() + plotHeight + strip;
    for (String line : note) {
      y += Lettering.NOTE.lineHeight();
      Lettering.NOTE.write(g, line, Paper.MARGIN, y, Align.LEFT, Paper.FAINT);
    }
  }

  /** The line that bars stand on. */
  void baseline(Graphics2D g, double y) {
    g.setColor(Paper.INK);
    g.setStroke(Paper.THIN);
    g.draw(new Line2D.Double(left, y, right, y));
  }
}
