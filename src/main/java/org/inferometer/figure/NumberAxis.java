package org.inferometer.figure;

import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.List;
import org.inferometer.figure.Lettering.Align;

/** Ticks that XChart cannot place, with a number where there is room for one. */
final class NumberAxis {
  private final double[] values;
  private final boolean nines;
  private final String title;

  /** An axis of doublings has a tick at each value that is drawn, one of percentiles its own. */
  NumberAxis(Lines lines) {
    List<Series> series = lines.series();
    title = lines.x().title();
    nines = lines.x().scale() == Axis.Scale.NINES;
    if (nines) {
      double most = series.stream().flatMapToDouble(Series::xs).max().orElse(1);
      values = Ticks.nines(most);
      return;
    }
    values = series.stream().flatMapToDouble(Series::xs).distinct().sorted().toArray();
  }

  double height() {
    return 4 + Lettering.TICKS.lineHeight() + Lettering.TITLE.lineHeight() + 2;
  }

  /** Paints it, its numbers within a picture that is {@code width} wide. */
  void paint(Graphics2D g, double[] places, double top, double center, double width) {
    double last = places.length == 0 ? 0 : places[places.length - 1];
    double lastWidth = places.length == 0 ? 0 : Lettering.TICKS.width(name(values.length - 1));
    double free = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < places.length; i++) {
      g.setColor(Paper.INK);
      g.setStroke(Paper.THIN);
      g.draw(new Line2D.Double(places[i], top, places[i], top + 3));
      double half = Lettering.TICKS.width(name(i)) / 2;
      boolean end = i == places.length - 1;
      boolean clearOfEnd = end || places[i] + half + 3 < last - lastWidth / 2;
      if (places[i] - half > free && clearOfEnd) {
        double y = top + 5 + Lettering.TICKS.size();
        double middle = Math.min(places[i], width - half - 1);
        Lettering.TICKS.write(g, name(i), middle, y, Align.CENTER, Paper.INK);
        free = places[i] + half + 3;
      }
    }
    double y = top + height() - 2;
    Lettering.TITLE.write(g, title, center, y, Align.CENTER, Paper.INK);
  }

  double[] values() {
    return values;
  }

  private String name(int i) {
    return nines ? Ticks.percentile(values[i]) : Ticks.label(values[i]);
  }
}
