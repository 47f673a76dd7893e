package org.inferometer.telemetry;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.inferometer.machine.Clock;
import org.inferometer.machine.Compilers;

/** Measures what all processors of this machine can do together. */
final class AllProcessors {
  private static final int REHEARSALS = 5;
  private static final long REHEARSAL_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

  private AllProcessors() {}

  static int count() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** The sum of what each processor reaches while all others are busy; NaN if interrupted. */
  static double sum(String name, DoubleSupplier measurement) {
    double[] speeds = new double[count()];
    Thread[] threads =
        IntStream.range(0, speeds.length)
            .mapToObj(i -> new Thread(() -> speeds[i] = measurement.getAsDouble(), name))
            .toArray(Thread[]::new);
    for (Thread thread : threads) {
      thread.setDaemon(true);
      thread.start();
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Double.NaN;
    }
    return Arrays.stream(speeds).sum();
  }

  /**
   * Calls a part of the measurement again and again, on one processor and with breaks, so that
   * there is one for the compilers.
   */
  static void rehearse(Runnable part) {
    for (int i = 0; i < REHEARSALS; i++) {
      long begin = Clock.nanos();
      while (Clock.nanos() - begin < REHEARSAL_NANOS) {
        part.run();
      }
      Compilers.awaitQuiet();
    }
  }
}
