package org.inferometer.server.engine;

import static org.inferometer.server.engine.VectorKernels.LANES;
import static org.inferometer.server.engine.VectorKernels.SPECIES;
import static org.inferometer.server.engine.VectorKernels.WIDTH;

import jdk.incubator.vector.FloatVector;

/**
 * {@link Kernels#tile} for 1, 2, 4 and 8 rows. The sums are local variables, two vectors a row, so
 * that they stay in registers; each weight is read once for all rows.
 */
final class VectorTiles {
  private VectorTiles() {}

  static void one(
      Matrix matrix, int panel, float[] x, int xOffset, float[] y, int yOffset, boolean add) {
    float[] panels = matrix.panels;
    int inputs = matrix.inputs;
    int from = panel * inputs * WIDTH;
    int column = panel * WIDTH;
    FloatVector a0 = FloatVector.fromArray(SPECIES, matrix.bias, column);
    FloatVector b0 = FloatVector.fromArray(SPECIES, matrix.bias, column + LANES);
    for (int k = 0; k < inputs; k++) {
      FloatVector a = FloatVector.fromArray(SPECIES, panels, from + k * WIDTH);
      FloatVector b = FloatVector.fromArray(SPECIES, panels, from + k * WIDTH + LANES);
      FloatVector v = FloatVector.broadcast(SPECIES, x[xOffset + k]);
      a0 = v.fma(a, a0);
      b0 = v.fma(b, b0);
    }
    store(a0, b0, y, yOffset + column, add);
  }

  static void two(
      Matrix matrix, int panel, float[] x, int xOffset, float[] y, int yOffset, boolean add) {
    float[] panels = matrix.panels;
    int inputs = matrix.inputs;
    int from = panel * inputs * WIDTH;
    int column = panel * WIDTH;
    FloatVector a0 = FloatVector.fromArray(SPECIES, matrix.bias, column);
    FloatVector b0 = FloatVector.fromArray(SPECIES, matrix.bias, column + LANES);
    FloatVector a1 = a0;
    FloatVector b1 = b0;
    for (int k = 0; k < inputs; k++) {
      FloatVector a = FloatVector.fromArray(SPECIES, panels, from + k * WIDTH);
      FloatVector b = FloatVector.fromArray(SPECIES, panels, from + k * WIDTH + LANES);
      FloatVector v = FloatVector.broadcast(SPECIES, x[xOffset + k * 2]);
      a0 = v.fma(a, a0);
      b0 = v.fma(b, b0);
      v = FloatVector.broadcast(SPECIES, x[xOffset + k * 2 + 1]);
      a1 = v.fma(a, a1);
      b1 = v.fma(b, b1);
    }
    int stride = matrix.stride();
    store(a0, b0, y, yOffset + column, add);
    store(a1, b1, y, yOffset + stride + column, add);
  }

  static void four(
      Matrix matrix, int panel, float[] x, int xOffset, float[] y, int yOffset, boolean add) {
    float[] panels = matrix.panels;
    int inputs = matrix.inputs;
    int from = panel * inputs * WIDTH;
    int column = panel * WIDTH;
    FloatVector a0 = FloatVector.fromArray(SPECIES, matrix.bias, column);
    FloatVector b0 = FloatVector.fromArray(SPECIES, matrix.bias, column + LANES);
    FloatVector a1 = a0;
    FloatVector b1 = b0;
    FloatVector a2 = a0;
    FloatVector b2 = b0;
    FloatVector a3 = a0;
    FloatVector b3 = b0;
    for (int k = 0; k < inputs; k++) {
      FloatVector a = FloatVector.fromArray(SPECIES, panels, from + k * WIDTH);
      FloatVector b = FloatVector.fromArray(SPECIES, panels, from + k * WIDTH + LANES);
      FloatVector v = FloatVector.broadcast(SPECIES, x[xOffset + k * 4]);
      a0 = v.fma(a, a0);
      b0 = v.fma(b, b0);
      v = FloatVector.broadcast(SPECIES, x[xOffset + k * 4 + 1]);
      a1 = v.fma(a, a1);
      b1 = v.fma(b, b1);
      v = FloatVector.broadcast(SPECIES, x[xOffset + k * 4 + 2]);
      a2 = v.fma(a, a2);
      b2 = v.fma(b, b2);
      v = FloatVector.broadcast(SPECIES, x[xOffset + k * 4 + 3]);
      a3 = v.fma(a, a3);
      b3 = v.fma(b, b3);
    }
    int stride = matrix.stride();
    store(a0, b0, y, yOffset + column, add);
    store(a1, b1, y, yOffset + stride + column, add);
    store(a2, b2, y, yOffset + 2 * stride + column, add);
    store(a3, b3, y, yOffset + 3 * stride + column, add);
  }

