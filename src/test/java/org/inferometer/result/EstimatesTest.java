package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.inferometer.result.Estimate.Interval;
import org.inferometer.result.statistics.StudentT;
import org.junit.jupiter.api.Test;

class EstimatesTest {
  @Test
  void aQuantileIsTheMeanOfTheRepeatsOwnOnesWhereEachIsLargeEnough() {
    Estimate median = median(4, 11);

    double[] logs = median.byRepeat().values().stream().mapToDouble(Math::log).toArray();
    assertThat(logs).hasSize(4);
    assertThat(median.interval()).isEqualTo(Interval.LOG_T);
    assertThat(median.value()).isCloseTo(Math.exp(StudentT.average(logs)), within(1e-9));
    assertThat(median.low()).isCloseTo(StudentT.mean(logs).exp().low(), within(1e-9));
    assertThat(median.count()).isEqualTo(44);
  }

  @Test
  void aQuantileOfSmallerRepeatsIsThatOfAllWithoutAnInterval() {
    Estimate median = median(4, 10);

    assertThat(median.isPresent()).isTrue();
    assertThat(median.byRepeat()).isEmpty();
    assertThat(median.hasInterval()).isFalse();
    assertThat(median.interval()).isEqualTo(Interval.NONE);
  }

  @Test
  void tenSmallRepeatsHaveABootstrap() {
    assertThat(median(9, 10).hasInterval()).isFalse();
    assertThat(median(10, 10).interval()).isEqualTo(Interval.BCA);
    assertThat(median(10, 10).low()).isLessThan(median(10, 10).value());
  }

  @Test
  void aQuantileOfTooFewValuesIsAbsent() {
    assertThat(median(1, 10).isPresent()).isFalse();
    assertThat(median(1, 11).isPresent()).isTrue();
    assertThat(median(1, 11).hasInterval()).isFalse();
  }

  @Test
  void everyMetricWithoutAUnitIsAShareOrANumberThatRatiosCanCompare() {
    assertThat(Metric.values())
        .filteredOn(metric -> metric.unit().isEmpty() && metric.scale() != Scale.SHARE)
        .containsExactly(Metric.CYCLES_PER_SLOT, Metric.LITTLE, Metric.SERVER_BATCH);
    assertThat(Metric.values())
        .filteredOn(metric -> metric.unit().equals("%"))
        .allMatch(metric -> metric.scale() == Scale.PERCENT);
  }

  private static Estimate median(int repeats, int size) {
    SplittableRandom random = new SplittableRandom(3);
    List<Sample> samples = new ArrayList<>();
    List<Repetition> repetitions = new ArrayList<>();
    for (int fork = 1; fork <= repeats; fork++) {
      double[] values = ComparisonsTest.logNormal(random, size, 0.1 * random.nextGaussian(), 0.3);
      Sample sample = Sample.of(values, size);
      Summary summary = new Summary();
      summary.put(Metric.P2FT, sample);
      samples.add(sample);
      repetitions.add(new Repetition(fork, 0, 0, 1, 1, Set.of(), summary));
    }
    return Estimates.of(repetitions, Map.of(Metric.P2FT, samples))
        .get(Metric.P2FT)
        .getOrDefault(Statistic.P50, Estimate.ABSENT);
  }
}
