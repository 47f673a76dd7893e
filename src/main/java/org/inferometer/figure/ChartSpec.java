package org.inferometer.figure;

/** A figure as plain data: what is shown, whatever draws it. */
public sealed interface ChartSpec permits Bars, Lines, Panels, HeatMap {

  /** Its file name and words. */
  Caption caption();

  /** The same figure with other words. */
  ChartSpec with(Caption other);
}
