package org.inferometer.figure;

import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.inferometer.figure.Lettering.Align;

/** The key above a plot: names flow into as many rows as they need. */
final class Legend {
  private static final double SWATCH = 16;
  private static final double GAP = 10;

  private final List<Entry> entries = new ArrayList<>();
  private final Style style;
  private double height;

  private record Entry(Series series, String name, double x, double y) {}

  /** What stands beside a name. */
  enum Style {
    AREA,
    DASHED,
    SOLID
  }

  static final Legend NONE = new Legend(List.of(), 0, Style.AREA);

  Legend(List<Series> series, double width, Style style) {
    this.style = style;
    if (series.size() < 2 && (series.isEmpty() || series.get(0).name().isEmpty())) {
      return;
    }
    double x = 0;
    double y = Lettering.TICKS.lineHeight();
    for (Series one : series) {
      String name = Lettering.TICKS.fit(one.name(), width - SWATCH - 4);
      double wide = SWATCH + 4 + Lettering.TICKS.width(name);
      if (x > 0 && x + wide > width) {
        x = 0;
        y += Lettering.TICKS.lineHeight() + 1;
      }
      entries.add(new Entry(one, name, x, y));
      x += wide + GAP;
    }
    height = y + 5;
  }

  double height() {
    return height;
  }

  void paint(Graphics2D g, double left, double top) {
    for (Entry entry : entries) {
      double x = left + entry.x();
      double y = top + entry.y();
      Lettering.TICKS.write(g, entry.name(), x + SWATCH + 4, y, Align.LEFT, Paper.INK);
      swatch(g, entry.series(), x, y - 2.8);
    }
  }

  private void swatch(Graphics2D g, Series series, double x, double middle) {
    Look look = series.look();
    if (style == Style.AREA) {
      Brush.fill(g, new Rectangle2D.Double(x + 4, middle - 3.2, 12, 6.4), look, false);
      return;
    }
    g.setColor(look.color());
    g.setStroke(Paper.stroke(style == Style.DASHED ? look : look.solid(), Paper.CURVE));
    g.draw(new Line2D.Double(x, middle, x + SWATCH, middle));
    Brush.mark(g, look, x + SWATCH / 2, middle, false);
  }
}
