package org.inferometer.telemetry;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.inferometer.machine.Clock;

/**
 * How fast this machine multiplies and adds in single precision: what a server does with its
 * weights for each token of a prompt. Values stay in the nearest cache, and are used several times
 * for each time they are read. It is the sum of what each processor reached in its fastest pass, in
 * vectors that the JVM makes of a loop: with the vectors of a program by hand a processor with
 * AVX-512 did 279 GFLOP/s where the loop did 252, so that what is near the bound may pass it by a
 * tenth.
 */
public final class PeakArithmetic {
  /** 16 KiB, which fit into any processor's nearest cache. */
  private static final int VALUES = 4096;

  /** Multiplications and additions of each value. */
  private static final int FLOP = 16;

  /** So many times over all values, so that a pass is long beside reading the clock. */
  private static final int TIMES = 16;

  /**
   * A value that {@code x * HALF + HALF} leaves as it is, so that none becomes slow or infinite.
   */
  private static final float FIXED = 1;

  private static final float HALF = 0.5f;

  private static final long TIME = TimeUnit.MILLISECONDS.toNanos(300);

  private PeakArithmetic() {}

  /** As {@link ReadBandwidth#rehearse}. */
  public static void rehearse() {
    float[] values = filled();
    AllProcessors.rehearse(
        () -> {
          fused(values);
          apart(values);
        });
  }

  /** Multiplications and additions per second of all processors; takes a good half of a second. */
  public static double flopPerSecond() {
    return AllProcessors.sum(
        "arithmetic",
        () -> Math.max(reached(PeakArithmetic::fused), reached(PeakArithmetic::apart)));
  }

  private static double reached(Consumer<float[]> arithmetic) {
    float[] values = filled();
    long fastest = Long.MAX_VALUE;
    long begin = Clock.nanos();
    for (long now = begin; now - begin < TIME; ) {
      for (int i = 0; i < TIMES; i++) {
        arithmetic.accept(values);
      }
      long then = Clock.nanos();
      fastest = Math.min(fastest, then - now);
      now = then;
    }
    return 1e9 * FLOP * VALUES * TIMES / Math.max(1, fastest);
  }

  private static float[] filled() {
    float[] values = new float[VALUES];
    Arrays.fill(values, FIXED);
    return values;
  }

  /** The JVM makes vectors of it, of whose chains a processor works on several at once. */
  private static void fused(float[] values) {
    for (int i = 0; i < values.length; i++) {
      float x = values[i];
      x = Math.fma(x, HALF, HALF);
      x = Math.fma(x, HALF, HALF);
      x = Math.fma(x, HALF, HALF);
      x = Math.fma(x, HALF, HALF);
      x = Math.fma(x, HALF, HALF);
      x = Math.fma(x, HALF, HALF);
      x = Math.fma(x, HALF, HALF);
      values[i] = Math.fma(x, HALF, HALF);
    }
  }

  /** For processors without such an instruction, whose JVM computes {@code fma} by big numbers. */
  private static void apart(float[] values) {
    for (int i = 0; i < values.length; i++) {
      float x = values[i];
      x = x * HALF + HALF;
      x = x * HALF + HALF;
      x = x * HALF + HALF;
      x = x * HALF + HALF;
      x = x * HALF + HALF;
      x = x * HALF + HALF;
      x = x * HALF + HALF;
      values[i] = x * HALF + HALF;
    }
  }
}
