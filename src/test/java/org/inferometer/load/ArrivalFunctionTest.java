package org.inferometer.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArrivalFunctionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "lambda t: int(t / 0.1 + 1) if t < 60 else None",
        "t < 60 ? floor(t / 0.1 + 1) : null"
      })
  void requestsStartWhereTheCountGrows(String text) {
    ArrivalFunction function = new ArrivalFunction(text, 1, null);

    assertThat(function.expected()).isEqualTo(600);
    assertThat(function.duration()).isEqualTo(Duration.ofSeconds(60));
    assertThat(times(function))
        .containsExactlyElementsOf(
            LongStream.range(0, 600).mapToObj(i -> i * 100_000_000).toList());
  }

  @Test
  void compressionMakesTimeGoFaster() {
    String text = "int(t / 10) if t <= 60 else None";

    ArrivalFunction function = new ArrivalFunction(text, 10, null);

    assertThat(function.duration()).isEqualTo(Duration.ofSeconds(6));
    assertThat(times(function))
        .containsExactly(
            1_000_000_000L,
            2_000_000_000L,
            3_000_000_000L,
            4_000_000_000L,
            5_000_000_000L,
            6_000_000_000L);
  }

  @Test
  void severalRequestsStartAtOnceWhereTheCountLeaps() {
    List<Long> times = times(new ArrivalFunction("t < 3 ? 2 + 3 * floor(t) : null", 1, null));

    assertThat(times)
        .containsExactly(
            0L,
            0L,
            1_000_000_000L,
            1_000_000_000L,
            1_000_000_000L,
            2_000_000_000L,
            2_000_000_000L,
            2_000_000_000L);
  }

  @Test
  void aCountThatIsNoWholeNumberCountsWhenItReachesOne() {
    assertThat(times(new ArrivalFunction("t < 1 ? t * t * 4 : null", 1, null)))
        .containsExactly(500_000_000L, 707_106_781L, 866_025_404L);
  }

  @Test
  void aDurationEndsWhatDoesNotEndByItself() {
    ArrivalFunction function = new ArrivalFunction("floor(t * 2) + 1", 4, Duration.ofSeconds(1));

    assertThat(function.duration()).isEqualTo(Duration.ofSeconds(1));
    assertThat(times(function))
        .containsExactly(
            0L,
            125_000_000L,
            250_000_000L,
            375_000_000L,
            500_000_000L,
            625_000_000L,
            750_000_000L,
            875_000_000L);
  }

  @Test
  void endsWhereItIsNullForTheFirstTime() {
    ArrivalFunction function =
        new ArrivalFunction("null if 2 < t < 2.1 or t > 9 else floor(t) + 1", 1, null);

    assertThat(times(function)).containsExactly(0L, 1_000_000_000L, 2_000_000_000L);
  }

  @Test
  void countsForDays() {
    ArrivalFunction function =
        new ArrivalFunction("t < 86400 * 20 ? floor(t / 86400) : null", 1e6, null);

    assertThat(times(function)).hasSize(19).last().isEqualTo(19 * 86_400_000L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '$',
      textBlock =
          """
          null $ is null at t = 0; allowed: a number of arrivals, 0 or more
          10 * (t - 1) $ is -10 at t = 0; allowed: a number of arrivals, 0 or more
          10 * t $ does not end within 30 days; allowed: a function that is null from some time on, like t < 60 ? 10 * t : null, or a duration beside it
          10 * sin(t) if t < 9 else None $ falls from 9 at t = 2.021 to 8 at t = 2.022; allowed: a count, which never falls
          10 / (4 - t) if t < 9 else None $ column 4 of the function: divides by zero at t = 4; allowed: other divisors
          0 if t < 9 else None $ has less than 1 arrivals; allowed: from 1 to 10 million
          2 ** t if t < 60 else None $ has 1.153e+18 arrivals; allowed: from 1 to 10 million
          t * 1e8 if t <= 1 else None $ has 100000000 arrivals; allowed: from 1 to 10 million
          2 ** t $ column 3 of the function: ** has no finite value at t = 1048.576; allowed: numbers
          """)
  void tellsWhyAFunctionIsNoCountOfArrivals(String text, String message) {
    assertThatThrownBy(() -> new ArrivalFunction(text, 1, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void refusesTimeThatStandsStillOrRunsBackwards() {
    for (double compression : new double[] {0, -1, Double.NaN, 1e9}) {
      assertThatThrownBy(() -> new ArrivalFunction("t < 2 ? t : null", compression, null))
          .hasMessageContaining("allowed: a number from 0.01 to 1000000");
    }
  }

  private static List<Long> times(Schedule schedule) {
    Arrivals arrivals = schedule.arrivals(1);
    return LongStream.generate(arrivals::next)
        .takeWhile(time -> time != Arrivals.END)
        .boxed()
        .toList();
  }

  @Test
  void functionsAreTheSameLoadWhereTheyCountAlike() {
    ArrivalFunction one = new ArrivalFunction("t < 3 ? t : null", 2, null);

    assertThat(one)
        .isEqualTo(new ArrivalFunction("t < 3 ? t : null", 2, null))
        .hasSameHashCodeAs(new ArrivalFunction("t < 3 ? t : null", 2, null))
        .isNotEqualTo(new ArrivalFunction("t < 4 ? t : null", 2, null))
        .isNotEqualTo(new ArrivalFunction("t < 3 ? t : null", 3, null))
        .isNotEqualTo(new ArrivalFunction("t < 3 ? t : null", 2, Duration.ofSeconds(9)))
        .hasToString("t < 3 ? t : null");
    assertThat(one.hashCode()).isNotZero();
  }

  @Test
  void compressionsAtTheEndsOfTheRangeAreAllowed() {
    assertThat(new ArrivalFunction("t < 3 ? t : null", 0.01, null).duration())
        .isCloseTo(Duration.ofSeconds(300), Duration.ofMillis(1));
    assertThat(new ArrivalFunction("t < 3 ? t : null", 1e6, null).duration())
        .isCloseTo(Duration.ofNanos(3000), Duration.ofNanos(2));
    for (double compression : new double[] {0.0099, 1_000_001}) {
      assertThatThrownBy(() -> new ArrivalFunction("t < 3 ? t : null", compression, null))
          .hasMessageContaining("allowed: a number from 0.01 to 1000000");
    }
  }
}
