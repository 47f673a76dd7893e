package org.inferometer.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.inferometer.machine.Clock;
import org.junit.jupiter.api.Test;

class PeakArithmeticTest {
  @Test
  void noPlainLoopComputesFaster() {
    double peak = PeakArithmetic.flopPerSecond();

    assertThat(peak).isBetween(1e7, 1e15);
    assertThat(peak).isGreaterThan(0.7 * multiplicationsPerSecond());
  }

  private static double multiplicationsPerSecond() {
    float[] values = new float[4096];
    Arrays.fill(values, 1);
    long fastest = Long.MAX_VALUE;
    for (int pass = 0; pass < 20_000; pass++) {
      long begin = Clock.nanos();
      for (int i = 0; i < values.length; i++) {
        values[i] *= 1.0000001f;
      }
      fastest = Math.min(fastest, Clock.nanos() - begin);
    }
    return 1e9 * values.length / Math.max(1, fastest);
  }
}
