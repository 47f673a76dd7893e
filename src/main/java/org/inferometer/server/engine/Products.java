package org.inferometer.server.engine;

import org.inferometer.server.model.Activation;

/** Products of rows with matrices, spread over the workers panel by panel. */
final class Products {
  /** Below this many multiplications a region costs more than it saves. */
  private static final long WORTH_SHARING = 100_000;

  private final Kernels kernels;
  private final Workers workers;
  private final float[][] normalized;
  private float[] packed = {};
  private int rows;

  Products(Kernels kernels, Workers workers, int hiddenSize) {
    this.kernels = kernels;
    this.workers = workers;
    this.normalized = new float[workers.count()][hiddenSize];
  }

  /**
   * Multiplies rows with a matrix.
   *
   * @param norm applied to each row first, or {@code null}
   * @param x the rows, {@code xStride} apart
   * @param y the results, {@code matrix.stride()} apart, with room for whole tiles of rows
   * @param add whether the results are added to what is in {@code y}
   */
  void multiply(
      Norm norm, float[] x, int xStride, int rows, Matrix matrix, float[] y, boolean add) {
    pack(norm, x, xStride, rows, matrix.inputs);
    spread(matrix, (panel, worker) -> tiles(matrix, panel, y, add));
  }

  /**
   * The first half of a feed-forward layer: {@code activation(x in)}, multiplied with {@code x up}
   * where there is a gate.
   *
   * @param up as {@link Block#feedForwardUp()}
   * @param y receives the result, {@code in.stride()} apart
   * @param yUp scratch of the same size, unused without a gate
   */
  void feedForward(
      Norm norm,
      float[] x,
      int xStride,
      int rows,
      Matrix in,
      Matrix up,
      Activation activation,
      float[] y,
      float[] yUp) {
    pack(norm, x, xStride, rows, in.inputs);
    spread(
        in,
        (panel, worker) -> {
          tiles(in, panel, y, false);
          if (up != null) {
            tiles(up, panel, yUp, false);
          }
          for (int row = 0; row < rows; row++) {
            int at = row * in.stride() + panel * in.width;
            kernels.activate(activation, y, at, in.width);
            if (up != null) {
              kernels.multiply(y, yUp, at, in.width);
            }
          }
        });
  }

  private void spread(Matrix matrix, Workers.Task task) {
    int panels = matrix.panelCount();
    if ((long) rows * matrix.inputs * matrix.outputs < WORTH_SHARING) {
      for (int panel = 0; panel < panels; panel++) {
        task.run(panel, 0);
      }
    } else {
      workers.run(panels, task);
    }
  }

  private void tiles(Matrix matrix, int panel, float[] y, boolean add) {
    int most = kernels.tileRows();
    int stride = matrix.stride();
    int column = panel * matrix.width;
    for (int row = 0; row < rows; row += most) {
      int count = tileRows(rows - row);
      for (int r = row; r < row + count; r++) {
        matrix.startWithBias(y, r * stride, column, add);
      }
      kernels.tile(matrix, panel, count, packed, row * matrix.inputs, y, row * stride);
    }
  }

  /** The smallest tile that takes this many rows, or the largest there is. */
  private int tileRows(int left) {
    return left == 1 ? 1 : left <= 4 ? 4 : kernels.tileRows();
  }

  /** Puts the rows of each tile side by side, input by input, as the kernels read them. */
  private void pack(Norm norm, float[] x, int xStride, int rows, int inputs) {
    this.rows = rows;
    int most = kernels.tileRows();
    int tiles = (rows + most - 1) / most;
    if (packed.length < tiles * most * inputs) {
      packed = new float[tiles * most * inputs];
    }
    workers.run(
        tiles,
        (tile, worker) -> {
          int first = tile * most;
          int width = tileRows(rows - first);
          for (int r = 0; r < width; r++) {
            int from = (first + r) * xStride;
            if (first + r >= rows) {
              fillColumn(first * inputs + r, width, inputs);
            } else if (norm == null) {
              packColumn(x, from, first * inputs + r, width, inputs);
            } else {
              norm.apply(kernels, x, from, normalized[worker]);
              packColumn(normalized[worker], 0, first * inputs + r, width, inputs);
            }
          }
        });
  }

  private void packColumn(float[] x, int from, int to, int step, int inputs) {
    if (step == 1) {
      System.arraycopy(x, from, packed, to, inputs);
      return;
    }
    for (int k = 0; k < inputs; k++) {
      packed[to + k * step] = x[from + k];
    }
  }

  private void fillColumn(int to, int step, int inputs) {
    for (int k = 0; k < inputs; k++) {
      packed[to + k * step] = 0;
    }
  }
}
