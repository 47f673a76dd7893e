package org.inferometer.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The numbers of a figure as CSV, one value a line; empty where undefined. */
final class DataCsv {
  private static final String LOW = "interval low";
  private static final String HIGH = "interval high";
  private static final String EACH = "repeats";

  private final Csv text = new Csv();

  /** Whether points have intervals of their places. */
  private boolean ofX;

  private DataCsv() {}

  static String of(ChartSpec spec) {
    DataCsv csv = new DataCsv();
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
    text.line(head);
  }

  private static String name(String title, String otherwise) {
    return title.isEmpty() ? otherwise : title;
  }

  private void series(List<Series> all, List<String> categories, String panel) {
    for (Series series : all) {
      for (Point p : series.points()) {
        List<String> cells = new ArrayList<>();
        if (!panel.isEmpty()) {
          cells.add(panel);
        }
        cells.add(series.name());
        cells.add(categories.isEmpty() ? number(p.x()) : categories.get((int) p.x()));
        cells.addAll(List.of(number(p.y()), number(p.low()), number(p.high())));
        cells.add(p.n() > 0 ? Long.toString(p.n()) : "");
        cells.add(p.suspect() ? "suspect" : "");
        cells.add(p.repeats().stream().map(DataCsv::number).collect(Collectors.joining(" ")));
        if (ofX) {
          cells.addAll(List.of(number(p.left()), number(p.right())));
        }
        text.line(cells);
      }
    }
  }

  private void heatMap(HeatMap map) {
    row(name(map.yTitle(), "row"), map.xTitle(), map.value(), "validity", "mark");
    for (int r = 0; r < map.rows().size(); r++) {
      for (int c = 0; c < map.columns().size(); c++) {
        Point cell = map.cells().get(r).get(c);
        row(
            map.rows().get(r),
            map.columns().get(c),
            number(cell.y()),
            cell.suspect() ? "suspect" : "",
            cell.label() == null ? "" : cell.label());
      }
    }
  }

  private void row(String... cells) {
    text.line(List.of(cells));
  }

  private static String number(double value) {
    return Double.isFinite(value) ? Ticks.label(value) : "";
  }
}
