package org.inferometer.server.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;

/**
 * A matrix or vector of a safetensors file, mapped into memory and read row by row as float32. A
 * vector is one row. Safe for use by several threads.
 */
public final class Tensor {
  private static final long SEGMENT_BYTES = 1L << 30;

  private final int rows;
  private final int columns;
  private final WeightType type;
  private final int rowsPerSegment;
  private final ByteBuffer[] segments;

  private Tensor(
      int rows, int columns, WeightType type, int rowsPerSegment, ByteBuffer[] segments) {
    this.rows = rows;
    this.columns = columns;
    this.type = type;
    this.rowsPerSegment = rowsPerSegment;
    this.segments = segments;
  }

  static Tensor map(Path file, long offset, int rows, int columns, WeightType type) {
    long rowBytes = (long) columns * type.bytes();
    int rowsPerSegment = (int) Math.max(1, Math.min(rows, SEGMENT_BYTES / rowBytes));
    ByteBuffer[] segments = new ByteBuffer[(rows + rowsPerSegment - 1) / rowsPerSegment];
    try (FileChannel channel = FileChannel.open(file)) {
      for (int i = 0; i < segments.length; i++) {
        long first = (long) i * rowsPerSegment;
        long count = Math.min(rowsPerSegment, rows - first);
        segments[i] =
            channel
                .map(MapMode.READ_ONLY, offset + first * rowBytes, count * rowBytes)
                .order(ByteOrder.LITTLE_ENDIAN);
      }
    } catch (IOException e) {
      throw new ModelException(file + ": cannot be mapped into memory: " + e.getMessage(), e);
    }
    return new Tensor(rows, columns, type, rowsPerSegment, segments);
  }

  /** Number of rows; 1 for a vector. */
  public int rows() {
    return rows;
  }

  /** Values in a row. */
  public int columns() {
    return columns;
  }

  /** Converts one row to float32 at {@code into[offset, offset + columns)}. */
  public void readRow(int row, float[] into, int offset) {
    ByteBuffer segment = segments[row / rowsPerSegment];
    int start = row % rowsPerSegment * columns * type.bytes();
    type.read(segment, start, into, offset, columns);
  }
}
