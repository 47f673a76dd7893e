package org.inferometer.figure;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.stream.IntStream;
import org.inferometer.figure.Lettering.Align;

/** Groups of bars with their intervals. */
final class BarPicture implements Picture {
  private static final double GROUP = 0.8;
  private static final double WIDEST = 22;

  private final Bars bars;
  private final Plot plot;
  private final Frame frame;
  private final CategoryAxis names;

  /** As wide as a column where all of it and its names fit there, else as wide as the text. */
  static BarPicture of(Bars bars) {
    int groups = bars.categories().size();
    if (groups * bars.beside() <= 18 && groups <= 6) {
      BarPicture narrow = new BarPicture(bars, Paper.COLUMN);
      if (!narrow.names.isSlanted()) {
        return narrow;
      }
    }
    return new BarPicture(bars, Paper.TEXT);
  }

  private BarPicture(Bars bars, double width) {
    this.bars = bars;
    int groups = bars.categories().size();
    double top =
        IntStream.range(0, bars.series().size())
            .boxed()
            .flatMapToDouble(
                i ->
                    bars.series().get(i).points().stream()
                        .filter(Point::drawn)
                        .mapToDouble(point -> bars.base(i, point.x()) + point.top()))
            .max()
            .orElse(1);
    plot =
        new Plot(
            width,
            Paper.PLOT_HEIGHT,
            bars.y(),
            0,
            Math.min(bars.y().most(), Ticks.end(top, Paper.PLOT_HEIGHT)));
    plot.xRange(-0.5, groups - 0.5);
    frame = new Frame(width, Paper.PLOT_HEIGHT, plot, -0.5, groups - 0.5);
    frame.legend(bars.series(), Legend.Style.AREA);
    frame.note(bars.caption().note());
    double room = (frame.right() - frame.left()) / Math.max(1, groups);
    names = new CategoryAxis(bars.categories(), bars.xTitle(), room, frame.left() + room / 2);
    frame.strip(names.height());
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
    int beside = bars.beside();
    double room = (plot.x(1) - plot.x(0)) * GROUP;
    double wide = Math.min(bars.stacked() ? 2 * WIDEST : WIDEST, room / Math.max(1, beside));
    double zero = plot.y(0);
    for (int i = 0; i < bars.series().size(); i++) {
      Series one = bars.series().get(i);
      int place = bars.stacked() ? 0 : i;
      for (Point point : one.points()) {
        double middle = plot.x(point.x()) + (place - (beside - 1) / 2.0) * wide;
        if (!point.drawn()) {
          if (!bars.stacked()) {
            Lettering.TICKS.write(g, "–", middle, zero - 3, Align.CENTER, one.look().color());
          }
          continue;
        }
        double base = bars.base(i, point.x());
        double y = plot.y(base + point.y());
        Brush.fill(
            g,
            new Rectangle2D.Double(middle - wide * 0.46, y, wide * 0.92, plot.y(base) - y),
            one.look(),
            point.suspect());
        if (point.hasInterval()) {
          Brush.whisker(
              g,
              middle,
              plot.y(Math.max(0, point.from())),
              plot.y(point.to()),
              Math.min(2.2, wide / 4),
              Paper.INK);
        }
        point
            .repeats()
            .forEach(found -> Brush.dot(g, middle - wide * Bars.BESIDE, plot.y(found), Paper.INK));
      }
    }
    frame.baseline(g, zero);
    double[] middles = IntStream.range(0, bars.categories().size()).mapToDouble(plot::x).toArray();
    names.paint(g, middles, Paper.PLOT_HEIGHT, frame.center());
  }
}
