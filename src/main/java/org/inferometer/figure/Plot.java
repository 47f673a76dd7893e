package org.inferometer.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * XChart's part of a picture: plot area, grid, numeric axes, curves and areas. XChart lays out in
 * whole pixels, so it draws at four of them to the point and is scaled down.
 */
final class Plot {
  private static final int FINE = 4;

  private final XYChart chart;
  private final double width;
  private final double height;
  private final double yMin;
  private final double yMax;
  private int added;

  Plot(double width, double height, Axis y, double yMin, double yMax) {
    this.width = width;
    this.height = height;
    chart = new XYChart((int) Math.round(width * FINE), (int) Math.round(height * FINE));
    chart.setYAxisTitle(y.title());
    XYStyler style = chart.getStyler();
    style.setLocale(Locale.ROOT);
    style.setChartTitleVisible(false);
    style.setLegendVisible(false);
    style.setChartBackgroundColor(Paper.WHITE);
    style.setPlotBackgroundColor(Paper.WHITE);
    style.setChartFontColor(Paper.INK);
    style.setChartPadding((int) (Paper.MARGIN * FINE));
    style.setPlotBorderVisible(false);
    style.setPlotContentSize(1);
    style.setPlotMargin(0);
    style.setAxisTickLabelsFont(Lettering.TICKS.font("0").deriveFont(8f * FINE));
    style.setAxisTitleFont(Lettering.TITLE.font(y.title()).deriveFont(8.5f * FINE));
    style.setAxisTickLabelsColor(Paper.INK);
    style.setAxisTickMarksColor(Paper.INK);
    style.setAxisTickMarksStroke(new BasicStroke(0.6f * FINE));
    style.setAxisTickMarkLength(3 * FINE);
    style.setAxisTickPadding(2 * FINE);
    style.setAxisTitlePadding(4 * FINE);
    style.setPlotGridLinesColor(Paper.GRID);
    style.setPlotGridLinesStroke(new BasicStroke(0.4f * FINE));
    style.setPlotGridVerticalLinesVisible(false);
    style.setPlotTicksMarksVisible(false);
    style.setYAxisLabelAlignment(TextAlignment.Right);
    style.setYAxisTickMarkSpacingHint((int) Ticks.TICK_DISTANCE * FINE);
    style.setyAxisTickLabelsFormattingFunction(
        y.scale() == Axis.Scale.LOG10 ? Ticks::logLabel : Ticks::label);
    style.setMarkerSize(0);
    style.setYAxisLogarithmic(y.scale() == Axis.Scale.LOG10);
    style.setYAxisLogarithmicDecadeOnly(false);
    // XChart leaves out a tick that lies exactly at the end of an axis.
    double air = y.scale() == Axis.Scale.LOG10 ? Math.pow(yMax / yMin, 0.0025) : 0;
    double edge = (yMax - yMin) * 0.0005;
    style.setYAxisMin(air > 0 ? yMin / air : yMin - edge);
    style.setYAxisMax(air > 0 ? yMax * air : yMax + edge);
    this.yMin = yMin;
    this.yMax = yMax;
    style.setXAxisTicksVisible(false);
    style.setXAxisTitleVisible(false);
  }

  /** Lets XChart draw the x axis too, which runs from {@code min} to {@code max}. */
  void xAxis(Axis x, double min, double max) {
    chart.setXAxisTitle(x.title());
    XYStyler style = chart.getStyler();
    style.setXAxisTicksVisible(true);
    style.setXAxisTitleVisible(true);
    style.setXAxisLogarithmic(x.scale() == Axis.Scale.LOG10);
    style.setXAxisTickMarkSpacingHint(40 * FINE);
    style.setXAxisLogarithmicDecadeOnly(false);
    style.setxAxisTickLabelsFormattingFunction(
        x.scale() == Axis.Scale.LOG10 ? Ticks.logLabels(min, max) : Ticks::label);
  }

  void xRange(double min, double max) {
    double edge = (max - min) * 0.0005;
    chart.getStyler().setXAxisMin(min > 0 ? min : min - edge);
    chart.getStyler().setXAxisMax(max + edge);
    curve(new double[] {min, max}, new double[] {yMin, yMax}, Paper.tint(Paper.WHITE, 0));
  }

  /** A closed area without an outline. */
  void area(double[] x, double[] y, Color color) {
    XYSeries series = curve(x, y, color);
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
    series.setFillColor(color);
    series.setLineColor(Paper.tint(color, 0));
  }

  private XYSeries curve(double[] x, double[] y, Color color) {
    XYSeries series = chart.addSeries("s" + added++, x, y);
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(color);
    return series;
  }

  void paint(Graphics2D g, double left, double top) {
    AffineTransform before = g.getTransform();
    g.translate(left, top);
    g.scale(1.0 / FINE, 1.0 / FINE);
    chart.paint(g, (int) Math.round(width * FINE), (int) Math.round(height * FINE));
    g.setTransform(before);
  }

  double yMin() {
    return yMin;
  }

  /** Where {@code value} lies from the plot's left edge; known once it is painted. */
  double x(double value) {
    return chart.getScreenXFromChart(value) / FINE;
  }

  /** Where {@code value} lies from the plot's top; known once it is painted. */
  double y(double value) {
    return chart.getScreenYFromChart(value) / FINE;
  }
}
