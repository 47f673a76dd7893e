package org.inferometer.telemetry;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/** Measures what all processors of this machine can do together. */
final class AllProcessors {
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
}
