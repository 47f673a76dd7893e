package org.inferometer.standard;

import java.util.Arrays;

/** A binary heap of connections by the time at which they want to be served. */
final class DeadlineHeap {
  private long[] times = new long[64];
  private Connection[] items = new Connection[64];
  private int size;

  /** The earliest time, or {@link Long#MAX_VALUE}. */
  long earliest() {
    return size == 0 ? Long.MAX_VALUE : times[0];
  }

  void add(long time, Connection item) {
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      items = Arrays.copyOf(items, 2 * size);
    }
    int hole = size++;
    while (hole > 0 && times[(hole - 1) >> 1] > time) {
      times[hole] = times[(hole - 1) >> 1];
      items[hole] = items[(hole - 1) >> 1];
      hole = (hole - 1) >> 1;
    }
    times[hole] = time;
    items[hole] = item;
  }

  /** Takes out the connection with the earliest time. */
  Connection poll() {
    Connection first = items[0];
    size--;
    long time = times[size];
    Connection item = items[size];
    items[size] = null;
    int hole = 0;
    for (int child = 1; child < size; child = 2 * hole + 1) {
      if (child + 1 < size && times[child + 1] < times[child]) {
        child++;
      }
      if (times[child] >= time) {
        break;
      }
      times[hole] = times[child];
      items[hole] = items[child];
      hole = child;
    }
    if (size > 0) {
      times[hole] = time;
      items[hole] = item;
    }
    return first;
  }
}
