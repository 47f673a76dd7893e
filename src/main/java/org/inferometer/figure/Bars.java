package org.inferometer.figure;

import java.util.List;

/**
 * Groups of bars from zero, one bar per series in each group.
 *
 * @param categories names of the groups; {@code x} of a point is an index into them
 */
public record Bars(
    Caption caption, String xTitle, List<String> categories, Axis y, List<Series> series)
    implements ChartSpec {
  /** How far left of the middle of a bar its repeats are drawn, in widths of a bar. */
  static final double BESIDE = 0.27;

  public Bars {
    categories = List.copyOf(categories);
    series = List.copyOf(series);
  }

  @Override
  public Bars with(Caption other) {
    return new Bars(other, xTitle, categories, y, series);
  }
}
