package org.inferometer.result;

import java.util.Arrays;

/**
 * The gaps between the content arrivals of many requests, one after the other: nanoseconds, exact,
 * in four bytes each where they are shorter than two seconds. Tokens per arrival take room only
 * where one of them is not 1.
 */
final class Gaps {
  private int[] nanos = new int[1024];
  private int[] tokens;
  private int size;

  /** Gaps that need eight bytes; {@link #nanos} holds -1 - their index. */
  private long[] wide = new long[16];

  private int wides;

  void add(long gapNanos, int tokensOfArrival) {
    if (size == nanos.length) {
      nanos = Arrays.copyOf(nanos, size + size / 2);
      tokens = tokens == null ? null : Arrays.copyOf(tokens, nanos.length);
    }
    nanos[size] = gapNanos >= 0 && gapNanos <= Integer.MAX_VALUE ? (int) gapNanos : wide(gapNanos);
    tokens = put(tokens, tokensOfArrival);
    size++;
  }

  private int wide(long gapNanos) {
    wide = wides == wide.length ? Arrays.copyOf(wide, 2 * wides) : wide;
    wide[wides] = gapNanos;
    return -1 - wides++;
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

  long nanos(int i) {
    return nanos[i] >= 0 ? nanos[i] : wide[-1 - nanos[i]];
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
