package org.inferometer.result.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Against R 4: {@code t.test(c(1, 2, 3, 4, 5))} and {@code t.test(y, x)}. */
class StudentTTest {
  @Test
  void meanHasTheIntervalOfR() {
    Interval interval = StudentT.mean(new double[] {1, 2, 3, 4, 5});

    assertThat(interval.low()).isCloseTo(1.036757, within(1e-6));
    assertThat(interval.high()).isCloseTo(4.963243, within(1e-6));
  }

  @Test
  void welchWeighsUnequalVariances() {
    // Means 3 and 8, variances 2.5 and 10 of five each: se^2 = 2.5, freedom 100 / 17.
    Interval interval =
        StudentT.welch(new double[] {1, 2, 3, 4, 5}, new double[] {4, 6, 8, 10, 12});

    assertThat((interval.low() + interval.high()) / 2).isCloseTo(5, within(1e-12));
    double t = (interval.high() - 5) / Math.sqrt(2.5);
    // The t quantile at 5 and 6 degrees of freedom is 2.5706 and 2.4469.
    assertThat(t).isBetween(2.4469, 2.5706);
  }

  @Test
  void oneValueHasNoInterval() {
    assertThat(StudentT.mean(new double[] {1}).excludes(5)).isFalse();
    assertThat(StudentT.welch(new double[] {1}, new double[] {1, 2}).low()).isNaN();
  }
}
