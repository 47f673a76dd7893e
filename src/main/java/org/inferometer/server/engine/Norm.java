package org.inferometer.server.engine;

/**
 * A normalization layer.
 *
 * @param weight one factor per dimension
 * @param bias one summand per dimension, or {@code null} for RMSNorm
 * @param epsilon added to the variance
 */
record Norm(float[] weight, float[] bias, float epsilon) {
  /** Normalizes {@code x[xOffset, xOffset + size)} into the start of {@code y}. */
  void apply(Kernels kernels, float[] x, int xOffset, float[] y) {
    if (bias == null) {
      kernels.rmsNorm(this, x, xOffset, y);
    } else {
      kernels.layerNorm(this, x, xOffset, y);
    }
  }
}
