package org.inferometer.figure;

import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.util.Arrays;
import java.util.List;
import org.inferometer.figure.Axis.Scale;
import org.inferometer.figure.Legend.Style;
import org.inferometer.figure.Lettering.Align;
import org.inferometer.figure.Lines.Form;

/** Curves, steps, traces and stacked areas. */
final class LinePicture implements Picture {
  /** Markers along a dense curve. */
  private static final int MARKS = 6;

  /** Height of an x axis that XChart draws, in points. */
  private static final double X_AXIS = 28;

  private final Lines lines;
  private final Plot plot;
  private final Curves curves;
  private final Frame frame;
  private final NumberAxis ticks;
  private final double plotHeight;

  /** A figure of its own. */
  LinePicture(Lines lines) {
    this(
        lines,
        wide(lines) ? Paper.TEXT : Paper.COLUMN,
        Paper.PLOT_HEIGHT,
        lines.series(),
        "",
        lines.caption().note());
  }

  /** One of several plots: with a heading, without a legend. */
  LinePicture(Lines lines, double width, double plotHeight, String heading) {
    this(lines, width, plotHeight, List.of(), heading, "");
  }

  private LinePicture(
      Lines lines,
      double width,
      double plotHeight,
      List<Series> legend,
      String heading,
      String note) {
    this.lines = lines;
    boolean ownTicks = lines.x().scale() == Scale.LOG2 || lines.x().scale() == Scale.NINES;
    this.plotHeight = plotHeight + (ownTicks ? 0 : X_AXIS);
    Extent extent = Extent.of(lines, plotHeight);
    plot = new Plot(width, this.plotHeight, lines.y(), extent.yMin(), extent.yMax());
    plot.xRange(extent.xMin(), extent.xMax());
    ticks = ownTicks ? new NumberAxis(lines) : null;
    if (!ownTicks) {
      plot.xAxis(lines.x(), extent.xMin(), extent.xMax());
    }
    curves = new Curves(lines, plot);
    curves.bands();
    frame = new Frame(width, this.plotHeight, plot, extent.xMin(), extent.xMax());
    frame.legend(legend, style(lines.form()));
    frame.heading(heading);
    frame.note(note);
    frame.strip(ownTicks ? ticks.height() : 0);
  }

  private static boolean wide(Lines lines) {
    return lines.form() == Form.TRACE || lines.form() == Form.STACKED || lines.series().size() > 4;
  }

  static Style style(Form form) {
    return switch (form) {
      case STACKED -> Style.AREA;
      case CURVE -> Style.DASHED;
      case TRACE, STEP -> Style.SOLID;
    };
  }

  @Override
  public double width() {
    return frame.width();
  }

  @Override
  public double height() {
    return frame.height();
  }

  @Override
  public void paint(Graphics2D g) {
    frame.paint(g, this::overlay);
  }

  private void overlay(Graphics2D g) {
    if (lines.form() != Form.STACKED) {
      lines.series().forEach(series -> curves.paint(g, series));
    }
    for (Series series : lines.series()) {
      switch (lines.form()) {
        case CURVE -> marks(g, series);
        case STACKED -> stack(g, series);
        case TRACE, STEP -> sparseMarks(g, series);
      }
    }
    if (lines.form() == Form.CURVE) {
      PointLabels.of(
              lines.series(),
              point -> x(point.x()),
              point -> plot.y(point.y()),
              plot.y(plot.yMin()))
          .forEach(
              one ->
                  Lettering.NOTE.write(
                      g,
                      one.point().label(),
                      one.room().getMinX(),
                      one.room().getMaxY(),
                      Align.LEFT,
                      Paper.INK));
    }
    if (ticks != null) {
      double[] places = Arrays.stream(ticks.values()).map(this::x).toArray();
      frame.baseline(g, plot.y(plot.yMin()));
      ticks.paint(g, places, plotHeight - Paper.MARGIN, frame.center(), frame.width());
    }
  }

  private double x(double value) {
    return plot.x(Extent.place(lines, value));
  }

  private void marks(Graphics2D g, Series series) {
    boolean whiskers = Curves.whiskers(series, lines.series().size());
    for (Point point : series.points()) {
      if (!point.drawn()) {
        continue;
      }
      double x = x(point.x());
      double y = plot.y(point.y());
      if (whiskers && point.hasInterval()) {
        double low = plot.y(Math.max(plot.yMin(), point.from()));
        Brush.whisker(g, x, low, plot.y(point.to()), 1.8, series.look().color());
      }
      if (point.hasIntervalOfX()) {
        Brush.beam(g, x(point.fromLeft()), x(point.toRight()), y, 1.8, series.look().color());
      }
      Brush.mark(g, series.look(), x, y, point.suspect());
      double beside = x(lines.beside(point.x(), lines.series().indexOf(series)));
      point
          .repeats()
          .forEach(one -> Brush.dot(g, beside, plot.y(one), series.look().color().darker()));
    }
  }

  private void stack(Graphics2D g, Series series) {
    int place = lines.series().indexOf(series);
    int n = series.points().size();
    Path2D area = new Path2D.Double();
    for (int i = 0; i < 2 * n; i++) {
      int at = i < n ? i : 2 * n - 1 - i;
      double x = x(series.points().get(at).x());
      double y = plot.y(Extent.below(lines, i < n ? place + 1 : place, at));
      if (i == 0) {
        area.moveTo(x, y);
      } else {
        area.lineTo(x, y);
      }
    }
    if (n > 0) {
      area.closePath();
      Brush.fill(g, area, series.look(), false);
    }
  }

  /** A few markers along a dense curve, at other places for each series. */
  private void sparseMarks(Graphics2D g, Series series) {
    double width = frame.right() - frame.left();
    double part = (0.5 + lines.series().indexOf(series)) / lines.series().size();
    double next = frame.left() + width * part / MARKS;
    for (Point point : series.points()) {
      if (point.drawn() && x(point.x()) >= next) {
        double x = x(point.x());
        Brush.mark(g, series.look(), x, plot.y(point.y()), point.suspect());
        next += width / MARKS * Math.ceil((x - next) / (width / MARKS) + 1e-9);
      }
    }
  }
}
