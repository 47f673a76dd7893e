package org.inferometer.result.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Against R 4: {@code t.test(c(1, 2, 3, 4, 5))}. */
class StudentTTest {
  @Test
  void meanHasTheIntervalOfR() {
    Interval interval = StudentT.mean(new double[] {1, 2, 3, 4, 5});

    assertThat(interval.low()).isCloseTo(1.036757, within(1e-6));
    assertThat(interval.high()).isCloseTo(4.963243, within(1e-6));
  }

  @Test
  void oneValueHasNoInterval() {
    assertThat(StudentT.mean(new double[] {1})).isEqualTo(Interval.NONE);
    assertThat(StudentT.mean(new double[] {1}).excludes(5)).isFalse();
  }
}
