package org.inferometer.telemetry;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.inferometer.machine.Clock;

/**
 * How fast this machine reads the same memory again and again: what a server does with its weights
 * for each token. After STREAM (McCalpin, 1995), but of a given size, because a model that fits
 * into a cache is read from there, and without writing. It is a bound: the sum of what each
 * processor reached in its fastest pass.
 */
public final class ReadBandwidth {
  /** Two arrays of ints are compared, which the JVM does with the processor's widest loads. */
  private static final int ARRAYS = 2;

  private static final int PART = 4096;
  private static final int FEWEST_PASSES = 3;
  private static final long TIME = TimeUnit.MILLISECONDS.toNanos(700);

  private ReadBandwidth() {}

  /**
   * Bytes per second that all processors together read of {@code bytes}; takes a second and a half.
   */
  public static double bytesPerSecond(long bytes) {
    long ints = Math.max(1, bytes / Integer.BYTES / ARRAYS / AllProcessors.count());
    return AllProcessors.sum(
        "memory-reader",
        () -> Arrays.equals(filled(PART), filled(PART)),
        () -> read((int) Math.min(ints, 1 << 28)));
  }

  private static double read(int ints) {
    int[] left = filled(ints);
    int[] right = filled(ints);
    long fastest = Long.MAX_VALUE;
    long begin = Clock.nanos();
    long now = begin;
    for (int pass = 0; now - begin < TIME || pass < FEWEST_PASSES; pass++) {
      boolean equal = Arrays.equals(left, right);
      long then = Clock.nanos();
      fastest = equal ? Math.min(fastest, then - now) : fastest;
      now = then;
    }
    return 1e9 * ARRAYS * Integer.BYTES * ints / Math.max(1, fastest);
  }

  /** Written, so that every page is there and its own. */
  private static int[] filled(int ints) {
    int[] array = new int[ints];
    Arrays.fill(array, 1);
    return array;
  }
}
