package org.inferometer.figure;

import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.inferometer.figure.Axis.Scale;
import org.inferometer.figure.Frame.LegendStyle;
import org.inferometer.figure.Lettering.Align;
import org.inferometer.figure.Lines.Form;

/** Curves, steps, traces and stacked areas. */
final class LinePicture implements Picture {
  /** More bands than this cannot be told apart; whiskers then. */
  private static final int MOST_BANDS = 3;

  /** Markers along a dense curve. */
  private static final int MARKS = 6;

  private final Lines lines;
  private final Plot plot;
  private final Frame frame;
  private final NumberAxis ticks;
  private final boolean atPoints;

  LinePicture(Lines lines) {
    this.lines = lines;
    List<Point> all =
        lines.series().stream().flatMap(s -> s.points().stream()).filter(Point::drawn).toList();
    boolean much =
        lines.form() == Form.TRACE || lines.form() == Form.STACKED || lines.series().size() > 4;
    double width = much ? Paper.TEXT : Paper.COLUMN;
    double[] x = all.stream().mapToDouble(Point::x).toArray();
    boolean ratio = lines.y().scale() == Scale.LOG10;
    double top = all.stream().mapToDouble(Point::top).max().orElse(1);
    double least = all.stream().mapToDouble(Point::y).min().orElse(0.1);
    plot =
        new Plot(
            width,
            Paper.PLOT_HEIGHT,
            lines.y(),
            ratio ? Ticks.below(least) : 0,
            ratio ? Ticks.above(top) : lines.form() == Form.STEP ? 1 : Ticks.end(stackedTop(top)));
    atPoints = lines.x().scale() == Scale.LOG2;
    double[] range = range(x);
    plot.xRange(range[0], range[1]);
    if (!atPoints) {
      plot.xAxis(lines.x());
    }
    lines.series().forEach(this::draw);
    boolean areas = lines.form() == Form.STACKED;
    LegendStyle style = new LegendStyle(areas, lines.form() == Form.CURVE);
    frame =
        new Frame(
            width,
            Paper.PLOT_HEIGHT,
            plot,
            lines.series(),
            style,
            range[0],
            range[1],
            lines.caption().note());
    ticks = new NumberAxis(lines.series(), lines.x().title());
    frame.strip(atPoints ? ticks.height() : 0);
  }

  private double stackedTop(double top) {
    if (lines.form() != Form.STACKED) {
      return top;
    }
    int bins = lines.series().isEmpty() ? 0 : lines.series().get(0).points().size();
    double highest = 0;
    for (int i = 0; i < bins; i++) {
      highest = Math.max(highest, below(lines.series().size(), i));
    }
    return highest;
  }

  /** Sum of the first {@code count} series at point {@code i}. */
  private double below(int count, int i) {
    return lines.series().subList(0, count).stream()
        .mapToDouble(s -> s.points().get(i).y())
        .filter(Double::isFinite)
        .sum();
  }

  private double place(double x) {
    return atPoints ? Math.log(x) / Math.log(2) : x;
  }

  private double[] range(double[] x) {
    double min = place(DoubleStream.of(x).min().orElse(1));
    double max = place(DoubleStream.of(x).max().orElse(2));
    if (lines.x().scale() == Scale.LOG10) {
      return new double[] {min / 1.05, max * 1.05};
    }
    boolean time = lines.form() == Form.TRACE || lines.form() == Form.STACKED;
    double air = max == min ? 0.5 : time ? 0 : (max - min) * 0.05;
    boolean fromZero = !atPoints && min >= 0 && min < max / 2;
    return new double[] {fromZero ? 0 : min - air, max + air};
  }

  private void draw(Series series) {
    List<Point> points = series.points().stream().filter(Point::drawn).toList();
    if (points.isEmpty()) {
      return;
    }
    double[] x = points.stream().mapToDouble(p -> place(p.x())).toArray();
    double[] y = points.stream().mapToDouble(Point::y).toArray();
    switch (lines.form()) {
      case STACKED -> {}
      case STEP -> {
        double[][] steps = steps(x, y);
        plot.line(steps[0], steps[1], series.look().solid(), Paper.CURVE);
      }
      case TRACE -> plot.line(x, y, series.look().solid(), 0.9f);
      case CURVE -> {
        if (lines.series().size() <= MOST_BANDS) {
          band(series, points);
        }
        plot.line(x, y, series.look(), Paper.CURVE);
      }
    }
  }

