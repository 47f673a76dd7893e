package org.inferometer.dataset.parquet;

import java.nio.ByteBuffer;

/** Small whole numbers in few bits: repeated ones once, others packed bit by bit, mixed. */
final class Packed {
  private Packed() {}

  /** Bits that numbers up to {@code most} need. */
  static int width(int most) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(most);
  }

  /** {@code count} numbers of {@code width} bits each, after the length of all in bytes. */
  static int[] afterLength(ByteBuffer in, int width, int count) {
    int length = in.getInt();
    UnreadableException.unless(length >= 0 && length <= in.remaining(), "a page that is cut");
    int[] numbers = mixed(in.slice(in.position(), length), width, count);
    in.position(in.position() + length);
    return numbers;
  }

  /** {@code count} numbers: runs of one number, and groups of eight packed ones. */
  static int[] mixed(ByteBuffer in, int width, int count) {
    int[] numbers = new int[count];
    int filled = 0;
    while (width > 0 && filled < count) {
      int header = Varint.count(in);
      int run = Math.min(header >>> 1, (count - filled) / ((header & 1) == 1 ? 8 : 1) + 1);
      if ((header & 1) == 1) {
        for (long one : bits(in, width, 8 * run)) {
          if (filled < count) {
            numbers[filled++] = (int) one;
          }
        }
      } else {
        int number = 0;
        for (int shift = 0; shift < width; shift += Byte.SIZE) {
          number |= (in.get() & 0xff) << shift;
        }
        for (int i = 0; i < run && filled < count; i++) {
          numbers[filled++] = number;
        }
      }
    }
    return numbers;
  }

  /** {@code count} numbers of {@code width} bits, the lowest bits first. */
  static long[] bits(ByteBuffer in, int width, int count) {
    long[] numbers = new long[count];
    int used = Byte.SIZE;
    int from = 0;
    for (int i = 0; i < count; i++) {
      for (int bit = 0; bit < width; bit++) {
        if (used == Byte.SIZE) {
          from = in.get() & 0xff;
          used = 0;
        }
        numbers[i] |= (long) (from >>> used++ & 1) << bit;
      }
    }
    return numbers;
  }
}
