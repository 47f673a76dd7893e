package org.inferometer.figure;

import java.util.List;

/**
 * Groups of bars from zero, one bar per series in each group.
 *
 * @param categories names of the groups; {@code x} of a point is an index into them
 * @param stacked whether a group's bars stand on top of each other, as parts of a whole
 */
public record Bars(
    Caption caption,
    String xTitle,
    List<String> categories,
    Axis y,
    List<Series> series,
    boolean stacked)
    implements ChartSpec {
  /** How far left of the middle of a bar its repeats are drawn, in widths of a bar. */
  static final double BESIDE = 0.27;

  public Bars {
    categories = List.copyOf(categories);
    series = List.copyOf(series);
  }

  /** Bars beside each other. */
  public Bars(
      Caption caption, String xTitle, List<String> categories, Axis y, List<Series> series) {
    this(caption, xTitle, categories, y, series, false);
  }

  /** Bars beside each other in a group. */
  int beside() {
    return stacked ? 1 : series.size();
  }

  /**
   * Where the bar of the series at {@code place} begins at {@code x}: 0 unless they are stacked.
   */
  double base(int place, double x) {
    return !stacked
        ? 0
        : series.subList(0, place).stream()
            .flatMap(one -> one.points().stream())
            .filter(point -> point.x() == x && point.drawn())
            .mapToDouble(Point::y)
            .sum();
  }

  @Override
  public Bars with(Caption other) {
    return new Bars(other, xTitle, categories, y, series, stacked);
  }
}
