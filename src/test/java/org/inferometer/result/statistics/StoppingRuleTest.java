package org.inferometer.result.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StoppingRuleTest {
  private static final int TIMES = 4000;

  @Test
  void sharesTheMissesAmongThePlannedLooks() {
    StoppingRule rule = new StoppingRule(0.05, 5, 20);

    assertThat(rule.looksAfter(5)).isFalse();
    assertThat(rule.looksAfter(6)).isTrue();
    assertThat(rule.looksAfter(7)).isFalse();
    assertThat(rule.looksAfter(20)).isTrue();
    assertThat(rule.looksAfter(22)).isFalse();
    assertThat(new StoppingRule(0.05, 4, 20).looksAfter(4)).isTrue();
    assertThat(new StoppingRule(0.05, 1, 20).looksAfter(2)).isTrue();
    assertThat(rule.looks()).isEqualTo(8);
    assertThat(rule.confidence()).isEqualTo(1 - 0.05 / 8);
    assertThat(rule.confidence(6)).isEqualTo(1 - 0.05 / 8 / 6);
  }

  @Test
  void reachesAsFarAsTheIntervalOfTheRatio() {
    StoppingRule once = new StoppingRule(0.05, 4, 4);
    double[] logs = {Math.log(1.1), Math.log(1.12), Math.log(1.08), Math.log(1.1)};
    Interval interval = StudentT.mean(logs).exp();

    double reach = once.reach(Effect.of(logs), 1);

    double centre = Math.exp(StudentT.average(logs));
    assertThat(centre * (1 + reach)).isCloseTo(interval.high(), within());
    assertThat(centre / (1 + reach)).isCloseTo(interval.low(), within());
  }

  /** However small or large the spread, the interval at the end holds the truth in 95 %. */
  @Test
  void coversTheTruthAlthoughItStopsByWhatItSees() {
    for (double spread : new double[] {0.02, 0.05, 0.1}) {
      StoppingRule rule = new StoppingRule(0.05, 2, 20);
      Random random = new Random(7);
      int covered = 0;
      int reached = 0;
      for (int i = 0; i < TIMES; i++) {
        double[] logs = new double[rule.atMost()];
        Arrays.setAll(logs, k -> spread * random.nextGaussian());
        int n = 2;
        while (n < rule.atMost() && !narrow(rule, logs, n)) {
          n += 2;
        }
        reached += narrow(rule, logs, n) ? 1 : 0;
        covered += first(logs, n).interval(rule.confidence()).excludes(0) ? 0 : 1;
      }
      assertThat(covered / (double) TIMES).as("coverage at %s", spread).isGreaterThan(0.95);
      assertThat(reached).as("reached at %s", spread).isPositive();
    }
  }

  private static boolean narrow(StoppingRule rule, double[] logs, int n) {
    return rule.reach(first(logs, n), 1) <= rule.width();
  }

  private static Effect first(double[] logs, int n) {
    return Effect.of(Arrays.copyOf(logs, n));
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.api.Assertions.within(1e-9);
  }
}
