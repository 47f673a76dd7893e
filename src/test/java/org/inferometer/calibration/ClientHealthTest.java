package org.inferometer.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import org.inferometer.record.Clock;
import org.junit.jupiter.api.Test;

final class ClientHealthTest {
  private static final Spread PROMPT = new Spread(100, 0.1, 0.1, 0.2, 0.3);

  @Test
  void findsNothingWrongWithinTheLimits() {
    assertThat(new ClientHealth.Report(1, PROMPT, 0.2, 20, 30).reasons()).isEmpty();
    assertThat(new ClientHealth.Report(0, Spread.of(new double[0]), 0, 0, 0).reasons()).isEmpty();
  }

  @Test
  void namesWhatIsWrongAndTheLimit() {
    Spread late = new Spread(100, 3.0, 1.0, 7.25, 20.0);

    assertThat(new ClientHealth.Report(1, late, 2.5, 95, 99).reasons())
        .containsExactly(
            "the client's threads woke up to 7.3 ms late (p99), limit 5 ms",
            "the client spent 2.5 % of the time in garbage collection, limit 1 %",
            "the client took 95 % of the machine's processors, limit 80 %",
            "a thread of the client was busy for 99 % of the time, limit 80 %");
  }

  @Test
  void seesABusyThread() throws InterruptedException {
    ClientHealth health = ClientHealth.watch();
    long begin = Clock.nanos();
    while (Clock.nanos() - begin < 200_000_000) {
      Thread.onSpinWait();
    }
    ClientHealth.Report report = health.report();

    assertThat(report.seconds()).isGreaterThanOrEqualTo(0.2);
    assertThat(report.busiestThreadPercent()).isPositive();
    assertThat(report.cpuPercent()).isPositive();
    assertThat(report.lagMillis().count()).isPositive();
    assertThat(report.lagMillis().p50()).isNotNegative();
  }
}
