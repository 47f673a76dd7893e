package org.inferometer.server.engine;

import static org.inferometer.server.engine.VectorKernels.LANES;
import static org.inferometer.server.engine.VectorKernels.SPECIES;
import static org.inferometer.server.engine.VectorKernels.WIDTH;

import jdk.incubator.vector.FloatVector;

/**
 * {@link Kernels#tile} for 1, 4 and 8 rows. The sums are local variables, two vectors a row, so
 * that they stay in registers; each weight is read once for all rows. Vectors are never handed to
 * another method: where the JIT compiler does not inline one, it allocates them on the heap, in the
 * loop as well, and the kernel is ten times slower.
 */
final class VectorTiles {
  private VectorTiles() {}

  static void one(Matrix matrix, int panel, float[] x, int xOffset, float[] y, int yOffset) {
    float[] panels = matrix.panels;
    int inputs = matrix.inputs;
    int from = panel * inputs * WIDTH;
    int y0 = yOffset + panel * WIDTH;
    FloatVector a0 = FloatVector.fromArray(SPECIES, y, y0);
    FloatVector b0 = FloatVector.fromArray(SPECIES, y, y0 + LANES);
    for (int k = 0; k < inputs; k++) {
      FloatVector a = FloatVector.fromArray(SPECIES, panels, from + k * WIDTH);
      FloatVector b = FloatVector.fromArray(SPECIES, panels, from + k * WIDTH + LANES);
      FloatVector v = FloatVector.broadcast(SPECIES, x[xOffset + k]);
      a0 = v.fma(a, a0);
      b0 = v.fma(b, b0);
    }
    a0.intoArray(y, y0);
    b0.intoArray(y, y0 + LANES);
  }

  static void four(Matrix matrix, int panel, float[] x, int xOffset, float[] y, int yOffset) {
    float[] panels = matrix.panels;
    int inputs = matrix.inputs;
    int from = panel * inputs * WIDTH;
    int y0 = yOffset + panel * WIDTH;
    int stride = matrix.stride();
    int y1 = y0 + stride;
    int y2 = y1 + stride;
    int y3 = y2 + stride;
    FloatVector a0 = FloatVector.fromArray(SPECIES, y, y0);
    FloatVector b0 = FloatVector.fromArray(SPECIES, y, y0 + LANES);
    FloatVector a1 = FloatVector.fromArray(SPECIES, y, y1);
    FloatVector b1 = FloatVector.fromArray(SPECIES, y, y1 + LANES);
    FloatVector a2 = FloatVector.fromArray(SPECIES, y, y2);
    FloatVector b2 = FloatVector.fromArray(SPECIES, y, y2 + LANES);
    FloatVector a3 = FloatVector.fromArray(SPECIES, y, y3);
    FloatVector b3 = FloatVector.fromArray(SPECIES, y, y3 + LANES);
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
    a0.intoArray(y, y0);
    b0.intoArray(y, y0 + LANES);
    a1.intoArray(y, y1);
    b1.intoArray(y, y1 + LANES);
    a2.intoArray(y, y2);
    b2.intoArray(y, y2 + LANES);
    a3.intoArray(y, y3);
    b3.intoArray(y, y3 + LANES);
  }

  static void eight(Matrix matrix, int panel, float[] x, int xOffset, float[] y, int yOffset) {
    float[] panels = matrix.panels;
    int inputs = matrix.inputs;
    int from = panel * inputs * WIDTH;
    int y0 = yOffset + panel * WIDTH;
    int stride = matrix.stride();
    int y1 = y0 + stride;
    int y2 = y1 + stride;
    int y3 = y2 + stride;
    int y4 = y3 + stride;
    int y5 = y4 + stride;
    int y6 = y5 + stride;
    int y7 = y6 + stride;
    FloatVector a0 = FloatVector.fromArray(SPECIES, y, y0);
    FloatVector b0 = FloatVector.fromArray(SPECIES, y, y0 + LANES);
    FloatVector a1 = FloatVector.fromArray(SPECIES, y, y1);
    FloatVector b1 = FloatVector.fromArray(SPECIES, y, y1 + LANES);
    FloatVector a2 = FloatVector.fromArray(SPECIES, y, y2);
    FloatVector b2 = FloatVector.fromArray(SPECIES, y, y2 + LANES);
    FloatVector a3 = FloatVector.fromArray(SPECIES, y, y3);
    FloatVector b3 = FloatVector.fromArray(SPECIES, y, y3 + LANES);
    FloatVector a4 = FloatVector.fromArray(SPECIES, y, y4);
    FloatVector b4 = FloatVector.fromArray(SPECIES, y, y4 + LANES);
    FloatVector a5 = FloatVector.fromArray(SPECIES, y, y5);
    FloatVector b5 = FloatVector.fromArray(SPECIES, y, y5 + LANES);
    FloatVector a6 = FloatVector.fromArray(SPECIES, y, y6);
    FloatVector b6 = FloatVector.fromArray(SPECIES, y, y6 + LANES);
    FloatVector a7 = FloatVector.fromArray(SPECIES, y, y7);
    FloatVector b7 = FloatVector.fromArray(SPECIES, y, y7 + LANES);
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
    a0.intoArray(y, y0);
    b0.intoArray(y, y0 + LANES);
    a1.intoArray(y, y1);
    b1.intoArray(y, y1 + LANES);
    a2.intoArray(y, y2);
    b2.intoArray(y, y2 + LANES);
    a3.intoArray(y, y3);
    b3.intoArray(y, y3 + LANES);
    a4.intoArray(y, y4);
    b4.intoArray(y, y4 + LANES);
    a5.intoArray(y, y5);
    b5.intoArray(y, y5 + LANES);
    a6.intoArray(y, y6);
    b6.intoArray(y, y6 + LANES);
    a7.intoArray(y, y7);
    b7.intoArray(y, y7 + LANES);
  }
}
