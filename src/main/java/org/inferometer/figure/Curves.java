package org.inferometer.figure;

import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.util.List;
import org.inferometer.figure.Axis.Scale;
import org.inferometer.figure.Lines.Form;

/**
 * Lines and bands of a line plot. A line is one path: XChart would draw each piece on its own,
 * which starts the dashes anew at every point.
 */
final class Curves {
  /** More bands than this cannot be told apart; whiskers then. */
  static final int MOST_BANDS = 3;

  /**
   * Whether the intervals of {@code series} are whiskers: of many curves bands would cover each
   * other, and a single point has none.
   */
  static boolean whiskers(Series series, int curves) {
    long sure = series.points().stream().filter(p -> p.drawn() && p.hasInterval()).count();
    return curves > MOST_BANDS || sure == 1;
  }

  private final Lines lines;
  private final Plot plot;

  Curves(Lines lines, Plot plot) {
    this.lines = lines;
    this.plot = plot;
  }

  /** Hands the bands to XChart. */
  void bands() {
    if (lines.form() == Form.CURVE && lines.series().size() <= MOST_BANDS) {
      lines.series().forEach(this::band);
    }
  }

  /** Paints the line of {@code series}, broken where values are missing. */
  void paint(Graphics2D g, Series series) {
    boolean steps = lines.form() == Form.STEP;
    Path2D path = new Path2D.Double();
    boolean started = false;
    double last = plot.y(plot.yMin());
    for (Point point : series.points()) {
      if (!point.drawn()) {
        started = false;
        continue;
      }
      double x = plot.x(Extent.place(lines, point.x()));
      double y = plot.y(point.y());
      if (!started) {
        path.moveTo(x, steps ? last : y);
      }
      if (steps) {
        path.lineTo(x, last);
      }
      path.lineTo(x, y);
      last = y;
      started = true;
    }
    Look look = lines.form() == Form.CURVE ? series.look() : series.look().solid();
    g.setColor(look.color());
    g.setStroke(Paper.stroke(look, lines.form() == Form.TRACE ? Paper.TRACE : Paper.CURVE));
    g.draw(path);
  }

  private void band(Series series) {
    List<Point> sure =
        series.points().stream().filter(Point::drawn).filter(Point::hasInterval).toList();
    int n = sure.size();
    if (n < 2) {
      return;
    }
    double[] x = new double[2 * n];
    double[] y = new double[2 * n];
    for (int i = 0; i < n; i++) {
      Point p = sure.get(i);
      x[i] = Extent.place(lines, p.x());
      y[i] = p.to();
      x[2 * n - 1 - i] = x[i];
      y[2 * n - 1 - i] =
          lines.y().scale() == Scale.LOG10
              ? Math.max(p.from(), p.y() / 1000)
              : Math.max(0, p.from());
    }
    plot.area(x, y, Paper.tint(series.look().color(), 45));
  }
}
