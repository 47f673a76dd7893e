package org.inferometer.figure;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import org.inferometer.figure.Lines.Form;

/**
 * A figure as LaTeX source that reads its data file, so that it takes the fonts and macros of the
 * thesis and its author can change it.
 */
final class PgfPlots {
  /** Size of a plot's inside, in points, by which room for labels is found. */
  private static final double LABELLED_WIDTH = 170;

  private static final double LABELLED_HEIGHT = 85;

  private final StringBuilder text = new StringBuilder();
  private final ChartSpec spec;

  private PgfPlots(ChartSpec spec) {
    this.spec = spec;
  }

  static String of(ChartSpec spec) {
    PgfPlots tex = new PgfPlots(spec);
    tex.head();
    if (spec instanceof Bars bars) {
      tex.axis("\\begin{axis}[width=0.98\\linewidth, height=5.2cm,", PgfAxis.of(bars));
      tex.bars(bars);
    } else if (spec instanceof Lines lines) {
      tex.axis("\\begin{axis}[width=0.98\\linewidth, height=5.2cm,", PgfAxis.of(lines));
      tex.lines(lines, 0, lines.series());
    } else if (spec instanceof HeatMap map) {
      tex.axis(
          "\\begin{axis}[width={0.76\\linewidth+30pt}, height=%dcm,"
              .formatted(2 + map.rows().size()),
          PgfAxis.of(map));
      tex.heatMap(map);
    } else if (spec instanceof Panels panels) {
      tex.panels(panels);
    }
    tex.line(spec instanceof Panels ? "\\end{groupplot}" : "\\end{axis}");
    tex.line("\\end{tikzpicture}");
    return tex.text.toString();
  }

  private void head() {
    line("% " + Latex.escape(spec.caption().text()));
    line("% " + Latex.escape(spec.caption().note()));
    line("% Preamble: \\usepackage{pgfplots} \\pgfplotsset{compat=1.18}");
    line("%   \\usepgfplotslibrary{fillbetween,groupplots} \\usetikzlibrary{patterns}");
    line("%   \\newcommand{\\inferometerplots}{folder of the .dat files}");
    line("\\providecommand{\\inferometerplots}{.}");
    line("\\begin{tikzpicture}");
    List<Series> all = spec instanceof HeatMap ? List.of() : DataFile.series(spec);
    for (int i = 0; i < all.size(); i++) {
      int rgb = all.get(i).look().color().getRGB() & 0xFFFFFF;
      line("\\definecolor{series%d}{HTML}{%06X}".formatted(i, rgb));
    }
  }

  private void axis(String begin, List<String> options) {
    line(begin);
    PgfAxis.HOUSE_STYLE.forEach(option -> line("  " + option + ","));
    options.stream()
        .filter(option -> !option.isEmpty())
        .forEach(option -> line("  " + option + ","));
    line("]");
  }

  private void panels(Panels panels) {
    int rows = (panels.panels().size() + 1) / 2;
    line(
        ("\\begin{groupplot}[group style={group size=2 by %d, horizontal sep=1.6cm,"
                + " vertical sep=1.9cm}, width=0.49\\linewidth, height=4.6cm]")
            .formatted(rows));
    int first = 0;
    for (Lines panel : panels.panels()) {
      axis(
          "\\nextgroupplot[title={%s},".formatted(Latex.escape(panel.caption().text())),
          PgfAxis.of(panel));
      text.setLength(text.length() - 2);
      line("  legend style={at={(0,1.2)}}]");
      lines(panel, first, first == 0 ? panels.legend() : List.of());
      first += panel.series().size();
    }
  }

