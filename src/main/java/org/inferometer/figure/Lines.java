package org.inferometer.figure;

import java.util.List;

/** Curves over a number. */
public record Lines(Caption caption, Form form, Axis x, Axis y, List<Series> series)
    implements ChartSpec {

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

  @Override
  public Lines with(Caption other) {
    return new Lines(other, form, x, y, series);
  }

  /** The same with another scale of the y axis. */
  Lines withY(Axis.Scale scale) {
    return new Lines(caption, form, x, new Axis(y.title(), scale), series);
  }
}