  static void eight(
      Matrix matrix, int panel, float[] x, int xOffset, float[] y, int yOffset, boolean add) {
    float[] panels = matrix.panels;
    int inputs = matrix.inputs;
    int from = panel * inputs * WIDTH;
    int column = panel * WIDTH;
    FloatVector a0 = FloatVector.fromArray(SPECIES, matrix.bias, column);
    FloatVector b0 = FloatVector.fromArray(SPECIES, matrix.bias, column + LANES);
    FloatVector a1 = a0;
    FloatVector b1 = b0;
    FloatVector a2 = a0;
    FloatVector b2 = b0;
    FloatVector a3 = a0;
    FloatVector b3 = b0;
    FloatVector a4 = a0;
    FloatVector b4 = b0;
    FloatVector a5 = a0;
    FloatVector b5 = b0;
    FloatVector a6 = a0;
    FloatVector b6 = b0;
    FloatVector a7 = a0;
    FloatVector b7 = b0;
    for (int k = 0; k < inputs; k++) {
      FloatVector a = FloatVector.fromArray(SPECIES, panels, from + k * WIDTH);
      FloatVector b = FloatVector.fromArray(SPECIES, panels, from + k * WIDTH + LANES);
      FloatVector v = FloatVector.broadcast(SPECIES, x[xOffset + k * 8]);
      a0 = v.fma(a, a0);
      b0 = v.fma(b, b0);
      v = FloatVector.broadcast(SPECIES, x[xOffset + k * 8 + 1]);
      a1 = v.fma(a, a1);
      b1 = v.fma(b, b1);
      v = FloatVector.broadcast(SPECIES, x[xOffset + k * 8 + 2]);
      a2 = v.fma(a, a2);
      b2 = v.fma(b, b2);
      v = FloatVector.broadcast(SPECIES, x[xOffset + k * 8 + 3]);
      a3 = v.fma(a, a3);
      b3 = v.fma(b, b3);
      v = FloatVector.broadcast(SPECIES, x[xOffset + k * 8 + 4]);
      a4 = v.fma(a, a4);
      b4 = v.fma(b, b4);
      v = FloatVector.broadcast(SPECIES, x[xOffset + k * 8 + 5]);
      a5 = v.fma(a, a5);
      b5 = v.fma(b, b5);
      v = FloatVector.broadcast(SPECIES, x[xOffset + k * 8 + 6]);
      a6 = v.fma(a, a6);
      b6 = v.fma(b, b6);
      v = FloatVector.broadcast(SPECIES, x[xOffset + k * 8 + 7]);
      a7 = v.fma(a, a7);
      b7 = v.fma(b, b7);
    }
    int stride = matrix.stride();
    store(a0, b0, y, yOffset + column, add);
    store(a1, b1, y, yOffset + stride + column, add);
    store(a2, b2, y, yOffset + 2 * stride + column, add);
    store(a3, b3, y, yOffset + 3 * stride + column, add);
    store(a4, b4, y, yOffset + 4 * stride + column, add);
    store(a5, b5, y, yOffset + 5 * stride + column, add);
    store(a6, b6, y, yOffset + 6 * stride + column, add);
    store(a7, b7, y, yOffset + 7 * stride + column, add);
  }

  private static void store(FloatVector a, FloatVector b, float[] y, int offset, boolean add) {
    if (add) {
      a.add(FloatVector.fromArray(SPECIES, y, offset)).intoArray(y, offset);
      b.add(FloatVector.fromArray(SPECIES, y, offset + LANES)).intoArray(y, offset + LANES);
    } else {
      a.intoArray(y, offset);
      b.intoArray(y, offset + LANES);
    }
  }
}
