package org.inferometer.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.inferometer.server.model.Activation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vector kernels against plain double arithmetic, at sizes that leave rests. */
class KernelsTest {
  private final Kernels kernels = new VectorKernels();
  private final SplittableRandom random = new SplittableRandom(7);

  @ParameterizedTest
  @EnumSource(Activation.class)
  void activationsAreExactToFloatPrecisionOverTheirWholeRange(Activation activation) {
    float[] x = new float[4003];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i - 2001) / 100f;
    }
    float[] y = x.clone();
    kernels.activate(activation, y, 0, y.length);
    for (int i = 0; i < x.length; i++) {
      double expected = expected(activation, x[i]);
      assertThat((double) y[i])
          .as("%s(%s)", activation, x[i])
          .isCloseTo(expected, within(4e-7 * Math.max(1, Math.abs(x[i]))));
    }
  }

  private static double expected(Activation activation, double x) {
    return switch (activation) {
      case GELU_TANH ->
          0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
      case GELU -> x * normalDistribution(x);
      case SILU -> x / (1 + Math.exp(-x));
    };
  }

  /** Integrated with Simpson's rule from far left. */
  private static double normalDistribution(double x) {
    if (x < -9) {
      return 0;
    }
    int steps = 2000;
    double width = (x + 9) / steps;
    double sum = 0;
    for (int i = 0; i <= steps; i++) {
      double t = -9 + i * width;
      int weight = i == 0 || i == steps ? 1 : i % 2 == 0 ? 2 : 4;
      sum += weight * Math.exp(-t * t / 2);
    }
    return sum * width / 3 / Math.sqrt(2 * Math.PI);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 16, 17, 63, 200})
  void exponentialsCoverExactlyTheAskedRange(int count) {
    float[] scores = floats(512);
    for (int i = 0; i < scores.length; i++) {
      scores[i] *= 30;
    }
    float[] given = scores.clone();
    float sum = kernels.exponentials(scores, 5, count, 0.5f);
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 5; i < 5 + count; i++) {
      max = Math.max(max, given[i]);
    }
    double expectedSum = 0;
    for (int i = 5; i < 5 + count; i++) {
      double expected = Math.exp(0.5 * (given[i] - max));
      expectedSum += expected;
      assertThat((double) scores[i]).isCloseTo(expected, within(5e-6 * expected));
    }
    assertThat((double) sum).isCloseTo(expectedSum, within(1e-5 * expectedSum));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 20})
  void productsOfAnyNumberOfRowsMatchPlainSums(int rows) {
    int inputs = 37;
    int outputs = 75;
    Matrix matrix = new Matrix(inputs, outputs, kernels.panelWidth());
    float[][] weights = new float[outputs][];
    for (int i = 0; i < outputs; i++) {
      weights[i] = floats(inputs);
      matrix.setOutput(i, weights[i]);
      matrix.bias[i] = i % 3;
    }
    float[] x = floats(rows * inputs);
    float[] y = new float[(rows + 7) / 8 * 8 * matrix.stride()];
    try (Workers workers = new Workers(2)) {
      new Products(kernels, workers, inputs).multiply(null, x, inputs, rows, matrix, y, false);
    }
    for (int row = 0; row < rows; row++) {
      for (int output = 0; output < outputs; output++) {
        double expected = output % 3;
        for (int k = 0; k < inputs; k++) {
          expected += (double) x[row * inputs + k] * weights[output][k];
        }
        assertThat((double) y[row * matrix.stride() + output]).isCloseTo(expected, within(2e-5));
      }
    }
  }

  @Test
  void normsMatchTheirDefinition() {
    int size = 83;
    Norm norm = new Norm(floats(size), floats(size), 1e-5f);
    float[] x = floats(size + 3);
    float[] vector = new float[size];
    float[] scalar = new float[size];
    norm.apply(kernels, x, 3, vector);
    norm.apply(new ScalarKernels(), x, 3, scalar);
    assertThat(vector).containsExactly(scalar, within(3e-6f));
    Norm rms = new Norm(norm.weight(), null, 1e-5f);
    rms.apply(kernels, x, 3, vector);
    rms.apply(new ScalarKernels(), x, 3, scalar);
    assertThat(vector).containsExactly(scalar, within(3e-6f));
  }

  private float[] floats(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }
}
