package org.inferometer.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.BiPredicate;
import org.inferometer.result.statistics.StudentT;
import org.junit.jupiter.api.Test;

/**
 * How often a difference is claimed between two stacks, by simulation. A repeat (a benchmark
 * process) is off by 1 % of its own, and its three iterations wander by another 1 % with a
 * correlation of 0.5 from one to the next: what processes of this kind do on a quiet machine.
 */
class ClaimsTest {
  private static final int COMPARISONS = 4000;
  private static final double PROCESS = 0.01;
  private static final double WANDER = 0.01;
  private static final double CORRELATION = 0.5;
  private static final int ITERATIONS = 3;

  @Test
  void repeatsAsUnitClaimADifferenceOfNothingInFivePercentAtMost() {
    for (int repeats : new int[] {3, 5, 10}) {
      assertThat(claims(repeats, 1, ClaimsTest::byRepeat)).as(repeats + "").isBetween(0.03, 0.06);
    }
  }

  @Test
  void iterationsAsUnitWouldClaimFarMore() {
    assertThat(claims(5, 1, ClaimsTest::byIteration)).isGreaterThan(0.10);
  }

  @Test
  void fiveRepeatsFindADifferenceOfFivePercent() {
    assertThat(claims(5, 1.05, ClaimsTest::byRepeat)).isGreaterThan(0.9);
  }

  @Test
  void threeRepeatsOftenMissADifferenceOfFivePercent() {
    assertThat(claims(3, 1.05, ClaimsTest::byRepeat)).isBetween(0.6, 0.8);
  }

  private static double claims(
      int repeats, double ratio, BiPredicate<double[][], double[][]> claimed) {
    SplittableRandom random = new SplittableRandom(20261122);
    int claims = 0;
    for (int i = 0; i < COMPARISONS; i++) {
      claims += claimed.test(stack(random, repeats, 1), stack(random, repeats, ratio)) ? 1 : 0;
    }
    return claims / (double) COMPARISONS;
  }

  /** Logarithms of what each iteration of each repeat measures. */
  private static double[][] stack(SplittableRandom random, int repeats, double ratio) {
    double[][] found = new double[repeats][ITERATIONS];
    for (double[] repeat : found) {
      double process = PROCESS * random.nextGaussian();
      double wander = WANDER * random.nextGaussian();
      for (int i = 0; i < ITERATIONS; i++) {
        wander =
            i == 0
                ? wander
                : CORRELATION * wander
                    + WANDER * Math.sqrt(1 - CORRELATION * CORRELATION) * random.nextGaussian();
        repeat[i] = Math.log(ratio) + process + wander;
      }
    }
    return found;
  }

  private static boolean byRepeat(double[][] a, double[][] b) {
    return StudentT.mean(differences(a, b)).excludes(0);
  }

  private static boolean byIteration(double[][] a, double[][] b) {
    double[] differences = new double[a.length * ITERATIONS];
    for (int i = 0; i < differences.length; i++) {
      int repeat = i / ITERATIONS;
      differences[i] = b[repeat][i % ITERATIONS] - a[repeat][i % ITERATIONS];
    }
    return StudentT.mean(differences).excludes(0);
  }

  private static double[] differences(double[][] a, double[][] b) {
    double[] differences = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      differences[i] = StudentT.average(b[i]) - StudentT.average(a[i]);
    }
    return differences;
  }
}
