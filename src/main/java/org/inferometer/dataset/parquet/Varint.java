package org.inferometer.dataset.parquet;

import java.nio.ByteBuffer;

/** Whole numbers in as many bytes as they need, seven bits in each, the lowest first (LEB128). */
final class Varint {
  private static final int MOST_BITS = 64;

  private Varint() {}

  static long read(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < MOST_BITS; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new UnreadableException("a number of more than 64 bits");
  }

  /** One that may be negative: 0, -1, 1, -2, ... (zigzag). */
  static long signed(ByteBuffer in) {
    long value = read(in);
    return value >>> 1 ^ -(value & 1);
  }

  /** A number of things. */
  static int count(ByteBuffer in) {
    long value = read(in);
    UnreadableException.unless(value >= 0 && value <= Integer.MAX_VALUE, "too many values");
    return (int) value;
  }
}
