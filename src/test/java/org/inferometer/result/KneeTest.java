package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.inferometer.load.Closed;
import org.junit.jupiter.api.Test;

class KneeTest {
  private static final double[] LOADS = {1, 5, 10, 15, 25, 30, 35, 40, 45, 50, 55, 100};

  @Test
  void isWhereAServerOfFiftySlotsIsFull() {
    assertThat(Knee.index(LOADS, of(p -> 20 * Math.min(p, 50)))).isEqualTo(9);
  }

  @Test
  void isBeforeThroughputFalls() {
    assertThat(Knee.index(LOADS, of(p -> p <= 30 ? 20 * p : 600 - 4 * (p - 30)))).isEqualTo(5);
  }

  @Test
  void isWhereASmoothCurveIsFarthestFromItsChord() {
    double[] saturating = of(p -> 1000 * p / (p + 10));

    int knee = Knee.index(LOADS, saturating);

    assertThat(LOADS[knee]).as("the chord's slope is met at p = 24 on this grid").isEqualTo(25);
  }

  @Test
  void isNoneWhereThroughputGrowsOnAfterADip() {
    double[] loads = {1, 5, 10, 20, 40, 60};

    assertThat(Knee.index(loads, new double[] {117, 420, 671, 1270, 977, 1974})).isEqualTo(-1);
    assertThat(Knee.index(loads, new double[] {117, 420, 671, 1270, 977, 1400})).isEqualTo(3);
  }

  @Test
  void isNoneOfALineOrOfWhatHasNoShape() {
    assertThat(Knee.index(LOADS, of(p -> 3 * p + 7))).isEqualTo(-1);
    assertThat(Knee.index(LOADS, of(p -> p * p))).isEqualTo(-1);
    assertThat(Knee.index(LOADS, of(p -> 5))).isEqualTo(-1);
    assertThat(Knee.index(LOADS, of(p -> 100 - p))).isEqualTo(-1);
    assertThat(Knee.index(new double[] {1, 2, 4, 8}, new double[] {1, 2, 2, 2})).isEqualTo(-1);
    assertThat(Knee.index(new double[0], new double[0])).isEqualTo(-1);
  }

  @Test
  void isALoadOfTheClosedOnesThatAreKnownWhateverTheirOrder() {
    List<TrialResult> trials = new ArrayList<>();
    for (double p : new double[] {40, 1, 20, 10, 5}) {
      trials.add(trial((int) p, 20 * Math.min(p, 10)));
    }
    assertThat(Knee.of(trials)).contains(new Closed(10));

    trials.add(trial(60, Double.NaN));
    assertThat(Knee.of(trials)).as("of one nothing is known").contains(new Closed(10));
    assertThat(Knee.of(trials.subList(0, 4))).as("four are no curve").isEmpty();
  }

  @Test
  void bothAxesAreScaledToTheirRangesWhereverTheyBegin() {
    double[] loads = {100, 101, 102, 103, 110};

    assertThat(Knee.index(loads, new double[] {50, 52, 54, 56, 60})).isEqualTo(3);
    assertThat(Knee.index(loads, new double[] {50, 50.5, 51, 53.9, 60})).isEqualTo(-1);
    assertThat(Knee.index(loads, new double[] {50, 59, 60, 60, 60}))
        .as("of two as far the first")
        .isEqualTo(1);
  }

  @Test
  void aBendOfATenthOfTheRangeIsNone() {
    double[] loads = {0, 1, 2, 3, 4};

    assertThat(Knee.index(loads, new double[] {0, 25, 60, 75, 100})).isEqualTo(-1);
    assertThat(Knee.index(loads, new double[] {0, 25, 61, 75, 100})).isEqualTo(-1);
    assertThat(Knee.index(loads, new double[] {0, 25, 67, 75, 100})).isEqualTo(2);
    assertThat(Knee.index(loads, new double[] {0, 25, 68, 75, 100})).isEqualTo(2);
  }

  private static TrialResult trial(int p, double throughput) {
    return ComparisonsTest.trial("a", p, new double[] {throughput, throughput});
  }

  private static double[] of(java.util.function.DoubleUnaryOperator throughput) {
    return Arrays.stream(LOADS).map(throughput).toArray();
  }
}
