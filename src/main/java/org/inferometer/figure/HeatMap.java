package org.inferometer.figure;

import java.util.List;

/**
 * A value for each pair of two categories, as shades of one colour with the number in each cell.
 *
 * @param values one row per entry of {@code rows}, NaN for an empty cell
 * @param value quantity and unit of the cells
 */
public record HeatMap(
    Caption caption,
    String xTitle,
    List<String> columns,
    String yTitle,
    List<String> rows,
    List<List<Double>> values,
    String value)
    implements ChartSpec {
  public HeatMap {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    values = values.stream().map(List::copyOf).toList();
  }

  /** The largest value. */
  double most() {
    return values.stream().flatMap(List::stream).filter(Double::isFinite).reduce(0.0, Math::max);
  }
}