  private void bars(Bars bars) {
    for (int place = 0; place < bars.series().size(); place++) {
      // The lower parts of a stack cover what is higher.
      int i = bars.stacked() ? bars.series().size() - 1 - place : place;
      Look look = bars.series().get(i).look();
      plot("ybar, fill=series%1$d, draw=series%1$d!70!black%2$s".formatted(i, white(look)), i, "y");
      legend(bars.series().get(i));
      double beside = -0.8 / bars.series().size() * Bars.BESIDE;
      dots("black", DataFile.series(bars).get(i), x -> x + beside);
      if (bars.series().get(i).points().stream().anyMatch(Point::suspect)) {
        plot("ybar, fill=white, draw=series%d, thick, forget plot".formatted(i), i, "hollow");
      }
    }
  }

  /** The repeats of {@code series}, at the place that {@code beside} makes of a point's. */
  private void dots(String color, Series series, DoubleUnaryOperator beside) {
    String places =
        series.points().stream()
            .filter(Point::drawn)
            .flatMap(
                p ->
                    p.repeats().stream()
                        .map(
                            y ->
                                "(%s,%s)"
                                    .formatted(
                                        Ticks.label(beside.applyAsDouble(p.x())), Ticks.label(y))))
            .collect(Collectors.joining(" "));
    if (!places.isEmpty()) {
      line(
          "\\addplot[only marks, mark=*, mark size=0.6pt, forget plot, %s] coordinates {%s};"
              .formatted(color, places));
    }
  }

  /** The intervals of the points' places. */
  private void beams(int i, Series series) {
    String places =
        series.points().stream()
            .filter(p -> p.drawn() && p.hasIntervalOfX())
            .map(
                p ->
                    "(%s,%s) += (%s,0) -= (%s,0)"
                        .formatted(
                            Ticks.label(p.x()),
                            Ticks.label(p.y()),
                            Ticks.label(p.toRight() - p.x()),
                            Ticks.label(p.x() - p.fromLeft())))
            .collect(Collectors.joining(" "));
    if (!places.isEmpty()) {
      line(
          ("\\addplot[only marks, mark=none, forget plot, series%d, error bars/.cd, x dir=both,"
                  + " x explicit] coordinates {%s};")
              .formatted(i, places));
    }
  }

  private static String white(Look look) {
    return look.hatch().pgf().isEmpty()
        ? ""
        : ", postaction={pattern=%s, pattern color=white}".formatted(look.hatch().pgf());
  }

  /** A plot of column {@code y} of series {@code i} with its intervals. */
  private void plot(String options, int i, String y) {
    line(
        ("\\addplot[%s, error bars/.cd, y dir=both, y explicit] table"
                + "[x=x%2$d, y=%3$s%2$d, y error minus=minus%2$d, y error plus=plus%2$d] %4$s;")
            .formatted(options, i, y, file()));
  }

  /** Draws {@code lines} from the columns numbered from {@code first}. */
  private void lines(Lines lines, int first, List<Series> legend) {
    List<Series> all = lines.series();
    for (int place = 0; place < all.size(); place++) {
      int i = first + place;
      Series series = all.get(place);
      String mark = "mark=%s, mark size=1.6pt".formatted(series.look().marker().pgf());
      String turn = series.look().marker() == Marker.WEDGE ? ", rotate=180" : "";
      String marked =
          "series%1$d, %2$s, mark options={solid, fill=series%1$d%3$s}".formatted(i, mark, turn);
      int gap = Math.max(1, series.points().size() / 6);
      String sparse =
          "%s, mark repeat=%d, mark phase=%d".formatted(marked, gap, 1 + gap * place / all.size());
      switch (lines.form()) {
        case STACKED -> stacked(i, series.look());
        case STEP -> plain("const plot mark right, " + sparse, i);
        case TRACE -> plain(sparse, i);
        case CURVE -> curve(marked + ", thick, " + dash(series.look()), i, series, all.size());
      }
      if (lines.form() == Form.CURVE) {
        int at = place;
        dots("series%d!70!black".formatted(i), series, x -> lines.beside(x, at));
        beams(i, series);
      }
      if (place < legend.size()) {
        legend(series);
      }
      if (place == all.size() - 1 && lines.form() == Form.CURVE) {
        labels(lines);
      }
      if (lines.form() == Form.CURVE && series.points().stream().anyMatch(Point::suspect)) {
        line(
            ("\\addplot[only marks, forget plot, series%1$d, %2$s, mark options={fill=white%3$s}]"
                    + " table[x=x%1$d, y=hollow%1$d] %4$s;")
                .formatted(i, mark, turn, file()));
      }
    }
  }

