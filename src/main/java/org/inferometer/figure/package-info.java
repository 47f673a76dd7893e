/**
 * Pictures made from a run directory alone: charts as plain data, what draws them as PNG, PDF, SVG
 * and PGFPlots, and the catalogue of figures. Knows what a run directory holds and nothing of how
 * it was measured, so that every figure can be redrawn without a GPU.
 */
package org.inferometer.figure;
