package org.inferometer.server.engine;

import org.inferometer.server.model.ModelException;

/**
 * A weight matrix in the order in which {@link Kernels#tile} reads it: panels of {@code width}
 * outputs, in each all inputs one after another. Memory is then read strictly in sequence, which is
 * what a single row's speed depends on. Outputs are filled up with zeros to a whole panel.
 */
final class Matrix {
  final int inputs;
  final int outputs;
  final int width;
  final float[] panels;
  final float[] bias;

  Matrix(int inputs, int outputs, int width) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.width = width;
    long size = (long) inputs * stride();
    if (size > Integer.MAX_VALUE - 8) {
      throw new ModelException(
          "A matrix of %d x %d weights is too large, supported: up to %d weights"
              .formatted(inputs, outputs, Integer.MAX_VALUE - 8));
    }
    panels = new float[(int) size];
    bias = new float[stride()];
  }

  /** Number of panels. */
  int panelCount() {
    return (outputs + width - 1) / width;
  }

  /** Values of a row of results: the outputs, filled up to a whole panel. */
  int stride() {
    return panelCount() * width;
  }

  /** Where the weight of an input for an output is. */
  private int index(int input, int output) {
    return (output / width * inputs + input) * width + output % width;
  }

  /** Sets an output's weights. */
  void setOutput(int output, float[] weights) {
    int at = index(0, output);
    for (int k = 0; k < inputs; k++, at += width) {
      panels[at] = weights[k];
    }
  }

  /** Sets an input's weights for all outputs. */
  void setInput(int input, float[] weights) {
    for (int output = 0; output < outputs; output += width) {
      int count = Math.min(width, outputs - output);
      System.arraycopy(weights, output, panels, index(input, output), count);
    }
  }

  /** Copies an output's weights, the inverse of {@link #setOutput}. */
  void getOutput(int output, float[] into, int offset) {
    int at = index(0, output);
    for (int k = 0; k < inputs; k++, at += width) {
      into[offset + k] = panels[at];
    }
  }

  /** Sets a panel of a row of results to the bias, or adds it. */
  void startWithBias(float[] y, int row, int column, boolean add) {
    if (add) {
      for (int i = column; i < column + width; i++) {
        y[row + i] += bias[i];
      }
    } else {
      System.arraycopy(bias, column, y, row + column, width);
    }
  }
}
