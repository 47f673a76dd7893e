package org.inferometer.result.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  @Test
  void holdsTheMeanOfASkewedSampleAsOftenAsItSays() {
    Bootstrap bootstrap = new Bootstrap(30, 1);
    SplittableRandom random = new SplittableRandom(2);
    int rounds = 400;
    int missed = 0;
    for (int round = 0; round < rounds; round++) {
      double[] values = random.doubles(30).map(u -> -Math.log(1 - u)).toArray();
      missed += bootstrap.interval(times -> mean(values, times)).excludes(1) ? 1 : 0;
    }

    // BCa of 30 exponential values misses about 7 %; a percentile or normal one misses more.
    assertThat(missed / (double) rounds).isBetween(0.02, 0.10);
  }

  @Test
  void leansTowardsTheLongTail() {
    double[] values = new SplittableRandom(3).doubles(30).map(u -> -Math.log(1 - u)).toArray();
    int[] once = java.util.stream.IntStream.generate(() -> 1).limit(30).toArray();
    double estimate = mean(values, once);

    Interval interval = new Bootstrap(30, 1).interval(times -> mean(values, times));

    assertThat(interval.high() - estimate).isGreaterThan(estimate - interval.low());
  }

  @Test
  void theSameSeedGivesTheSameInterval() {
    double[] values = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3};

    assertThat(new Bootstrap(10, 9).interval(times -> mean(values, times)))
        .isEqualTo(new Bootstrap(10, 9).interval(times -> mean(values, times)));
  }

  @Test
  void nineUnitsAreTooFew() {
    assertThat(new Bootstrap(9, 1).interval(times -> times[0])).isEqualTo(Interval.NONE);
  }

  @Test
  void equalUnitsHaveAnIntervalOfNoWidth() {
    double[] values = new double[10];

    assertThat(new Bootstrap(10, 1).interval(times -> mean(values, times)))
        .isEqualTo(new Interval(0, 0));
  }

  private static double mean(double[] values, int[] times) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      sum += times[i] * values[i];
      count += times[i];
    }
    return sum / count;
  }
}
