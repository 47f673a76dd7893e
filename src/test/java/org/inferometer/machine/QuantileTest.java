package org.inferometer.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class QuantileTest {
  private static final double[] VALUES = {1, 2, 4, 8, 16};

  @Test
  void liesLinearlyBetweenTheValuesAtBothSides() {
    assertThat(Quantile.of(VALUES, 0)).isEqualTo(1);
    assertThat(Quantile.of(VALUES, 0.5)).isEqualTo(4);
    assertThat(Quantile.of(VALUES, 1)).isEqualTo(16);
    // As numpy.percentile([1, 2, 4, 8, 16], [10, 90, 99]).
    assertThat(Quantile.of(VALUES, 0.1)).isEqualTo(1.4, within(1e-12));
    assertThat(Quantile.of(VALUES, 0.9)).isEqualTo(12.8, within(1e-12));
    assertThat(Quantile.of(VALUES, 0.99)).isEqualTo(15.68, within(1e-12));
  }

  @Test
  void ofOneValueIsThatAndOfNoneUnknown() {
    assertThat(Quantile.of(new double[] {3}, 0.99)).isEqualTo(3);
    assertThat(Quantile.of(new double[0], 0.5)).isNaN();
  }
}
