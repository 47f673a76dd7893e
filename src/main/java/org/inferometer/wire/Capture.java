package org.inferometer.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The bytes of one answer and, per read, when it returned and where its bytes end. Written by one
 * thread; others may read what {@link #reads()} has announced.
 */
final class Capture {
  private static final int BYTES_PER_READ = Long.BYTES + Integer.BYTES;

  private volatile byte[] bytes;
  private volatile long[] stamps;
  private volatile int[] ends;
  private volatile int reads;
  private int length;

  Capture(int bytes, int reads) {
    this.bytes = new byte[bytes];
    this.stamps = new long[reads];
    this.ends = new int[reads];
  }

  /** Keeps what {@code source} holds as one read that returned at {@code stamp}. */
  void append(ByteBuffer source, long stamp) {
    int size = source.remaining();
    byte[] into = bytes;
    if (size > into.length - length) {
      into = Arrays.copyOf(into, Math.max(2 * into.length, length + size));
      bytes = into;
    }
    source.get(into, length, size);
    int read = reads;
    if (read == stamps.length) {
      stamps = Arrays.copyOf(stamps, 2 * read);
      ends = Arrays.copyOf(ends, 2 * read);
    }
    length += size;
    stamps[read] = stamp;
    ends[read] = length;
    reads = read + 1;
  }

  void clear() {
    length = 0;
    reads = 0;
  }

  int reads() {
    return reads;
  }

  byte[] bytes() {
    return bytes;
  }

  int start(int read) {
    return read == 0 ? 0 : ends[read - 1];
  }

  int end(int read) {
    return ends[read];
  }

  long stamp(int read) {
    return stamps[read];
  }

  /** Memory that it holds, used or not. */
  long capacity() {
    return bytes.length + (long) stamps.length * BYTES_PER_READ;
  }

  /** Memory that the answer takes so far; for the writing thread. */
  long size() {
    return length + (long) reads * BYTES_PER_READ;
  }

  /** Bytes kept so far; for the writing thread. */
  int length() {
    return length;
  }
}
