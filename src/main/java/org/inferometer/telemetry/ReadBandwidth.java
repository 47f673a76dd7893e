package org.inferometer.telemetry;

import com.sun.jna.Memory;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.inferometer.machine.Clock;
import org.inferometer.machine.Compilers;

/**
 * How fast this machine reads the same memory again and again: what a server does with its weights
 * for each token. After STREAM (McCalpin, 1995), but of a given size, because a model that fits
 * into a cache is read from there, and without writing. It is a bound: the sum of what each
 * processor reached in its fastest pass.
 */
public final class ReadBandwidth {
  /** Two buffers are compared, which the JVM does with the processor's widest loads. */
  private static final int BUFFERS = 2;

  /** More than any processor's caches hold: of more, no more is in them. */
  private static final long MOST_BYTES = 1L << 31;

  private static final int PART = 16_384;
  private static final int FEWEST_PASSES = 3;
  private static final long TIME = TimeUnit.MILLISECONDS.toNanos(700);

  private ReadBandwidth() {}

  /**
   * Has the measurement compiled; to be called before {@link Compilers#lower}. From then on the
   * compilers work only when nothing else wants a processor: what has not been compiled before all
   * processors are busy would be interpreted to the end.
   */
  public static void rehearse() {
    try (Memory left = filled(PART);
        Memory right = filled(PART)) {
      ByteBuffer one = left.getByteBuffer(0, PART);
      ByteBuffer other = right.getByteBuffer(0, PART);
      AllProcessors.rehearse(() -> one.mismatch(other));
    }
  }

  /** Bytes per second that all processors together read of {@code bytes}; takes a second. */
  public static double bytesPerSecond(long bytes) {
    long each = Math.min(bytes, MOST_BYTES) / BUFFERS / AllProcessors.count();
    return AllProcessors.sum("memory-reader", () -> read(Math.max(1, each)));
  }

  /** Outside of the heap, which is too small for what models have. */
  private static double read(long bytes) {
    try (Memory left = filled(bytes);
        Memory right = filled(bytes)) {
      ByteBuffer one = left.getByteBuffer(0, bytes);
      ByteBuffer other = right.getByteBuffer(0, bytes);
      long fastest = Long.MAX_VALUE;
      long begin = Clock.nanos();
      long now = begin;
      for (int pass = 0; now - begin < TIME || pass < FEWEST_PASSES; pass++) {
        boolean equal = one.mismatch(other) < 0;
        long then = Clock.nanos();
        fastest = equal ? Math.min(fastest, then - now) : fastest;
        now = then;
      }
      return 1e9 * BUFFERS * bytes / Math.max(1, fastest);
    }
  }

  /** Written, so that every page is there and its own. */
  private static Memory filled(long bytes) {
    Memory memory = new Memory(bytes);
    memory.setMemory(0, bytes, (byte) 1);
    return memory;
  }
}
