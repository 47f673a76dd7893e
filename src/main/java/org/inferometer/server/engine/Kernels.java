package org.inferometer.server.engine;

import org.inferometer.server.model.Activation;

/** The inner loops of a forward pass, in float32. */
interface Kernels {
  /** The fastest that this JVM can run. */
  static Kernels best() {
    // Named by a class literal only after the check, so that nothing links to an absent module.
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
        ? new VectorKernels()
        : new ScalarKernels();
  }

  /** Columns of a matrix that {@link #tile} computes at a time. */
  int panelWidth();

  /** Most rows that {@link #tile} takes at a time: 4 or 8, as many as the registers hold. */
  int tileRows();

  /**
   * Adds the product of some rows with one panel of a matrix to {@code y}; the matrix's bias is not
   * added.
   *
   * @param matrix its columns {@code [panel * panelWidth, (panel + 1) * panelWidth)} are used
   * @param rows 1, 4 or 8, at most {@link #tileRows()}
   * @param x the rows, value {@code k} of row {@code r} at {@code xOffset + k * rows + r}
   * @param y row {@code r} at {@code yOffset + r * matrix.stride()} plus the column
   */
  void tile(Matrix matrix, int panel, int rows, float[] x, int xOffset, float[] y, int yOffset);

  /**
   * Scalar products of a query with the keys of one block.
   *
   * @param keys dimension {@code d} of position {@code p} at {@code keyOffset + d * BLOCK + p}
   * @param scores receives {@link BlockCache#BLOCK} values
   */
  void scores(
      float[] query, int size, float[] keys, int keyOffset, float[] scores, int scoreOffset);

  /**
   * Turns scores into {@code exp(scale * (score - max))} in place.
   *
   * @param count number of scores; those after it, up to a whole block, are overwritten
   * @return the sum of the first {@code count}
   */
  float exponentials(float[] scores, int from, int count, float scale);

  /**
   * Adds the weighted values of one block: {@code out[d] += weights[p] * values[p * stride + d]}.
   *
   * @param stride values of a position, a multiple of {@link #panelWidth()}
   */
  void addValues(
      float[] weights,
      int weightOffset,
      int positions,
      float[] values,
      int valueOffset,
      int stride,
      float[] out);

  /** Applies a non-linearity in place. */
  void activate(Activation activation, float[] x, int offset, int count);

  /** Sets {@code x[i] = x[i] * y[i]} in a range that both have. */
  void multiply(float[] x, float[] y, int offset, int count);

  /** {@code y = (x - mean) / sqrt(variance + epsilon) * weight + bias}. */
  void layerNorm(Norm norm, float[] x, int xOffset, float[] y);

  /** {@code y = x / sqrt(mean(x^2) + epsilon) * weight}. */
  void rmsNorm(Norm norm, float[] x, int xOffset, float[] y);
}