  private void labels(Lines lines) {
    Extent extent = Extent.of(lines, Paper.PLOT_HEIGHT);
    for (PointLabels.Placed one :
        PointLabels.of(
            lines.series(),
            point ->
                LABELLED_WIDTH
                    * (Extent.place(lines, point.x()) - extent.xMin())
                    / (extent.xMax() - extent.xMin()),
            point ->
                LABELLED_HEIGHT * (extent.yMax() - point.y()) / (extent.yMax() - extent.yMin()),
            LABELLED_HEIGHT)) {
      line(
          "\\node[font=\\scriptsize, anchor=%s %s, inner sep=2pt] at (axis cs:%s,%s) {%s};"
              .formatted(
                  one.above() ? "south" : "north",
                  one.right() ? "west" : "east",
                  Ticks.label(one.point().x()),
                  Ticks.label(one.point().y()),
                  Latex.escape(one.point().label())));
    }
  }

  private void curve(String style, int i, Series series, int count) {
    boolean sure = series.hasIntervals();
    if (sure && Curves.whiskers(series, count)) {
      plot(style, i, "y");
      return;
    }
    if (sure) {
      for (String end : List.of("low", "high")) {
        line(
            "\\addplot[name path=%1$s%2$d, draw=none, forget plot] table[x=x%2$d, y=%1$s%2$d] %3$s;"
                .formatted(end, i, file()));
      }
      line(
          "\\addplot[series%1$d, fill opacity=0.18, forget plot] fill between[of=low%1$d and high%1$d];"
              .formatted(i));
    }
    plain(style, i);
  }

  private void plain(String style, int i) {
    line("\\addplot[%s] table[x=x%2$d, y=y%2$d] %3$s;".formatted(style, i, file()));
  }

  private void stacked(int i, Look look) {
    line(
        ("\\addplot[draw=series%1$d!70!black, fill=series%1$d%2$s] table[x=x%1$d, y=y%1$d] %3$s"
                + " \\closedcycle;")
            .formatted(i, white(look), file()));
  }

  private static String dash(Look look) {
    if (look.dash().isEmpty()) {
      return "solid";
    }
    StringBuilder pattern = new StringBuilder("dash pattern=");
    for (int i = 0; i < look.dash().size(); i++) {
      pattern.append(
          String.format(Locale.ROOT, "%s %.1fpt ", i % 2 == 0 ? "on" : "off", look.dash().get(i)));
    }
    return pattern.toString().strip();
  }

  private void heatMap(HeatMap map) {
    line(
        "\\addplot[matrix plot*, mesh/cols=%d] table[x=x, y=y, meta=value] %s;"
            .formatted(map.columns().size(), file()));
    for (int r = 0; r < map.rows().size(); r++) {
      for (int c = 0; c < map.columns().size(); c++) {
        Point cell = map.cells().get(r).get(c);
        line(
            "\\node[font=\\footnotesize, text=%s%s] at (axis cs:%d,%d) {%s};"
                .formatted(
                    cell.y() > map.most() / 2 ? "white" : "black",
                    cell.label() == null ? "" : ", draw=orange, very thick",
                    c,
                    r,
                    cell.drawn() ? HeatMap.number(cell) : "--"));
      }
    }
  }

  private void legend(Series series) {
    line("\\addlegendentry{%s}".formatted(Latex.escape(series.name())));
  }

  private String file() {
    return "{\\inferometerplots/%s.dat}".formatted(spec.caption().name());
  }

  private void line(String one) {
    text.append(one).append('\n');
  }
}
