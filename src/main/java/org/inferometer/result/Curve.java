package org.inferometer.result;

/**
 * An empirical distribution for drawing: points of the exact step function, all of them for small
 * samples, else a thousand evenly spaced ones and the tail in full detail. No value is
 * interpolated.
 *
 * @param values ascending, in the metric's unit
 * @param shares share of all values that are at most the value beside it, in (0, 1]
 * @param count size of the sample
 */
public record Curve(double[] values, double[] shares, long count) {}
