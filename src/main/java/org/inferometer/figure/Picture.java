package org.inferometer.figure;

import java.awt.Graphics2D;

/** A chart laid out at its printed size. */
interface Picture {
  /** Width in points (1/72 inch). */
  double width();

  /** Height in points. */
  double height();

  /** Draws it; one unit of {@code g} is a point. */
  void paint(Graphics2D g);

  /** Lays out {@code spec} for a column of 84 mm or, if it holds much, the text width of 150 mm. */
  static Picture of(ChartSpec spec) {
    if (spec instanceof Bars bars) {
      return BarPicture.of(bars);
    }
    if (spec instanceof Lines lines) {
      return new LinePicture(lines);
    }
    if (spec instanceof Panels panels) {
      return new PanelPicture(panels);
    }
    return new HeatMapPicture((HeatMap) spec);
  }
}
