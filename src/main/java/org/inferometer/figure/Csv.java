package org.inferometer.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The numbers of a figure as CSV (RFC 4180), one value a line; empty where undefined. */
final class Csv {
  private static final String LOW = "interval low";
  private static final String HIGH = "interval high";
  private static final String EACH = "repeats";

  private final StringBuilder text = new StringBuilder();

  /** Whether points have intervals of their places. */
  private boolean ofX;

  private Csv() {}

  static String of(ChartSpec spec) {
    Csv csv = new Csv();
    if (spec instanceof HeatMap map) {
      csv.heatMap(map);
    } else if (spec instanceof Bars bars) {
      csv.row(
          "series",
          name(bars.xTitle(), "group"),
          bars.y().title(),
          LOW,
          HIGH,
          "n",
          "suspect",
          EACH);
      csv.series(bars.series(), bars.categories(), "");
    } else if (spec instanceof Lines lines) {
      csv.head(List.of(lines), "series");
      csv.series(lines.series(), List.of(), "");
    } else if (spec instanceof Panels panels) {
      csv.head(panels.panels(), "panel", "series");
      panels.panels().forEach(p -> csv.series(p.series(), List.of(), p.caption().text()));
    }
    return csv.text.toString();
  }

  private void head(List<Lines> panels, String... names) {
    Lines lines = panels.get(0);
    List<String> head = new ArrayList<>(List.of(names));
    head.addAll(List.of(lines.x().title(), lines.y().title(), LOW, HIGH, "n", "suspect", EACH));
    ofX =
        panels.stream()
            .flatMap(one -> one.series().stream())
            .flatMap(s -> s.points().stream())
            .anyMatch(Point::hasIntervalOfX);
    if (ofX) {
      head.addAll(List.of(lines.x().title() + ", " + LOW, lines.x().title() + ", " + HIGH));
    }
    row(head.toArray(String[]::new));
  }

  private static String name(String title, String otherwise) {
    return title.isEmpty() ? otherwise : title;
  }

  private void series(List<Series> all, List<String> categories, String panel) {
    for (Series series : all) {
      for (Point p : series.points()) {
        if (!panel.isEmpty()) {
          text.append(quoted(panel)).append(',');
        }
        List<String> cells = new ArrayList<>();
        cells.add(series.name());
        cells.add(categories.isEmpty() ? number(p.x()) : categories.get((int) p.x()));
        cells.addAll(List.of(number(p.y()), number(p.low()), number(p.high())));
        cells.add(p.n() > 0 ? Long.toString(p.n()) : "");
        cells.add(p.suspect() ? "suspect" : "");
        cells.add(p.repeats().stream().map(Csv::number).collect(Collectors.joining(" ")));
        if (ofX) {
          cells.addAll(List.of(number(p.left()), number(p.right())));
        }
        row(cells.toArray(String[]::new));
      }
    }
  }

  private void heatMap(HeatMap map) {
    row(name(map.yTitle(), "row"), map.xTitle(), map.value(), "validity");
    for (int r = 0; r < map.rows().size(); r++) {
      for (int c = 0; c < map.columns().size(); c++) {
        Point cell = map.cells().get(r).get(c);
        row(
            map.rows().get(r),
            map.columns().get(c),
            number(cell.y()),
            cell.suspect() ? "suspect" : "");
      }
    }
  }

  private void row(String... cells) {
    text.append(Stream.of(cells).map(Csv::quoted).collect(Collectors.joining(","))).append('\n');
  }

  private static String quoted(String cell) {
    return cell.matches("[^,\"\n\r]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }

  private static String number(double value) {
    return Double.isFinite(value) ? Ticks.label(value) : "";
  }
}
