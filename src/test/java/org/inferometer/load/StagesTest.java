package org.inferometer.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StagesTest {
  private static final long SECOND = 1_000_000_000;

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 3, 7, 10, 60, 128, 999, 4096, 30_000})
  void constantArrivalsAreEvenlySpacedToTheNanosecond(double rate) {
    long[] times = times(new Rate(rate, Gaps.CONSTANT, Duration.ofSeconds(10)));

    assertThat(times).hasSize((int) Math.ceil(rate * 10));
    BigDecimal second = BigDecimal.valueOf(SECOND);
    for (int i = 0; i < times.length; i++) {
      BigDecimal exact =
          second
              .multiply(BigDecimal.valueOf(i))
              .divide(BigDecimal.valueOf(rate), 0, RoundingMode.CEILING);
      assertThat(times[i]).isEqualTo(exact.longValueExact());
    }
  }

  @Test
  void aLongConstantScheduleDoesNotDrift() {
    Arrivals arrivals = new Rate(9999, Gaps.CONSTANT, Duration.ofSeconds(1000)).arrivals(1);
    long last = 0;
    for (long i = 0; i < 9_999_000; i++) {
      last = arrivals.next();
    }

    assertThat(last).isEqualTo(1000 * SECOND - (long) Math.floor(1e9 / 9999));
    assertThat(arrivals.next()).isEqualTo(Arrivals.END);
    assertThat(arrivals.next()).isEqualTo(Arrivals.END);
  }

  @Test
  void aRampStartsRequestsWhereTheAreaUnderTheRateIsWhole() {
    long[] times = times(stages(ramp(0, 50, 30)));

    assertThat(times).hasSize(750);
    for (int i = 0; i < times.length; i++) {
      double seconds = Math.sqrt(i * 2 * 30 / 50.0);
      assertThat(times[i]).isCloseTo((long) Math.ceil(seconds * 1e9), within(1L));
    }
  }

  @Test
  void aRampDownToZeroEndsAtItsEnd() {
    long[] times = times(stages(ramp(50, 0, 30)));

    assertThat(times).hasSize(750).isSorted();
    assertThat(times[0]).isZero();
    assertThat(times[749]).isCloseTo((long) ((30 - Math.sqrt(2 * 30 / 50.0)) * 1e9), within(2L));
  }

  @Test
  void aRampBetweenEqualRatesIsConstant() {
    assertThat(times(stages(ramp(20, 20, 5))))
        .isEqualTo(times(new Rate(20, Gaps.CONSTANT, Duration.ofSeconds(5))));
    assertThat(times(stages(ramp(20, 20 + 1e-9, 5)))).hasSameSizeAs(new long[100]);
  }

  @Test
  void nothingStartsInAPause() {
    long[] times = times(stages(ramp(0, 0, 2), ramp(5, 5, 2), ramp(0, 0, 10), ramp(5, 5, 1)));

    assertThat(times).hasSize(15);
    assertThat(times[0]).isEqualTo(2 * SECOND);
    assertThat(times[9]).isEqualTo(3_800_000_000L);
    assertThat(times[10]).isEqualTo(14 * SECOND);
  }

  @Test
  void aPartOfAnArrivalGoesOnInTheNextStage() {
    long[] times = times(stages(ramp(0.25, 0.25, 1), ramp(0, 0, 5), ramp(0.5, 0.5, 4)));

    assertThat(times).containsExactly(0, 7_500_000_000L, 9_500_000_000L);
  }

  @Test
  void theSameSeedDrawsTheSameTimesAndAnotherDoesNot() {
    Rate rate = new Rate(100, new Gaps(0.5), Duration.ofSeconds(10));

    assertThat(times(rate, 7)).isEqualTo(times(rate, 7)).isNotEqualTo(times(rate, 8));
  }

  @Test
  void timesNeverGoBackAndStayWithinTheSchedule() {
    for (double burstiness : new double[] {0.01, 0.3, 1, 4, 1000, Double.POSITIVE_INFINITY}) {
      Stages stages =
          new Stages(
              List.of(
                  ramp(0, 300, 1),
                  ramp(300, 20, 2),
                  ramp(0, 0, 1),
                  ramp(20, 20, 2),
                  ramp(20, 0, 1)),
              new Gaps(burstiness));
      for (long seed = 0; seed < 50; seed++) {
        long[] times = times(stages, seed);
        assertThat(times).isSorted();
        assertThat(Arrays.stream(times).filter(t -> t >= 3 * SECOND && t < 4 * SECOND)).isEmpty();
        assertThat(Arrays.stream(times).filter(t -> t < 0 || t >= 7 * SECOND)).isEmpty();
      }
    }
  }

  @Test
  void whoKnowsHowManyArrivalsThereAreNeedsNoEnd() {
    Arrivals three = Rate.endless(0.001, Gaps.CONSTANT, 1).first(3);

    assertThat(List.of(three.next(), three.next(), three.next(), three.next(), three.next()))
        .containsExactly(0L, 1000 * SECOND, 2000 * SECOND, Arrivals.END, Arrivals.END);
  }

  @Test
  void refusesRatesAndLengthsThatMakeNoSense() {
    Duration second = Duration.ofSeconds(1);
    for (double rate : new double[] {0, -1, Double.NaN, 1e9, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new Rate(rate, Gaps.POISSON, second))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("allowed: requests per second");
    }
    assertThatThrownBy(() -> new Rate(1000, Gaps.POISSON, Duration.ofSeconds(100_000)))
        .hasMessage("has 100000000 arrivals; allowed: from 1 to 10 million");
    assertThatThrownBy(() -> new Rate(0.1, Gaps.POISSON, second))
        .hasMessage("has less than 1 arrivals; allowed: from 1 to 10 million");
    assertThatThrownBy(() -> stages(ramp(0, 0, 5))).hasMessageContaining("has less than 1");
    assertThatThrownBy(() -> ramp(1, 1, 0)).hasMessageContaining("a time above 0");
    for (double burstiness : new double[] {0, -1, Double.NaN, 1e9}) {
      assertThatThrownBy(() -> new Gaps(burstiness)).hasMessageContaining("from 0.01 to 1000");
    }
  }

  private static Stages stages(Stage... stages) {
    return new Stages(List.of(stages), Gaps.CONSTANT);
  }

  private static Stage ramp(double from, double to, int seconds) {
    return new Stage(from, to, Duration.ofSeconds(seconds));
  }

  private static long[] times(Schedule schedule) {
    return times(schedule, 1);
  }

  private static long[] times(Schedule schedule, long seed) {
    Arrivals arrivals = schedule.arrivals(seed);
    return LongStream.generate(arrivals::next).takeWhile(time -> time != Arrivals.END).toArray();
  }
}
