package org.inferometer.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.inferometer.figure.Axis.Scale;
import org.inferometer.figure.Lines.Form;

/** Options of PGFPlots axes. */
final class PgfAxis {
  /** What all figures have in common. */
  static final List<String> HOUSE_STYLE =
      List.of(
          "axis x line*=bottom, axis y line*=left, tick align=outside",
          "/pgf/number format/1000 sep={}, scaled ticks=false",
          "every axis label/.append style={font=\\small}",
          "tick label style={font=\\footnotesize}, title style={font=\\small}",
          "legend style={draw=none, font=\\footnotesize, at={(0,1.04)}, anchor=south west,"
              + " legend columns=2, /tikz/every even column/.append style={column sep=1em}}",
          "legend cell align=left, ymajorgrids, grid style={black!13}");

  private PgfAxis() {}

  static List<String> of(Bars bars) {
    int groups = bars.categories().size();
    boolean slanted = groups > 5 || bars.categories().stream().anyMatch(c -> c.length() > 13);
    return List.of(
        label("y", bars.y().title()),
        label("x", bars.xTitle()),
        names("x", bars.categories()),
        slanted
            ? "x tick label style={rotate=45, anchor=north east}"
            : "x tick label style={align=center}",
        "ymin=0, xmin=-0.5, xmax=%.1f, enlarge y limits={upper, value=0.05}, area legend"
            .formatted(groups - 0.5),
        "bar width=%.3f, bar shift=0pt, error bars/error bar style={black}"
            .formatted(0.8 / Math.max(1, bars.beside()) * 0.92),
        bars.stacked() ? "reverse legend" : "",
        "error bars/error mark options={black, rotate=90, mark size=1.5pt}");
  }

  static List<String> of(Lines lines) {
    return List.of(
        label("y", lines.y().title()),
        label("x", lines.x().title()),
        x(lines),
        lines.form() == Form.CURVE && lines.x().scale() == Scale.LINEAR ? ends(lines) : "",
        y(lines),
        lines.form() == Form.STACKED
            ? "stack plots=y, area style, axis on top=false, enlarge x limits=false"
            : "clip mode=individual");
  }

  static List<String> of(HeatMap map) {
    return List.of(
        "colormap={shades}{rgb255=(240,245,250) rgb255=(8,48,107)}",
        label("x", map.xTitle()),
        label("y", map.yTitle()),
        "title={%s}".formatted(Latex.escape(map.value())),
        names("x", map.columns()),
        names("y", map.rows()),
        "y tick label style={text width=0.24\\linewidth, align=right}",
        "point meta min=0, point meta=explicit",
        "y dir=reverse, enlargelimits=false, axis line style={draw=none}, tick style={draw=none}");
  }

  /** Room at both ends, so that labels of points stay beside the axis. */
  private static String ends(Lines lines) {
    Extent extent = Extent.of(lines, Paper.PLOT_HEIGHT);
    return "xmin=%s, xmax=%s".formatted(Ticks.label(extent.xMin()), Ticks.label(extent.xMax()));
  }

  private static String label(String which, String title) {
    return "%slabel={%s}".formatted(which, Latex.escape(title));
  }

  private static String names(String which, List<String> names) {
    List<String> places = IntStream.range(0, names.size()).mapToObj(Integer::toString).toList();
    List<String> braced = names.stream().map(n -> "{" + Latex.escape(n) + "}").toList();
    return ticks(which, places, braced);
  }

  private static String ticks(String which, List<String> places, List<String> labels) {
    return "%1$stick={%2$s}, %1$sticklabels={%3$s}"
        .formatted(which, String.join(",", places), String.join(",", labels));
  }

  private static String x(Lines lines) {
    double[] values =
        lines.series().stream()
            .flatMap(s -> s.points().stream())
            .mapToDouble(Point::x)
            .distinct()
            .sorted()
            .toArray();
    return switch (lines.x().scale()) {
      case LINEAR -> "enlarge x limits=0.02" + reach("x", lines.x());
      case LOG10 -> "xmode=log, " + logTicks("x", values);
      case NINES -> {
        double[] ticks = Ticks.nines(values.length == 0 ? 1 : values[values.length - 1]);
        yield "xmin=0, "
            + ticks(
                "x",
                DoubleStream.of(ticks).mapToObj(Ticks::label).toList(),
                DoubleStream.of(ticks).mapToObj(Ticks::percentile).toList());
      }
      case LOG2 ->
          "xmode=log, log basis x=2, enlarge x limits=0.05, "
              + ticks("x", DoubleStream.of(values).mapToObj(Ticks::label).toList(), spaced(values));
    };
  }

  private static String reach(String which, Axis axis) {
    return axis.reach() > 0 ? ", %smax=%s".formatted(which, Ticks.label(axis.reach())) : "";
  }

  private static String y(Lines lines) {
    if (lines.y().scale() != Scale.LOG10) {
      return lines.form() == Form.STEP ? "ymin=0, ymax=1" : "ymin=0" + reach("y", lines.y());
    }
    double[] ends =
        lines.series().stream().flatMapToDouble(Series::ends).filter(v -> v > 0).sorted().toArray();
    return "ymode=log, " + logTicks("y", ends);
  }

  /** Labels of the ticks, empty where the one before or the last is too near. */
  private static List<String> spaced(double[] values) {
    List<String> labels = new ArrayList<>();
    double last = values.length == 0 ? 0 : Math.log(values[values.length - 1]);
    double room = values.length == 0 ? 0 : 0.055 * (last - Math.log(values[0]));
    double before = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < values.length; i++) {
      double place = Math.log(values[i]);
      boolean end = i == values.length - 1;
      boolean labelled = place - before >= room && (end || last - place >= room);
      labels.add(labelled ? Ticks.label(values[i]) : "{}");
      before = labelled ? place : before;
    }
    return labels;
  }

  /** Ticks at 1, 2 and 5 times 10^k around all of the ascending {@code values}. */
  private static String logTicks(String which, double[] values) {
    List<String> ticks = new ArrayList<>();
    double end = values.length == 0 ? 1 : Ticks.above(values[values.length - 1]);
    double tick = values.length == 0 ? 1 : Ticks.below(values[0]);
    while (tick <= end * 1.001) {
      ticks.add(Ticks.label(tick));
      tick = Ticks.above(tick * 1.001);
    }
    return "%1$smin=%2$s, %1$smax=%3$s, minor %1$stick={}, %4$s"
        .formatted(which, ticks.get(0), ticks.get(ticks.size() - 1), ticks(which, ticks, ticks));
  }
}
