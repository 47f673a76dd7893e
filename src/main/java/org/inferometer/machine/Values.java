package org.inferometer.machine;

import java.util.Arrays;

/** A growing list of numbers. */
public final class Values {
  private double[] values = new double[1024];
  private int size;

  void add(double value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }

  /** Adds a number of nanoseconds as milliseconds. */
  public void addNanos(double nanos) {
    add(nanos / 1e6);
  }

  public double[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
