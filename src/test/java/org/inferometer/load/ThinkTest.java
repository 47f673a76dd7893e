package org.inferometer.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ThinkTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void isTheSameTimeOrOneOfARangeOrExponential() {
    assertThat(times(new Think.Constant(SECOND))).containsOnly(1_000_000_000);
    long[] uniform = times(new Think.Uniform(SECOND, SECOND.multipliedBy(3)));
    assertThat(LongStream.of(uniform).min().orElseThrow())
        .isBetween(1_000_000_000L, 1_010_000_000L);
    assertThat(LongStream.of(uniform).max().orElseThrow())
        .isBetween(2_990_000_000L, 3_000_000_000L);
    long[] exponential = times(new Think.Exponential(SECOND));
    assertThat(LongStream.of(exponential).average().orElseThrow()).isCloseTo(1e9, within(5e7));
    assertThat(LongStream.of(exponential).filter(time -> time < 693_147_181).count())
        .isCloseTo(exponential.length / 2, within(150L));
  }

  @Test
  void hasAMeanAndIsCalledAsInAScenario() {
    Think uniform = new Think.Uniform(Duration.ofMillis(1500), SECOND.multipliedBy(3));

    assertThat(uniform.meanNanos()).isEqualTo(2.25e9);
    assertThat(new Think.Constant(SECOND).meanNanos()).isEqualTo(1e9);
    assertThat(new Think.Exponential(SECOND).meanNanos()).isEqualTo(1e9);
    assertThat(uniform).hasToString("uniform(1500ms, 3s)");
    assertThat(new Think.Constant(SECOND)).hasToString("1s");
    assertThat(new Think.Exponential(SECOND)).hasToString("exponential(1s)");
  }

  @Test
  void aRangeGoesUpAndAMeanIsAboveZero() {
    assertThatThrownBy(() -> new Think.Uniform(SECOND, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new Think.Uniform(SECOND, SECOND).meanNanos()).isEqualTo(1e9);
    assertThatThrownBy(() -> new Think.Exponential(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static long[] times(Think think) {
    SplittableRandom random = new SplittableRandom(3);
    return LongStream.generate(() -> think.nanos(random)).limit(4000).toArray();
  }
}
