package org.inferometer.wire;

import java.util.Arrays;

/** The arrivals of one answer, decoded: one row per read that delivered an event. */
final class Arrivals {
  private static final int FEWEST = 8;

  private long[] at;
  private int[] events;
  private int[] tokens;
  private int[] bytes;
  private int size;

  /**
   * @param expected how many there are, as far as is known
   */
  Arrivals(int expected) {
    int room = Math.max(FEWEST, expected);
    at = new long[room];
    events = new int[room];
    tokens = new int[room];
    bytes = new int[room];
  }

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
