package org.inferometer.result.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Against R 4: {@code t.test(x)}, {@code t.test(y, x, paired = TRUE)} and {@code t.test(y, x)}. */
class EffectTest {
  private static final double[] X = {1, 2, 3, 4, 5};
  private static final double[] Y = {4, 6, 8, 10, 12};

  @Test
  void hasThePValueOfR() {
    assertThat(Effect.of(X).pValue()).isCloseTo(0.013236, within(1e-6));
  }

  @Test
  void pairsAreAsTheirDifferences() {
    assertThat(Effect.paired(X, Y)).isEqualTo(Effect.of(new double[] {3, 4, 5, 6, 7}));
  }

  @Test
  void welchWeighsUnequalVariances() {
    // Means 3 and 8, variances 2.5 and 10 of five each: se^2 = 2.5, freedom 100 / 17.
    Effect effect = Effect.welch(X, Y);
    Interval interval = effect.interval(0.95);

    assertThat(effect.value()).isEqualTo(5);
    assertThat(effect.freedom()).isCloseTo(100 / 17.0, within(1e-9));
    assertThat(interval.low()).isCloseTo(1.112258, within(1e-6));
    assertThat(interval.high()).isCloseTo(8.887742, within(1e-6));
    assertThat(effect.pValue()).isCloseTo(0.020039, within(1e-6));
    assertThat(effect.spread()).isCloseTo(Math.sqrt(2.5 + 10), within(1e-12));
  }

  @Test
  void welchIsNotMisledByEqualErrors() {
    // Variances 0.5 of two and 2 of eight: squared errors of a quarter each.
    Effect effect = Effect.welch(new double[] {0, 1}, new double[] {-1, 1, -2, 2, -1, 1, -1, 1});

    assertThat(effect.error()).isCloseTo(Math.sqrt(0.5), within(1e-12));
    assertThat(effect.freedom()).isCloseTo(3.5, within(1e-12));
  }

  @Test
  void welchOfEqualValuesLeavesNoDoubt() {
    Effect effect = Effect.welch(new double[] {2, 2}, new double[] {3, 3, 3});

    assertThat(effect.freedom()).isEqualTo(3);
    assertThat(effect.interval(0.95)).isEqualTo(new Interval(1, 1));
    assertThat(effect.pValue()).isZero();
  }

  @Test
  void theIntervalExcludesZeroExactlyWherePIsBelowTheLevel() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 500; i++) {
      Effect effect = Effect.of(gaussians(random, 2 + i % 6, 1, 1));
      double level = random.nextDouble(1e-4, 0.2);

      assertThat(effect.interval(1 - level).excludes(0)).isEqualTo(effect.pValue() < level);
    }
  }

  @Test
  void equalDifferencesLeaveNoDoubt() {
    assertThat(Effect.of(new double[] {2, 2, 2}).pValue()).isZero();
    assertThat(Effect.of(new double[] {2, 2, 2}).interval(0.95)).isEqualTo(new Interval(2, 2));
    assertThat(Effect.of(new double[] {0, 0}).pValue()).isEqualTo(1);
  }

  @Test
  void oneValueTestsNothing() {
    Effect effect = Effect.of(new double[] {1});

    assertThat(effect.isTested()).isFalse();
    assertThat(effect.pValue()).isNaN();
    assertThat(effect.detectable(0.05)).isNaN();
    assertThat(effect.isWithin(10, 0.05)).isFalse();
    assertThat(Effect.welch(new double[] {1}, X).isTested()).isFalse();
  }

  @Test
  void theDetectableEffectIsShownInFourOfFive() {
    for (int repeats : new int[] {4, 6, 10}) {
      // With a standard error of 1 / sqrt(repeats) known beforehand.
      double size = new Effect(0, 1 / Math.sqrt(repeats), repeats - 1.0, 1).detectable(0.05);
      SplittableRandom random = new SplittableRandom(2);
      int shown = 0;
      for (int i = 0; i < 4000; i++) {
        shown += Effect.of(gaussians(random, repeats, size, 1)).pValue() < 0.05 ? 1 : 0;
      }

      assertThat(shown / 4000.0).as(repeats + " repeats").isBetween(0.77, 0.85);
    }
  }

  @Test
  void liesWithinAMarginWhereTheIntervalOfNinetyPercentDoes() {
    // qt(0.95, 4) = 2.131847: from -0.011318 to 0.031318, and the same to the other side.
    Effect above = new Effect(0.01, 0.01, 4, 0);
    Effect below = new Effect(-0.01, 0.01, 4, 0);

    assertThat(above.isWithin(0.0314, 0.05)).isTrue();
    assertThat(above.isWithin(0.0313, 0.05)).isFalse();
    assertThat(below.isWithin(0.0314, 0.05)).isTrue();
    assertThat(below.isWithin(0.0313, 0.05)).isFalse();
    Effect sure = Effect.of(new double[] {0.5, 0.5});
    assertThat(sure.isWithin(0.5, 0.05)).as("both ends belong to it").isTrue();
    assertThat(Effect.of(new double[] {-0.5, -0.5}).isWithin(0.5, 0.05)).isTrue();
  }

  @Test
  void fewRepeatsNeedMoreThanTheNormalDistributionSays() {
    // qt(0.975, 3) * 0.03 / 2 = 0.0477, and of three repeats 0.0745.
    assertThat(new Effect(0, 1, 1, 0.03).repeatsFor(0.05, 0.05)).isEqualTo(4);
    assertThat(new Effect(0, 1, 1, 0).repeatsFor(0.05, 0.05)).isEqualTo(2);
  }

  @Test
  void soManyRepeatsReachTheWidthAndOneLessDoesNot() {
    Effect effect = Effect.of(gaussians(new SplittableRandom(3), 4, 0, 0.1));
    int needed = effect.repeatsFor(0.05, 0.05);

    assertThat(half(effect, needed)).isLessThanOrEqualTo(0.05);
    assertThat(half(effect, needed - 1)).isGreaterThan(0.05);
  }

  private static double half(Effect effect, int repeats) {
    return new Effect(0, effect.spread() / Math.sqrt(repeats), repeats - 1.0, 0)
        .interval(0.95)
        .high();
  }

  private static double[] gaussians(SplittableRandom random, int n, double mean, double sd) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = mean + sd * random.nextGaussian();
    }
    return values;
  }
}
