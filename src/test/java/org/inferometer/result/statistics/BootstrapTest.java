package org.inferometer.result.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private static final Quantile TYPE_7 =
      Quantile.withDefaults().with(Quantile.EstimationMethod.HF7);

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

  @Test
  void isBcaOfWhatTheResamplesGave() {
    double[] values = new SplittableRandom(3).doubles(30).map(u -> -Math.log(1 - u)).toArray();
    List<Double> seen = new ArrayList<>();

    Interval interval =
        new Bootstrap(30, 1)
            .interval(
                times -> {
                  seen.add(mean(values, times));
                  return seen.get(seen.size() - 1);
                });

    // All once, 10,000 resamples (of 30 units no two are alike), and all but one of each.
    double estimate = seen.get(0);
    double[] resampled = numbers(seen.subList(1, 10_001));
    double[] without = numbers(seen.subList(10_001, 10_031));
    double bias = probit(Arrays.stream(resampled).filter(one -> one < estimate).count() / 10_000.0);
    double mean = Arrays.stream(without).average().orElseThrow();
    double cubes = Arrays.stream(without).map(one -> Math.pow(mean - one, 3)).sum();
    double squares = Arrays.stream(without).map(one -> Math.pow(mean - one, 2)).sum();
    double acceleration = cubes / 6 / Math.pow(squares, 1.5);
    assertThat(acceleration).isPositive();
    for (double z : new double[] {probit(0.025), probit(0.975)}) {
      double level = phi(bias + (bias + z) / (1 - acceleration * (bias + z)));
      double end = TYPE_7.evaluate(resampled, level);
      assertThat(z < 0 ? interval.low() : interval.high()).isCloseTo(end, within(1e-9));
    }
  }

  @Test
  void drawsAsManyUnitsAsThereAre() {
    new Bootstrap(12, 1)
        .interval(
            times -> {
              assertThat(Arrays.stream(times).min().orElseThrow()).isNotNegative();
              assertThat(Arrays.stream(times).sum()).as("all, or all but one").isIn(12, 11);
              return times[0];
            });
  }

  @Test
  void resamplesThatAreAsTheWholeCountByHalf() {
    // Twice the number of draws from the first half less all, 0 where that is small: symmetric.
    Interval interval =
        new Bootstrap(10, 1)
            .interval(
                times -> {
                  int difference =
                      2 * Arrays.stream(times, 0, 5).sum() - Arrays.stream(times).sum();
                  return Math.abs(difference) < 4 ? 0 : difference;
                });

    assertThat(interval).isEqualTo(new Interval(-6, 6));
  }

  @Test
  void aStatisticThatSomeResamplesLeaveUndefinedHasNone() {
    assertThat(new Bootstrap(10, 1).interval(times -> times[0] == 0 ? Double.NaN : 1))
        .isEqualTo(Interval.NONE);
    assertThat(new Bootstrap(10, 1).interval(times -> Double.NaN)).isEqualTo(Interval.NONE);
  }

  private static double[] numbers(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double probit(double probability) {
    return NormalDistribution.of(0, 1).inverseCumulativeProbability(probability);
  }

  private static double phi(double z) {
    return NormalDistribution.of(0, 1).cumulativeProbability(z);
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
