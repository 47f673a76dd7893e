package org.inferometer.figure;

import java.util.ArrayList;
import java.util.List;

/**
 * The numbers of a figure as a table for PGFPlots: per series i the columns {@code x}i, {@code y}i,
 * {@code hollow}i (the value again where it is suspect), {@code minus}i and {@code plus}i
 * (distances to the ends of the interval), {@code low}i and {@code high}i (the ends). {@code nan}
 * where undefined.
 */
final class DataFile {
  private DataFile() {}

  static String of(ChartSpec spec) {
    if (spec instanceof HeatMap map) {
      return heatMap(map);
    }
    List<Series> all = series(spec);
    int rows = all.stream().mapToInt(s -> s.points().size()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < all.size(); i++) {
      text.append("x%1$d y%1$d hollow%1$d minus%1$d plus%1$d low%1$d high%1$d ".formatted(i));
    }
    text.append('\n');
    for (int row = 0; row < rows; row++) {
      for (Series series : all) {
        boolean there = row < series.points().size();
        text.append(there ? cells(series.points().get(row)) : "nan nan nan nan nan nan nan ");
      }
      text.append('\n');
    }
    return text.toString();
  }

  /**
   * The series as drawn: bars beside each other within their group, or by where they end on top of
   * each other; panels one after another.
   */
  static List<Series> series(ChartSpec spec) {
    if (spec instanceof Lines lines) {
      return lines.series();
    }
    if (spec instanceof Panels panels) {
      return panels.panels().stream().flatMap(p -> p.series().stream()).toList();
    }
    Bars bars = (Bars) spec;
    List<Series> all = bars.series();
    List<Series> placed = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      int place = i;
      if (bars.stacked()) {
        List<Point> tops =
            all.get(i).points().stream()
                .map(p -> Point.of(p.x(), bars.base(place, p.x()) + p.y()))
                .toList();
        placed.add(new Series(all.get(i).name(), all.get(i).look(), tops));
        continue;
      }
      double shift = 0.8 * ((i + 0.5) / all.size() - 0.5);
      List<Point> points = all.get(i).points().stream().map(p -> p.at(p.x() + shift)).toList();
      placed.add(new Series(all.get(i).name(), all.get(i).look(), points));
    }
    return placed;
  }

  private static String cells(Point p) {
    boolean sure = p.hasInterval();
    return String.join(
        " ",
        number(p.x()),
        number(p.y()),
        number(p.suspect() ? p.y() : Double.NaN),
        number(sure ? p.y() - p.from() : 0),
        number(sure ? p.to() - p.y() : 0),
        number(sure ? p.from() : p.y()),
        number(sure ? p.to() : p.y()),
        "");
  }

  private static String heatMap(HeatMap map) {
    StringBuilder text = new StringBuilder("x y value\n");
    for (int r = 0; r < map.rows().size(); r++) {
      for (int c = 0; c < map.columns().size(); c++) {
        text.append("%d %d %s%n".formatted(c, r, number(map.cells().get(r).get(c).y())));
      }
    }
    return text.toString();
  }

  private static String number(double value) {
    return Double.isFinite(value) ? Ticks.label(value) : "nan";
  }
}
