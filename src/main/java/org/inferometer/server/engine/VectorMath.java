package org.inferometer.server.engine;

import static org.inferometer.server.engine.VectorKernels.LANES;
import static org.inferometer.server.engine.VectorKernels.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Element-wise functions and norms on vectors; what is left at the end is done one by one. */
final class VectorMath {
  private static final float LOG2_E = 1.44269504f;
  // ln 2 in two parts, the first with few bits, so that n * LN2_HIGH is exact (Cephes expf).
  private static final float LN2_HIGH = 0.693359375f;
  private static final float LN2_LOW = -2.12194440e-4f;
  // Adding it leaves the nearest whole number, plus the exponent's bias, in the lowest bits.
  private static final float ROUND = 0x1.8p23f + 127;
  private static final float SQRT_HALF = (float) Math.sqrt(0.5);

  private VectorMath() {}

  /** e^x, relative error below 2e-7; saturates at the ends of float's normal numbers. */
  static FloatVector exp(FloatVector power) {
    FloatVector x = power.max(-87.3f).min(88.3f);
    FloatVector rounded =
        x.fma(FloatVector.broadcast(SPECIES, LOG2_E), FloatVector.broadcast(SPECIES, ROUND));
    FloatVector n = rounded.sub(ROUND);
    FloatVector r = n.fma(FloatVector.broadcast(SPECIES, -LN2_HIGH), x);
    r = n.fma(FloatVector.broadcast(SPECIES, -LN2_LOW), r);
    FloatVector p = FloatVector.broadcast(SPECIES, 1.9875691500e-4f);
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1.3981999507e-3f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 8.3334519073e-3f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 4.1665795894e-2f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1.6666665459e-1f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 5.0000001201e-1f));
    p = p.fma(r.mul(r), r).add(1f);
    FloatVector scale =
        rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    return p.mul(scale);
  }

  /**
   * In place {@code x / (1 + exp(-slope x (1 + cubic x^2)))}: with 1 and 0 silu; with sqrt(8/pi)
   * and 0.044715 the tanh form of gelu, since {@code 0.5 (1 + tanh(u)) = 1 / (1 + exp(-2u))}.
   */
  static void swish(float[] x, int offset, int count, float slope, float cubic) {
    int i = offset;
    for (; i + LANES <= offset + count; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, i);
      FloatVector bend = v.mul(v).mul(cubic).add(1f);
      v.div(exp(v.mul(bend).mul(-slope)).add(1f)).intoArray(x, i);
    }
    for (; i < offset + count; i++) {
      double power = -slope * x[i] * (1 + cubic * x[i] * x[i]);
      x[i] = (float) (x[i] / (1 + Math.exp(power)));
    }
  }

  /** In place; erf by Abramowitz and Stegun 7.1.26, absolute error below 2e-7. */
  static void gelu(float[] x, int offset, int count) {
    int i = 0;
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    for (; i + LANES <= count; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, offset + i);
      FloatVector z = v.abs().mul(SQRT_HALF);
      FloatVector t = one.div(z.fma(FloatVector.broadcast(SPECIES, 0.3275911f), one));
      FloatVector p = FloatVector.broadcast(SPECIES, 1.061405429f);
      p = p.fma(t, FloatVector.broadcast(SPECIES, -1.453152027f));
      p = p.fma(t, FloatVector.broadcast(SPECIES, 1.421413741f));
      p = p.fma(t, FloatVector.broadcast(SPECIES, -0.284496736f));
      p = p.fma(t, FloatVector.broadcast(SPECIES, 0.254829592f));
      // 1 - erf|z|; x (1 + erf) / 2 is then x - x q / 2 above zero and x q / 2 below.
      FloatVector q = p.mul(t).mul(exp(z.mul(z).neg())).mul(0.5f);
      FloatVector positive = v.max(0f);
      positive.sub(v.abs().mul(q)).intoArray(x, offset + i);
    }
    for (; i < count; i++) {
      x[offset + i] = ScalarKernels.gelu(x[offset + i]);
    }
  }

  static void multiply(float[] x, float[] y, int offset, int count) {
    int i = offset;
    for (; i + LANES <= offset + count; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, i);
      v.mul(FloatVector.fromArray(SPECIES, y, i)).intoArray(x, i);
    }
    for (; i < offset + count; i++) {
      x[i] *= y[i];
    }
  }

  static void layerNorm(Norm norm, float[] x, int xOffset, float[] y) {
    int size = norm.weight().length;
    float mean = sum(x, xOffset, size) / size;
    float variance = squares(x, xOffset, size, mean) / size;
    scale(norm, x, xOffset, mean, (float) (1 / Math.sqrt(variance + norm.epsilon())), y);
  }

  static void rmsNorm(Norm norm, float[] x, int xOffset, float[] y) {
    int size = norm.weight().length;
    float meanSquare = squares(x, xOffset, size, 0) / size;
    scale(norm, x, xOffset, 0, (float) (1 / Math.sqrt(meanSquare + norm.epsilon())), y);
  }

  private static float sum(float[] x, int offset, int size) {
    FloatVector sums = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i + LANES <= size; i += LANES) {
      sums = sums.add(FloatVector.fromArray(SPECIES, x, offset + i));
    }
    float sum = sums.reduceLanes(VectorOperators.ADD);
    for (; i < size; i++) {
      sum += x[offset + i];
    }
    return sum;
  }

  private static float squares(float[] x, int offset, int size, float mean) {
    FloatVector sums = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i + LANES <= size; i += LANES) {
      FloatVector difference = FloatVector.fromArray(SPECIES, x, offset + i).sub(mean);
      sums = difference.fma(difference, sums);
    }
    float sum = sums.reduceLanes(VectorOperators.ADD);
    for (; i < size; i++) {
      sum += (x[offset + i] - mean) * (x[offset + i] - mean);
    }
    return sum;
  }

  private static void scale(
      Norm norm, float[] x, int xOffset, float mean, float factor, float[] y) {
    float[] weight = norm.weight();
    float[] bias = norm.bias();
    int size = weight.length;
    int i = 0;
    for (; i + LANES <= size; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOffset + i).sub(mean).mul(factor);
      v = v.mul(FloatVector.fromArray(SPECIES, weight, i));
      if (bias != null) {
        v = v.add(FloatVector.fromArray(SPECIES, bias, i));
      }
      v.intoArray(y, i);
    }
    for (; i < size; i++) {
      float v = (x[xOffset + i] - mean) * factor * weight[i];
      y[i] = bias == null ? v : v + bias[i];
    }
  }
}
