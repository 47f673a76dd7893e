package org.inferometer.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PointResultTest {
  @Test
  void processorTimeOfATokenIsAbsentWhereItWouldBeNegativeOrOfNoToken() {
    assertThat(PointResult.microsPerToken(6_000L, 2)).isEqualTo(3);
    assertThat(PointResult.microsPerToken(-7_900L, 1)).isNull();
    assertThat(PointResult.microsPerToken(7_900L, 0)).isNull();
    assertThat(PointResult.microsPerToken(null, 1)).isNull();
  }
}
