package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.apache.commons.statistics.descriptive.Quantile;
import org.junit.jupiter.api.Test;

class SampleTest {
  private static final Quantile TYPE_7 =
      Quantile.withDefaults().with(Quantile.EstimationMethod.HF7);
  private final SplittableRandom random = new SplittableRandom(7);

  @Test
  void quantilesAreExactlyTypeSevenWhateverTheParts() {
    for (int round = 0; round < 200; round++) {
      List<double[]> parts = parts(1 + random.nextInt(6), 40);
      Sample union = Sample.union(parts.stream().map(SampleTest::sample).toList());
      double[] all = parts.stream().flatMapToDouble(DoubleStream::of).toArray();
      double p = random.nextInt(4) == 0 ? random.nextInt(2) : random.nextDouble();

      assertThat(union.quantile(p)).isCloseTo(TYPE_7.evaluate(all, p), within(1e-12));
    }
  }

  @Test
  void quantilesOfRepeatsDrawnSeveralTimesAreThoseOfTheirUnion() {
    for (int round = 0; round < 200; round++) {
      List<double[]> repeats = parts(2 + random.nextInt(5), 60);
      double p = random.nextDouble();
      int[] times = random.ints(repeats.size(), 0, 4).toArray();
      times[0] = 1;
      List<Double> union = new ArrayList<>();
      for (int i = 0; i < times.length; i++) {
        for (int k = 0; k < times[i]; k++) {
          Arrays.stream(repeats.get(i)).forEach(union::add);
        }
      }
      double[] all = union.stream().mapToDouble(Double::doubleValue).toArray();

      double found =
          new RepeatQuantile(repeats.stream().map(SampleTest::sample).toList(), p)
              .applyAsDouble(times);

      assertThat(found).isCloseTo(TYPE_7.evaluate(all, p), within(1e-12));
    }
  }

  @Test
  void aQuantileWithTooFewValuesIsAbsent() {
    assertThat(sample(new double[10]).get(Statistic.P50)).isNaN();
    assertThat(sample(new double[11]).get(Statistic.P50)).isZero();
    assertThat(sample(new double[661]).get(Statistic.P99)).isNaN();
    assertThat(sample(new double[662]).get(Statistic.P99)).isZero();
  }

  @Test
  void undefinedValuesAreNotCounted() {
    Sample sample = sample(new double[] {3, Double.NaN, 1});

    assertThat(sample.size()).isEqualTo(2);
    assertThat(sample.get(Statistic.MEAN)).isEqualTo(2);
    assertThat(sample.get(Statistic.MAX)).isEqualTo(3);
    assertThat(sample.get(Statistic.STD)).isCloseTo(Math.sqrt(2), within(1e-12));
  }

  @Test
  void aDrawnCurveHasOnlyRealPointsAndTheWholeTail() {
    double[] values = random.doubles(100_000).toArray();
    Curve curve = CurveBuilder.of(sample(values.clone()));
    Arrays.sort(values);

    assertThat(curve.count()).isEqualTo(100_000);
    assertThat(curve.values().length).isLessThan(2000);
    assertThat(curve.shares()[curve.shares().length - 1]).isEqualTo(1);
    for (int i = 0; i < curve.values().length; i++) {
      int rank = (int) Math.round(curve.shares()[i] * 100_000) - 1;
      assertThat(curve.values()[i]).isEqualTo(values[rank]);
    }
    assertThat(curve.values()).endsWith(Arrays.copyOfRange(values, 99_995, 100_000));
  }

  @Test
  void itsEndsAreTheSmallestAndTheLargestOfAllParts() {
    Sample union =
        Sample.union(
            List.of(sample(new double[] {4, 2}), Sample.EMPTY, sample(new double[] {9, 3, -1})));

    assertThat(union.get(Statistic.MIN)).isEqualTo(-1);
    assertThat(union.get(Statistic.MAX)).isEqualTo(9);
    assertThat(union.get(Statistic.MEAN)).isCloseTo(17 / 5.0, within(1e-12));
    assertThat(union.values()).containsExactly(-1, 2, 3, 4, 9);
    assertThat(union.between(2, 4)).containsExactly(2, 3, 4);
    assertThat(union.below(3)).isEqualTo(2);
    assertThat(union.below(3.5)).isEqualTo(3);
    assertThat(Sample.EMPTY.quantile(0.5)).isNaN();
    assertThat(Sample.EMPTY.get(Statistic.MEAN)).isNaN();
    assertThat(sample(new double[] {5}).get(Statistic.STD)).isNaN();
    assertThat(sample(new double[] {1, 2, 6}).get(Statistic.STD))
        .isCloseTo(Math.sqrt((4 + 1 + 9) / 2.0), within(1e-12));
  }

  @Test
  void valuesThatAreKeptSmallAreToldAtTheirScale() {
    Sample sample = Sample.of(new float[] {8, 2, 4}, 0.5);

    assertThat(sample.values()).containsExactly(1, 2, 4);
    assertThat(sample.size()).isEqualTo(3);
    assertThat(sample.select(1)).isEqualTo(2);
    assertThat(Sample.of(new float[0], 1)).isSameAs(Sample.EMPTY);
  }

  @Test
  void onlyTheFirstValuesAreTaken() {
    assertThat(Sample.of(new double[] {3, 1, 7, 7}, 2).values()).containsExactly(1, 3);
    assertThat(Sample.of(new double[] {Double.NaN, Double.NaN}, 2)).isSameAs(Sample.EMPTY);
  }

  /** Parts of which some are empty and some values equal. */
  private List<double[]> parts(int count, int most) {
    List<double[]> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int size = i == 0 ? 1 + random.nextInt(most) : random.nextInt(most);
      boolean ties = random.nextBoolean();
      parts.add(random.doubles(size).map(x -> ties ? Math.floor(4 * x) : 100 * x - 20).toArray());
    }
    return parts;
  }

  private static Sample sample(double[] values) {
    return Sample.of(values.clone(), values.length);
  }
}
