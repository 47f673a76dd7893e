package org.inferometer.figure;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.inferometer.figure.Axis.Scale;
import org.inferometer.figure.Lines.Form;

/**
 * A figure as LaTeX source that reads its data file, so that it takes the fonts and macros of the
 * thesis and its author can change it. PGFPlots also draws what no picture format can adapt.
 */
final class PgfPlots {
  private static final int MOST_BANDS = 3;

  private final StringBuilder text = new StringBuilder();
  private final ChartSpec spec;

  private PgfPlots(ChartSpec spec) {
    this.spec = spec;
  }

  static String of(ChartSpec spec) {
    PgfPlots tex = new PgfPlots(spec);
    tex.head();
    if (spec instanceof Bars bars) {
      tex.bars(bars);
    } else if (spec instanceof Lines lines) {
      tex.lines(lines);
    } else if (spec instanceof HeatMap map) {
      tex.heatMap(map);
    }
    tex.line("\\end{axis}");
    tex.line("\\end{tikzpicture}");
    return tex.text.toString();
  }

  private void head() {
    line("% " + Latex.escape(spec.caption().text()));
    line("% " + Latex.escape(spec.caption().note()));
    line("% Preamble: \\usepackage{pgfplots} \\pgfplotsset{compat=1.18}");
    line("%   \\usepgfplotslibrary{fillbetween} \\usetikzlibrary{patterns}");
    line("%   \\newcommand{\\inferometerplots}{folder of the .dat files}");
    line("\\providecommand{\\inferometerplots}{.}");
    line("\\begin{tikzpicture}");
    List<Series> all = spec instanceof HeatMap ? List.of() : DataFile.series(spec);
    for (int i = 0; i < all.size(); i++) {
      int rgb = all.get(i).look().color().getRGB() & 0xFFFFFF;
      line("\\definecolor{series%d}{HTML}{%06X}".formatted(i, rgb));
    }
  }

  private void axis(String... options) {
    line("\\begin{axis}[");
    line("  width=\\linewidth, height=5cm, axis lines=left, tick align=outside,");
    line(
        "  every axis label/.append style={font=\\small}, tick label style={font=\\footnotesize},");
    line("  legend style={draw=none, font=\\footnotesize, at={(0,1.04)}, anchor=south west,");
    line("    legend columns=2, /tikz/every even column/.append style={column sep=1em}},");
    line("  legend cell align=left, ymajorgrids, grid style={black!13}, axis on top=false,");
    for (String option : options) {
      line("  " + option + ",");
    }
    line("]");
  }

  private static String title(String which, Axis axis) {
    return "%slabel={%s}".formatted(which, Latex.escape(axis.title()));
  }

  private static String ticks(String which, List<String> names) {
    String places = joined(IntStream.range(0, names.size()).mapToObj(Integer::toString).toList());
    List<String> braced = names.stream().map(n -> "{" + Latex.escape(n) + "}").toList();
    return "%1$stick={%2$s}, %1$sticklabels={%3$s}".formatted(which, places, joined(braced));
  }

