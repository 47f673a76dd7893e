package org.inferometer.server.engine;

import java.util.Arrays;
import org.inferometer.server.model.Activation;

/**
 * Plain loops, for a JVM without the Vector API; the JIT compiler vectorizes the innermost ones.
 */
final class ScalarKernels implements Kernels {
  private static final int WIDTH = 16;
  private static final float SQRT_2_OVER_PI = (float) Math.sqrt(2 / Math.PI);

  @Override
  public int panelWidth() {
    return WIDTH;
  }

  @Override
  public int tileRows() {
    return 8;
  }

  @Override
  public void tile(
      Matrix matrix, int panel, int rows, float[] x, int xOffset, float[] y, int yOffset) {
    float[] sums = new float[WIDTH];
    for (int row = 0; row < rows; row++) {
      int at = yOffset + row * matrix.stride() + panel * WIDTH;
      System.arraycopy(y, at, sums, 0, WIDTH);
      int weight = panel * matrix.inputs * WIDTH;
      for (int k = 0; k < matrix.inputs; k++, weight += WIDTH) {
        float value = x[xOffset + k * rows + row];
        for (int j = 0; j < WIDTH; j++) {
          sums[j] += value * matrix.panels[weight + j];
        }
      }
      System.arraycopy(sums, 0, y, at, WIDTH);
    }
  }

  @Override
  public void scores(
      float[] query, int size, float[] keys, int keyOffset, float[] scores, int scoreOffset) {
    Arrays.fill(scores, scoreOffset, scoreOffset + BlockCache.BLOCK, 0);
    for (int d = 0; d < size; d++) {
      int key = keyOffset + d * BlockCache.BLOCK;
      for (int p = 0; p < BlockCache.BLOCK; p++) {
        scores[scoreOffset + p] += query[d] * keys[key + p];
      }
    }
  }

  @Override
  public float exponentials(float[] scores, int from, int count, float scale) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = from; i < from + count; i++) {
      max = Math.max(max, scores[i]);
    }
    float sum = 0;
    for (int i = from; i < from + count; i++) {
      scores[i] = (float) Math.exp(scale * (scores[i] - max));
      sum += scores[i];
    }
    return sum;
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
    for (int p = 0; p < positions; p++) {
      float weight = weights[weightOffset + p];
      int value = valueOffset + p * stride;
      for (int d = 0; d < stride; d++) {
        out[d] += weight * values[value + d];
      }
    }
  }

  @Override
  public void activate(Activation activation, float[] x, int offset, int count) {
    for (int i = offset; i < offset + count; i++) {
      x[i] =
          switch (activation) {
            case GELU_TANH -> geluTanh(x[i]);
            case GELU -> gelu(x[i]);
            case SILU -> silu(x[i]);
          };
    }
  }

  @Override
  public void multiply(float[] x, float[] y, int offset, int count) {
    for (int i = offset; i < offset + count; i++) {
      x[i] *= y[i];
    }
  }

  static float geluTanh(float x) {
    float inner = SQRT_2_OVER_PI * (x + 0.044715f * x * x * x);
    return 0.5f * x * (1 + (float) Math.tanh(inner));
  }

  static float gelu(float x) {
    return (float) (0.5 * x * (1 + erf(x / Math.sqrt(2))));
  }

  static float silu(float x) {
    return (float) (x / (1 + Math.exp(-x)));
  }

  /** Abramowitz and Stegun 7.1.26; absolute error below 1.5e-7. */
  private static double erf(double x) {
    double t = 1 / (1 + 0.3275911 * Math.abs(x));
    double polynomial =
        t
            * (0.254829592
                + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
    return Math.copySign(1 - polynomial * Math.exp(-x * x), x);
  }

  @Override
  public void layerNorm(Norm norm, float[] x, int xOffset, float[] y) {
    int size = norm.weight().length;
    double mean = 0;
    for (int i = 0; i < size; i++) {
      mean += x[xOffset + i];
    }
    mean /= size;
    double variance = 0;
    for (int i = 0; i < size; i++) {
      double difference = x[xOffset + i] - mean;
      variance += difference * difference;
    }
    float scale = (float) (1 / Math.sqrt(variance / size + norm.epsilon()));
    for (int i = 0; i < size; i++) {
      y[i] = (x[xOffset + i] - (float) mean) * scale * norm.weight()[i] + norm.bias()[i];
    }
  }

  @Override
  public void rmsNorm(Norm norm, float[] x, int xOffset, float[] y) {
    int size = norm.weight().length;
    double squares = 0;
    for (int i = 0; i < size; i++) {
      squares += (double) x[xOffset + i] * x[xOffset + i];
    }
    float scale = (float) (1 / Math.sqrt(squares / size + norm.epsilon()));
    for (int i = 0; i < size; i++) {
      y[i] = x[xOffset + i] * scale * norm.weight()[i];
    }
  }
}
