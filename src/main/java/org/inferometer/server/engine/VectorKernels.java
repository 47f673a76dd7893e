package org.inferometer.server.engine;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.inferometer.server.model.Activation;

/** The Vector API's kernels, at the machine's preferred vector width. */
final class VectorKernels implements Kernels {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();
  static final int WIDTH = 2 * LANES;
  private static final float SQRT_8_OVER_PI = (float) Math.sqrt(8 / Math.PI);

  @Override
  public int panelWidth() {
    return WIDTH;
  }

  @Override
  public int tileRows() {
    // Eight rows need 19 vector registers: AVX-512 and NEON have 32, AVX2 has 16.
    return LANES == 8 ? 4 : 8;
  }

  @Override
  public void tile(
      Matrix matrix, int panel, int rows, float[] x, int xOffset, float[] y, int yOffset) {
    switch (rows) {
      case 1 -> VectorTiles.one(matrix, panel, x, xOffset, y, yOffset);
      case 4 -> VectorTiles.four(matrix, panel, x, xOffset, y, yOffset);
      case 8 -> VectorTiles.eight(matrix, panel, x, xOffset, y, yOffset);
      default -> throw new IllegalArgumentException(rows + " rows");
    }
  }

  @Override
  public void scores(
      float[] query, int size, float[] keys, int keyOffset, float[] scores, int scoreOffset) {
    for (int p = 0; p < BlockCache.BLOCK; p += 4 * LANES) {
      FloatVector a = FloatVector.zero(SPECIES);
      FloatVector b = FloatVector.zero(SPECIES);
      FloatVector c = FloatVector.zero(SPECIES);
      FloatVector d = FloatVector.zero(SPECIES);
      int key = keyOffset + p;
      for (int i = 0; i < size; i++) {
        FloatVector q = FloatVector.broadcast(SPECIES, query[i]);
        int at = key + i * BlockCache.BLOCK;
        a = q.fma(FloatVector.fromArray(SPECIES, keys, at), a);
        b = q.fma(FloatVector.fromArray(SPECIES, keys, at + LANES), b);
        c = q.fma(FloatVector.fromArray(SPECIES, keys, at + 2 * LANES), c);
        d = q.fma(FloatVector.fromArray(SPECIES, keys, at + 3 * LANES), d);
      }
      a.intoArray(scores, scoreOffset + p);
      b.intoArray(scores, scoreOffset + p + LANES);
      c.intoArray(scores, scoreOffset + p + 2 * LANES);
      d.intoArray(scores, scoreOffset + p + 3 * LANES);
    }
  }

  @Override
  public float exponentials(float[] scores, int from, int count, float scale) {
    int end = from + count;
    int padded = from + (count + LANES - 1) / LANES * LANES;
    for (int i = end; i < padded; i++) {
      scores[i] = Float.NEGATIVE_INFINITY;
    }
    FloatVector largest = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    for (int i = from; i < padded; i += LANES) {
      largest = largest.max(FloatVector.fromArray(SPECIES, scores, i));
    }
    FloatVector max = FloatVector.broadcast(SPECIES, largest.reduceLanes(VectorOperators.MAX));
    FloatVector sums = FloatVector.zero(SPECIES);
    for (int i = from; i < padded; i += LANES) {
      FloatVector score = FloatVector.fromArray(SPECIES, scores, i);
      FloatVector exponential = VectorMath.exp(score.sub(max).mul(scale));
      exponential.intoArray(scores, i);
      sums = sums.add(exponential);
    }
    return sums.reduceLanes(VectorOperators.ADD);
  }

  @Override
  public void addValues(
      float[] weights,
      int weightOffset,
      int positions,
      float[] values,
      int valueOffset,
      int stride,
      float[] out) {
    int column = 0;
    for (; column + 4 * LANES <= stride; column += 4 * LANES) {
      FloatVector a = FloatVector.fromArray(SPECIES, out, column);
      FloatVector b = FloatVector.fromArray(SPECIES, out, column + LANES);
      FloatVector c = FloatVector.fromArray(SPECIES, out, column + 2 * LANES);
      FloatVector d = FloatVector.fromArray(SPECIES, out, column + 3 * LANES);
      int value = valueOffset + column;
      for (int p = 0; p < positions; p++) {
        FloatVector weight = FloatVector.broadcast(SPECIES, weights[weightOffset + p]);
        int at = value + p * stride;
        a = weight.fma(FloatVector.fromArray(SPECIES, values, at), a);
        b = weight.fma(FloatVector.fromArray(SPECIES, values, at + LANES), b);
        c = weight.fma(FloatVector.fromArray(SPECIES, values, at + 2 * LANES), c);
        d = weight.fma(FloatVector.fromArray(SPECIES, values, at + 3 * LANES), d);
      }
      a.intoArray(out, column);
      b.intoArray(out, column + LANES);
      c.intoArray(out, column + 2 * LANES);
      d.intoArray(out, column + 3 * LANES);
    }
    for (; column < stride; column += LANES) {
      FloatVector sum = FloatVector.fromArray(SPECIES, out, column);
      for (int p = 0; p < positions; p++) {
        FloatVector weight = FloatVector.broadcast(SPECIES, weights[weightOffset + p]);
        int at = valueOffset + column + p * stride;
        sum = weight.fma(FloatVector.fromArray(SPECIES, values, at), sum);
      }
      sum.intoArray(out, column);
    }
  }

  @Override
  public void activate(Activation activation, float[] x, int offset, int count) {
    switch (activation) {
      case GELU_TANH -> VectorMath.swish(x, offset, count, SQRT_8_OVER_PI, 0.044715f);
      case GELU -> VectorMath.gelu(x, offset, count);
      case SILU -> VectorMath.swish(x, offset, count, 1, 0);
    }
  }

  @Override
  public void multiply(float[] x, float[] y, int offset, int count) {
    VectorMath.multiply(x, y, offset, count);
  }

  @Override
  public void layerNorm(Norm norm, float[] x, int xOffset, float[] y) {
    VectorMath.layerNorm(norm, x, xOffset, y);
  }

  @Override
  public void rmsNorm(Norm norm, float[] x, int xOffset, float[] y) {
    VectorMath.rmsNorm(norm, x, xOffset, y);
  }
}
