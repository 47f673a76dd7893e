package org.inferometer.calibration;

import java.util.Arrays;

/** A growing list of numbers. */
final class Values {
  private double[] values = new double[1024];
  private int size;

  void add(double value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }

  /** Adds a number of nanoseconds as milliseconds. */
  void addNanos(double nanos) {
    add(nanos / 1e6);
  }

  double[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
