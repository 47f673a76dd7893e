package org.inferometer.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongFunction;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The generators are what they are called, and the tests would tell if they were not. */
class RandomnessTest {
  private static final int RATE = 100;
  private static final int SECONDS = 10;
  private static final double LIKELY = 0.001;
  private static final double IMPOSSIBLE = 1e-6;
  private static final DoubleUnaryOperator EXPONENTIAL = gap -> -Math.expm1(-gap);

  @Test
  void poissonArrivalsAreAPoissonProcess() {
    Rate rate = new Rate(RATE, Gaps.POISSON, Duration.ofSeconds(SECONDS));

    Randomness found = poisson(seed -> times(rate, seed));

    assertAllLikely(found);
  }

  /** By time rescaling: what the rate does is taken out by the area under it. */
  @Test
  void poissonArrivalsInStagesAreAPoissonProcessOfTheAreaUnderTheRate() {
    Stages stages =
        new Stages(
            List.of(stage(0, 200, 5), stage(200, 200, 2), stage(0, 0, 3), stage(300, 0, 3)),
            Gaps.POISSON);
    DoubleUnaryOperator area =
        t ->
            t < 5
                ? 20 * t * t
                : t < 7
                    ? 500 + 200 * (t - 5)
                    : t < 10 ? 900 : 900 + 300 * (t - 10) - 50 * (t - 10) * (t - 10);

    Randomness found = Randomness.of(seed -> times(stages, seed), area, EXPONENTIAL, 13);

    assertThat(found.gaps()).isGreaterThan(LIKELY);
    assertThat(found.gapsOfASeed()).isGreaterThan(LIKELY);
    assertThat(found.dependence()).isGreaterThan(LIKELY);
    assertThat(found.counts()).isGreaterThan(LIKELY);
    assertThat(found.totals()).isGreaterThan(LIKELY);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.05, 0.25, 0.5, 0.999, 1, 1.5, 4, 1000})
  void gapsFollowTheGammaLawOfTheirBurstiness(double burstiness) {
    GammaDistribution law = new GammaDistribution(null, burstiness, 1 / burstiness);
    SplittableRandom random = new SplittableRandom(20261126);
    Gaps gaps = new Gaps(burstiness);

    double gap =
        Randomness.uniform(
            DoubleStream.generate(() -> law.cumulativeProbability(gaps.next(random)))
                .limit(10_000));

    assertThat(gap).isGreaterThan(LIKELY);
  }

  @Test
  void gammaArrivalsHaveIndependentGapsOfTheirLaw() {
    Rate rate = new Rate(RATE, new Gaps(0.5), Duration.ofSeconds(SECONDS));
    GammaDistribution law = new GammaDistribution(null, 0.5, 2);

    Randomness found =
        Randomness.of(
            seed -> times(rate, seed), t -> RATE * t, law::cumulativeProbability, SECONDS);

    assertThat(found.gaps()).isGreaterThan(LIKELY);
    assertThat(found.gapsOfASeed()).isGreaterThan(LIKELY);
    assertThat(found.dependence()).isGreaterThan(LIKELY);
    assertThat(found.counts()).isLessThan(IMPOSSIBLE);
  }

  /** As many as were asked for at any time, from the first on: var/mean of long counts is 1/b. */
  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.5, 1, 4})
  void asManyArriveAsAreExpectedFromTheStartOn(double burstiness) {
    Rate rate = new Rate(20, new Gaps(burstiness), Duration.ofMillis(250));
    double[] counts =
        LongStream.range(0, 10_000).mapToDouble(seed -> times(rate, seed).length).toArray();
    double error = Math.sqrt(variance(counts) / counts.length);

    assertThat(mean(counts)).isCloseTo(5, within(3.5 * error));

    Rate longer = new Rate(RATE, new Gaps(burstiness), Duration.ofSeconds(SECONDS));
    double[] totals =
        LongStream.range(0, 300).mapToDouble(seed -> times(longer, seed).length).toArray();
    assertThat(variance(totals) / mean(totals) * burstiness).isBetween(0.75, 1.3);
  }

  /** vLLM: the gaps are stretched so that the last request is where it should be on average. */
  @Test
  void aFixedNumberOfArrivalsIsToldByTheTotals() {
    Randomness found =
        poisson(
            seed -> {
              double[] times = sums(exponentials(seed, RATE * SECONDS));
              double last = times[times.length - 1];
              return Arrays.stream(times).map(t -> t / last * SECONDS).toArray();
            });

    assertThat(found.gaps()).isGreaterThan(LIKELY);
    assertThat(found.totals()).isLessThan(IMPOSSIBLE);
  }

  /** inference-perf: a Poisson number in each second, whose gaps are stretched to fill it. */
  @Test
  void arrivalsOnEveryWholeSecondAreToldByTheGrid() {
    Randomness found =
        poisson(
            seed -> {
              SplittableRandom random = new SplittableRandom(seed);
              DoubleStream.Builder times = DoubleStream.builder();
              for (int second = 0; second < SECONDS; second++) {
                int begin = second;
                int count = (int) Arrays.stream(unit(random)).takeWhile(t -> t < RATE).count();
                double[] inside = sums(exponentials(random.nextLong(), count));
                for (double t : inside) {
                  times.add(begin + t / inside[count - 1]);
                }
              }
              return times.build().toArray();
            });

    assertThat(found.totals()).isGreaterThan(LIKELY);
    assertThat(found.grid()).isLessThan(IMPOSSIBLE);
  }

  /** Gatling: whole milliseconds. */
  @Test
  void arrivalsInWholeMillisecondsAreToldByTheGrid() {
    Randomness found =
        poisson(
            seed ->
                Arrays.stream(sums(exponentials(seed, 2 * RATE * SECONDS)))
                    .map(t -> Math.floor(t * 1000 / RATE) / 1000)
                    .takeWhile(t -> t < SECONDS)
                    .toArray());

    assertThat(found.totals()).isGreaterThan(LIKELY);
    assertThat(found.grid()).isLessThan(IMPOSSIBLE);
  }

  /** GuideLLM: several workers that draw from the same seed. */
  @Test
  void workersOfEqualSeedAreToldByTheirDependence() {
    Randomness found =
        poisson(
            seed ->
                DoubleStream.of(0, 0.01, 0.02, 0.03)
                    .flatMap(
                        shift ->
                            Arrays.stream(sums(exponentials(seed, RATE * SECONDS)))
                                .map(t -> shift / RATE + t * 4 / RATE))
                    .filter(t -> t < SECONDS)
                    .sorted()
                    .toArray());

    assertThat(found.dependence()).isLessThan(IMPOSSIBLE);
    assertThat(found.counts()).isLessThan(IMPOSSIBLE);
    assertThat(found.gaps()).isLessThan(IMPOSSIBLE);
  }

  /** Vidur: gaps that are never longer than their mean and three standard deviations. */
  @Test
  void gapsThatAreCutOffAreToldByTheirLaw() {
    Randomness found =
        poisson(
            seed ->
                Arrays.stream(
                        sums(
                            Arrays.stream(exponentials(seed, 2 * RATE * SECONDS))
                                .map(gap -> Math.min(gap, 4))
                                .toArray()))
                    .map(t -> t / RATE)
                    .takeWhile(t -> t < SECONDS)
                    .toArray());

    assertThat(found.gaps()).isLessThan(IMPOSSIBLE);
  }

  private static void assertAllLikely(Randomness found) {
    double least =
        DoubleStream.of(
                found.gaps(),
                found.gapsOfASeed(),
                found.dependence(),
                found.counts(),
                found.totals(),
                found.grid())
            .min()
            .orElseThrow();
    assertThat(least).as(found.toString()).isGreaterThan(LIKELY);
  }

  private static Randomness poisson(LongFunction<double[]> generator) {
    return Randomness.of(generator, t -> RATE * t, EXPONENTIAL, SECONDS);
  }

  private static Stage stage(double from, double to, int seconds) {
    return new Stage(from, to, Duration.ofSeconds(seconds));
  }

  private static double[] times(Schedule schedule, long seed) {
    Arrivals arrivals = schedule.arrivals(seed);
    return LongStream.generate(arrivals::next)
        .takeWhile(time -> time != Arrivals.END)
        .mapToDouble(time -> time / 1e9)
        .toArray();
  }

  /** Arrivals of rate 1, enough of them. */
  private static double[] unit(SplittableRandom random) {
    return sums(exponentials(random.nextLong(), 3 * RATE));
  }

  private static double[] exponentials(long seed, int count) {
    return new SplittableRandom(seed).doubles(count).map(u -> -Math.log1p(-u)).toArray();
  }

  private static double[] sums(double[] gaps) {
    double[] sums = gaps.clone();
    Arrays.parallelPrefix(sums, Double::sum);
    return sums;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double variance(double[] values) {
    double mean = mean(values);
    return Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / (values.length - 1);
  }
}
