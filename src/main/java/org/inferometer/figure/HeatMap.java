package org.inferometer.figure;

import java.util.List;

/**
 * A value for each pair of two categories, as shades of one colour with the number in each cell.
 *
 * @param cells one row per entry of {@code rows}; of a point its y, whether it is suspect, which an
 *     asterisk says, and whether it has a label, which a frame stands for
 * @param value quantity and unit of the cells
 */
public record HeatMap(
    Caption caption,
    String xTitle,
    List<String> columns,
    String yTitle,
    List<String> rows,
    List<List<Point>> cells,
    String value)
    implements ChartSpec {
  public HeatMap {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    cells = cells.stream().map(List::copyOf).toList();
  }

  @Override
  public HeatMap with(Caption other) {
    return new HeatMap(other, xTitle, columns, yTitle, rows, cells, value);
  }

  /** The largest value. */
  double most() {
    return cells.stream()
        .flatMap(List::stream)
        .filter(Point::drawn)
        .mapToDouble(Point::y)
        .reduce(0, Math::max);
  }

  /** What is written in a cell. */
  static String number(Point cell) {
    return Ticks.number(cell.y()) + (cell.suspect() ? "*" : "");
  }
}
