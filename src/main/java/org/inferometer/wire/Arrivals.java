package org.inferometer.wire;

import java.util.Arrays;

/** The arrivals of one answer, decoded: one row per read that delivered an event. */
final class Arrivals {
  private long[] at = new long[64];
  private int[] events = new int[64];
  private int[] tokens = new int[64];
  private int[] bytes = new int[64];
  private int size;

  void add(long stamp, int contentEvents, int newTokens, int newBytes) {
    if (size == at.length) {
      at = Arrays.copyOf(at, 2 * size);
      events = Arrays.copyOf(events, 2 * size);
      tokens = Arrays.copyOf(tokens, 2 * size);
      bytes = Arrays.copyOf(bytes, 2 * size);
    }
    at[size] = stamp;
    events[size] = contentEvents;
    tokens[size] = newTokens;
    bytes[size++] = newBytes;
  }

  int size() {
    return size;
  }

  long[] at() {
    return Arrays.copyOf(at, size);
  }

  int[] events() {
    return Arrays.copyOf(events, size);
  }

  int[] tokens() {
    return Arrays.copyOf(tokens, size);
  }

  int[] bytes() {
    return Arrays.copyOf(bytes, size);
  }
}
