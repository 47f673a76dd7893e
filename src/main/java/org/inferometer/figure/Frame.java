package org.inferometer.figure;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.Consumer;
import org.inferometer.figure.Lettering.Align;

/** What every picture has: legend on top, plot, a strip for the x axis, small print below. */
final class Frame {
  private final double width;
  private final double plotHeight;
  private final Plot plot;
  private final Legend legend;
  private final List<String> note;
  private final double left;
  private final double right;
  private double strip;

  Frame(
      double width,
      double plotHeight,
      Plot plot,
      List<Series> series,
      LegendStyle style,
      double xMin,
      double xMax,
      String note) {
    this.width = width;
    this.plotHeight = plotHeight;
    this.plot = plot;
    Graphics2D nowhere = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    plot.paint(nowhere, 0, 0);
    nowhere.dispose();
    left = plot.x(xMin);
    right = plot.x(xMax);
    legend = new Legend(series, width - left - Paper.MARGIN, style.filled(), style.dashed());
    this.note = note.isEmpty() ? List.of() : Lettering.NOTE.wrap(note, width - 2 * Paper.MARGIN);
  }

  /** What a legend shows beside a name. */
  record LegendStyle(boolean filled, boolean dashed) {}

  double left() {
    return left;
  }

  double right() {
    return right;
  }

  /** Makes room between plot and small print. */
  void strip(double height) {
    strip = height;
  }

  double width() {
    return width;
  }

  double height() {
    double print = note.isEmpty() ? 0 : 2 + note.size() * Lettering.NOTE.lineHeight();
    return Paper.MARGIN + legend.height() + plotHeight + strip + print + Paper.MARGIN;
  }

  /** Paints all but the overlay, and lets that paint with the plot's corner as origin. */
  void paint(Graphics2D g, Consumer<Graphics2D> overlay) {
    g.setColor(Paper.WHITE);
    g.fill(new Rectangle2D.Double(0, 0, width, height()));
    legend.paint(g, left, Paper.MARGIN);
    double top = Paper.MARGIN + legend.height();
    plot.paint(g, 0, top);
    AffineTransform before = g.getTransform();
    g.translate(0, top);
    overlay.accept(g);
    g.setTransform(before);
    double y = top + plotHeight + strip + 2;
    for (String line : note) {
      y += Lettering.NOTE.lineHeight();
      Lettering.NOTE.write(g, line, Paper.MARGIN, y - 2, Align.LEFT, Paper.FAINT);
    }
  }

  /** The line that bars stand on. */
  void baseline(Graphics2D g, double y) {
    g.setColor(Paper.INK);
    g.setStroke(Paper.THIN);
    g.draw(new Line2D.Double(left, y, right, y));
  }
}
