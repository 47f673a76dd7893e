package org.inferometer.dataset.parquet;

import java.nio.ByteBuffer;

/** Numbers told by their differences, and texts by their lengths and by what they share. */
final class Delta {
  private static final int LARGEST_BLOCK = 1 << 20;

  private Delta() {}

  /** DELTA_BINARY_PACKED: as many as it says itself, at most {@code most}. */
  static long[] numbers(ByteBuffer in, int most) {
    int block = Varint.count(in);
    int parts = Varint.count(in);
    int count = Varint.count(in);
    UnreadableException.unless(
        parts > 0 && parts <= block && block <= LARGEST_BLOCK && count <= most,
        "%d differences in blocks of %d, %d expected".formatted(count, block, most));
    int ofPart = block / parts;
    long[] numbers = new long[count];
    long last = Varint.signed(in);
    int filled = 0;
    if (count > 0) {
      numbers[filled++] = last;
    }
    while (filled < count) {
      long least = Varint.signed(in);
      byte[] widths = new byte[parts];
      in.get(widths);
      for (int part = 0; part < parts && filled < count; part++) {
        for (long one : Packed.bits(in, widths[part], ofPart)) {
          if (filled < count) {
            last += least + one;
            numbers[filled++] = last;
          }
        }
      }
    }
    return numbers;
  }

  /** DELTA_LENGTH_BYTE_ARRAY: all lengths, then all bytes. */
  static byte[][] texts(ByteBuffer in, int most) {
    long[] lengths = numbers(in, most);
    byte[][] texts = new byte[lengths.length][];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = Values.bytes(in, lengths[i]);
    }
    return texts;
  }

  /** DELTA_BYTE_ARRAY: how much of the text before each begins with, and how it goes on. */
  static byte[][] sharing(ByteBuffer in, int most) {
    long[] shared = numbers(in, most);
    byte[][] texts = texts(in, most);
    byte[] last = {};
    for (int i = 0; i < texts.length; i++) {
      int from = Math.toIntExact(shared[i]);
      byte[] text = new byte[from + texts[i].length];
      System.arraycopy(last, 0, text, 0, from);
      System.arraycopy(texts[i], 0, text, from, texts[i].length);
      texts[i] = text;
      last = text;
    }
    return texts;
  }
}
