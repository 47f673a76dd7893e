package org.inferometer.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ClientHealthTest {
  @Test
  void seesABusyThread() {
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
