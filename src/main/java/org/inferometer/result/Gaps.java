package org.inferometer.result;

import java.util.Arrays;

/**
 * The gaps between the content arrivals of many requests, one after the other, in four bytes each:
 * nanoseconds as float, so within 6e-8 of the gap. Tokens per arrival take room only where one of
 * them is not 1.
 */
final class Gaps {
  private float[] nanos = new float[1024];
  private int[] tokens;
  private int size;

  void add(float gapNanos, int tokensOfArrival) {
    if (size == nanos.length) {
      nanos = Arrays.copyOf(nanos, size + size / 2);
      tokens = tokens == null ? null : Arrays.copyOf(tokens, nanos.length);
    }
    nanos[size] = gapNanos;
    tokens = put(tokens, tokensOfArrival);
    size++;
  }

  private int[] put(int[] column, int value) {
    if (column == null) {
      if (value == 1) {
        return null;
      }
      column = new int[nanos.length];
      Arrays.fill(column, 0, size, 1);
    }
    column[size] = value;
    return column;
  }

  int size() {
    return size;
  }

  float nanos(int i) {
    return nanos[i];
  }

  /** Tokens of the arrival that ends gap {@code i}, at least 1. */
  int tokens(int i) {
    return tokens == null ? 1 : tokens[i];
  }

  /** Whether every arrival brought one token. */
  boolean single() {
    return tokens == null;
  }
}
