/**
 * Pictures made from a run directory alone: charts as plain data, what draws them as PNG, PDF, SVG
 * and PGFPlots, and the catalogue of figures. Knows {@code result} and the values that it hands
 * out, nothing else, so that every figure can be redrawn without a GPU.
 */
package org.inferometer.figure;
