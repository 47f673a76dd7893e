package org.inferometer.figure;

import java.util.List;

/** Curves over a number. */
public record Lines(Caption caption, Form form, Axis x, Axis y, List<Series> series)
    implements ChartSpec {

  /** How far right of their point the repeats of the first series are drawn, in axis lengths. */
  private static final double BESIDE = 0.022;

  /** How much farther those of each next series are. */
  private static final double BETWEEN = 0.01;

  /** How far right of their points dots reach, in axis lengths; 0 without any. */
  double besideMost() {
    boolean dots =
        series.stream().flatMap(s -> s.points().stream()).anyMatch(p -> !p.repeats().isEmpty());
    return dots ? BESIDE + BETWEEN * series.size() : 0;
  }

  /** How the points of a curve are joined. */
  public enum Form {
    /** A marker at each point, straight lines between them, bands or whiskers for intervals. */
    CURVE,
    /** A line without markers, such as a reading over time. */
    TRACE,
    /** A step function, such as an empirical distribution. */
    STEP,
    /** Areas on top of each other. */
    STACKED
  }

  public Lines {
    series = List.copyOf(series);
  }

  /** Where the repeats of a point at {@code x} of the series {@code place} are drawn. */
  double beside(double x, int place) {
    Extent extent = Extent.of(this, Paper.PLOT_HEIGHT);
    double shift = (BESIDE + BETWEEN * place) * (extent.xMax() - extent.xMin());
    return switch (x().scale()) {
      case LOG2 -> x * Math.pow(2, shift);
      case LOG10 -> x * Math.pow(extent.xMax() / extent.xMin(), BESIDE + BETWEEN * place);
      default -> x + shift;
    };
  }

  @Override
  public Lines with(Caption other) {
    return new Lines(other, form, x, y, series);
  }

  /** The same with another scale of the y axis. */
  Lines withY(Axis.Scale scale) {
    return new Lines(caption, form, x, new Axis(y.title(), scale, y.most(), y.reach()), series);
  }

  /** The same with these values on its axes. */
  Lines reaching(double farthest, double highest) {
    return new Lines(caption, form, x.reaching(farthest), y.reaching(highest), series);
  }
}