  private void band(Series series, List<Point> points) {
    List<Point> sure = points.stream().filter(Point::hasInterval).toList();
    if (sure.size() < 2) {
      return;
    }
    int n = sure.size();
    double[] x = new double[2 * n];
    double[] y = new double[2 * n];
    for (int i = 0; i < n; i++) {
      Point p = sure.get(i);
      x[i] = place(p.x());
      y[i] = p.high();
      x[2 * n - 1 - i] = x[i];
      y[2 * n - 1 - i] = lines.y().scale() == Scale.LOG10 ? p.low() : Math.max(0, p.low());
    }
    plot.area(x, y, Paper.tint(series.look().color(), 45));
  }

  private void stack(Graphics2D g, Series series) {
    int place = lines.series().indexOf(series);
    int n = series.points().size();
    Path2D area = new Path2D.Double();
    for (int i = 0; i < 2 * n; i++) {
      int at = i < n ? i : 2 * n - 1 - i;
      double x = plot.x(series.points().get(at).x());
      double y = plot.y(below(i < n ? place + 1 : place, at));
      if (i == 0) {
        area.moveTo(x, y);
      } else {
        area.lineTo(x, y);
      }
    }
    area.closePath();
    Brush.fill(g, area, series.look(), false);
  }

  /** A few markers along a dense curve, at other places for each series. */
  private void sparseMarks(Graphics2D g, Series series) {
    double left = frame.left();
    double width = frame.right() - left;
    int count = lines.series().size();
    double next = left + width * (0.5 + lines.series().indexOf(series)) / (MARKS * count);
    for (Point point : series.points()) {
      if (point.drawn() && plot.x(place(point.x())) >= next) {
        double x = plot.x(place(point.x()));
        Brush.mark(g, series.look(), x, plot.y(point.y()), point.suspect());
        next += width / MARKS * Math.ceil((x - next) / (width / MARKS) + 1e-9);
      }
    }
  }

  private static double[][] steps(double[] x, double[] y) {
    double[] sx = new double[2 * x.length];
    double[] sy = new double[2 * x.length];
    for (int i = 0; i < x.length; i++) {
      sx[2 * i] = x[i];
      sy[2 * i] = i == 0 ? 0 : y[i - 1];
      sx[2 * i + 1] = x[i];
      sy[2 * i + 1] = y[i];
    }
    return new double[][] {sx, sy};
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
    switch (lines.form()) {
      case CURVE -> lines.series().forEach(series -> marks(g, series));
      case STACKED -> lines.series().forEach(series -> stack(g, series));
      case TRACE, STEP -> lines.series().forEach(series -> sparseMarks(g, series));
    }
    if (atPoints) {
      double[] places = Arrays.stream(ticks.values()).map(v -> plot.x(place(v))).toArray();
      frame.baseline(g, plot.y(plot.yMin()));
      ticks.paint(g, places, Paper.PLOT_HEIGHT - Paper.MARGIN, (frame.left() + frame.right()) / 2);
    }
  }

  private void marks(Graphics2D g, Series series) {
    boolean whiskers = lines.series().size() > MOST_BANDS;
    for (Point point : series.points()) {
      if (!point.drawn()) {
        continue;
      }
      double x = plot.x(place(point.x()));
      double y = plot.y(point.y());
      if (whiskers && point.hasInterval()) {
        double low = plot.y(Math.max(plot.yMin(), point.low()));
        Brush.whisker(g, x, low, plot.y(point.high()), 1.8, series.look().color());
      }
      Brush.mark(g, series.look(), x, y, point.suspect());
      if (point.label() != null) {
        Lettering.NOTE.write(g, point.label(), x + 3.5, y - 3, Align.LEFT, Paper.INK);
      }
    }
  }
}
