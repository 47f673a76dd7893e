package org.inferometer.result.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IntervalTest {
  private static final Interval SOME = new Interval(1, 2);

  @Test
  void itsEndsBelongToIt() {
    assertThat(SOME.excludes(1)).isFalse();
    assertThat(SOME.excludes(2)).isFalse();
    assertThat(SOME.excludes(0.999)).isTrue();
    assertThat(SOME.excludes(2.001)).isTrue();
    assertThat(Interval.NONE.excludes(5)).isFalse();
  }

  @Test
  void isNoneWhereAnEndIsBeyondAllNumbers() {
    assertThat(new Interval(0, Math.log(2)).exp()).isEqualTo(new Interval(1, 2));
    assertThat(new Interval(-800, 0).exp()).isEqualTo(Interval.NONE);
    assertThat(new Interval(0, 800).exp()).isEqualTo(Interval.NONE);
  }

  @Test
  void isClippedWhereItReachesBeyond() {
    assertThat(new Interval(-1, 0.5).clipped(0, 1)).isEqualTo(new Interval(0, 0.5));
    assertThat(new Interval(0.5, 1.5).clipped(0, 1)).isEqualTo(new Interval(0.5, 1));
  }
}
