package org.inferometer.wire;

import java.util.Arrays;

/** A growing array, used again after {@link #clear}. */
final class Bytes {
  private static final int FEWEST = 512;

  /** Most lines come in one piece, and are never put together here. */
  private byte[] bytes = {};

  private int length;

  void append(byte[] source, int from, int to) {
    reserve(to - from);
    System.arraycopy(source, from, bytes, length, to - from);
    length += to - from;
  }

  void append(char ascii) {
    reserve(1);
    bytes[length++] = (byte) ascii;
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, Math.max(FEWEST, 2 * length)));
    }
  }

  void clear() {
    length = 0;
  }

  int length() {
    return length;
  }

  /** What holds them, from 0 on. */
  byte[] array() {
    return bytes;
  }
}