  private void bars(Bars bars) {
    int groups = bars.categories().size();
    boolean slanted = groups > 5 || bars.categories().stream().anyMatch(c -> c.length() > 13);
    axis(
        title("y", bars.y()),
        "xlabel={" + Latex.escape(bars.xTitle()) + "}",
        ticks("x", bars.categories()),
        slanted
            ? "x tick label style={rotate=45, anchor=north east}"
            : "x tick label style={align=center}",
        "ymin=0, xmin=-0.5, xmax=%.1f, enlarge y limits={upper, value=0.05}, area legend"
            .formatted(groups - 0.5),
        "bar width=%.3f, bar shift=0pt, error bars/error bar style={black}"
            .formatted(0.8 / Math.max(1, bars.series().size()) * 0.92),
        "error bars/error mark options={black, rotate=90, mark size=1.5pt}");
    for (int i = 0; i < bars.series().size(); i++) {
      Look look = bars.series().get(i).look();
      plot("ybar, fill=series%1$d, draw=series%1$d!70!black%2$s".formatted(i, white(look)), i, "y");
      legend(bars.series().get(i));
      if (bars.series().get(i).points().stream().anyMatch(Point::suspect)) {
        plot("ybar, fill=white, draw=series%d, thick, forget plot".formatted(i), i, "hollow");
      }
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

  private void lines(Lines lines) {
    List<Series> all = lines.series();
    axis(
        title("y", lines.y()),
        title("x", lines.x()),
        scale(lines),
        lines.y().scale() == Scale.LOG10 ? "ymode=log, log ticks with fixed point" : "ymin=0",
        lines.form() == Form.STACKED
            ? "stack plots=y, area style, enlarge x limits=false"
            : "clip mode=individual");
    for (int i = 0; i < all.size(); i++) {
      Look look = all.get(i).look();
      String marked =
          "series%1$d, mark=%2$s, mark size=1.6pt, mark options={solid, fill=series%1$d%3$s}"
              .formatted(
                  i, look.marker().pgf(), look.marker() == Marker.WEDGE ? ", rotate=180" : "");
      int gap = Math.max(1, all.get(i).points().size() / 6);
      String sparse =
          marked + ", mark repeat=%d, mark phase=%d".formatted(gap, 1 + gap * i / all.size());
      switch (lines.form()) {
        case STACKED -> stacked(i, look);
        case STEP -> plain("const plot mark right, " + sparse, i);
        case TRACE -> plain(sparse, i);
        case CURVE -> curve(marked + ", thick, " + dash(look), i, all);
      }
      legend(all.get(i));
      if (lines.form() == Form.CURVE && all.get(i).points().stream().anyMatch(Point::suspect)) {
        line(
            ("\\addplot[only marks, forget plot, series%1$d, mark=%2$s, mark size=1.6pt,"
                    + " mark options={fill=white}] table[x=x%1$d, y=hollow%1$d] %3$s;")
                .formatted(i, look.marker().pgf(), file()));
      }
    }
  }

  private static String scale(Lines lines) {
    if (lines.x().scale() == Scale.LINEAR) {
      return "enlarge x limits=0.02";
    }
    if (lines.x().scale() == Scale.LOG10) {
      return "xmode=log, log ticks with fixed point";
    }
    List<String> values =
        lines.series().stream()
            .flatMap(s -> s.points().stream())
            .map(Point::x)
            .distinct()
            .sorted()
            .map(Ticks::label)
            .toList();
    return "xmode=log, log basis x=2, xtick={%1$s}, xticklabels={%1$s}, enlarge x limits=0.05"
        .formatted(joined(values));
  }

  private void curve(String style, int i, List<Series> all) {
    boolean sure = all.get(i).hasIntervals();
    if (sure && all.size() > MOST_BANDS) {
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
        "\\addplot[draw=series%1$d!70!black, fill=series%1$d%2$s] table[x=x%1$d, y=y%1$d] %3$s \\closedcycle;"
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
    axis(
        "colormap={shades}{rgb255=(240,245,250) rgb255=(8,48,107)}",
        "xlabel={%s}, ylabel={%s}, title={%s}, title style={font=\\small}"
            .formatted(
                Latex.escape(map.xTitle()), Latex.escape(map.yTitle()), Latex.escape(map.value())),
        ticks("x", map.columns()),
        ticks("y", map.rows()),
        "y dir=reverse, enlargelimits=false, axis line style={draw=none}, tick style={draw=none}",
        "nodes near coords, nodes near coords align={center}, point meta=explicit",
        "every node near coord/.append style={font=\\footnotesize, /pgf/number format/precision=2}");
    line(
        "\\addplot[matrix plot*, mesh/cols=%d] table[x=x, y=y, meta=value] %s;"
            .formatted(map.columns().size(), file()));
  }

  private void legend(Series series) {
    line("\\addlegendentry{%s}".formatted(Latex.escape(series.name())));
  }

  private String file() {
    return "{\\inferometerplots/%s.dat}".formatted(spec.caption().name());
  }

  private static String joined(List<String> parts) {
    return parts.stream().collect(Collectors.joining(","));
  }

  private void line(String one) {
    text.append(one).append('\n');
  }
}
