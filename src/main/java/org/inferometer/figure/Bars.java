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
  public Bars {
    categories = List.copyOf(categories);
    series = List.copyOf(series);
  }

  @Override
  public Bars with(Caption other) {
    return new Bars(other, xTitle, categories, y, series);
  }
}
