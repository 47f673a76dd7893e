package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.inferometer.load.Closed;
import org.inferometer.result.tenants.Together;
import org.inferometer.result.tenants.Victim;
import org.inferometer.scenario.Neighbour;
import org.junit.jupiter.api.Test;

/**
 * What is claimed of tenants, by simulation of repeats: how often the slowdown of two that do not
 * disturb each other is said to be 1, and how often one of a fifth is found. Half of the variance
 * of a repeat is common to a tenant alone and beside its neighbour, as a machine's drift is.
 */
class TenantCoverageTest {
  private static final int ROUNDS = 4000;
  private static final int[] REPEATS = {3, 4, 6, 10};
  private static final double[] SPREADS = {0.005, 0.02, 0.1};

  /** Three standard errors of so many rounds at 95 %. */
  private static final double ERROR = 0.0104;

  private static Together pair(SplittableRandom random, int n, double slowdown, double sd) {
    List<Victim> victims = new ArrayList<>();
    for (String tenant : List.of("a", "b")) {
      double[] alone = new double[n];
      double[] beside = new double[n];
      for (int i = 0; i < n; i++) {
        double common = random.nextGaussian();
        alone[i] = 100 * Math.exp(sd * (common + random.nextGaussian()) / Math.sqrt(2));
        beside[i] = 100 * Math.exp(sd * (common + random.nextGaussian()) / Math.sqrt(2));
        beside[i] *= tenant.equals("a") ? slowdown : 1;
      }
      TrialResult before = ComparisonsTest.trial(tenant, 1, alone);
      TrialResult after = ComparisonsTest.trial(tenant, 1, beside);
      Neighbour neighbour = new Neighbour(tenant.equals("a") ? "b" : "a", new Closed(1));
      victims.add(Victim.of(List.of(neighbour), null, before, after, true, Comparisons.LEVEL));
    }
    return new Together(victims, repeat -> repeat);
  }

  private static boolean holds(Estimate estimate, double truth) {
    return estimate.low() <= truth && truth <= estimate.high();
  }

  @Test
  void twoThatDoNotDisturbEachOtherHaveASlowdownOfOne() {
    System.out.println("slowdown 1 within the interval: of a claim | STP 2 | ANTT 1");
    for (int n : REPEATS) {
      for (double sd : SPREADS) {
        SplittableRandom random = new SplittableRandom(11);
        int claims = 0;
        int held = 0;
        int throughput = 0;
        int turnaround = 0;
        for (int round = 0; round < ROUNDS; round++) {
          Together set = pair(random, n, 1, sd);
          for (Victim one : set.victims()) {
            held += holds(one.slowdown(Metric.P2FT), 1) ? 1 : 0;
            claims += one.headline().orElseThrow().verdict().isClaim() ? 1 : 0;
          }
          throughput += holds(set.systemThroughput(), 2) ? 1 : 0;
          turnaround += holds(set.turnaround(), 1) ? 1 : 0;
        }
        print(
            "n = %2d sd %.3f %8.4f | %.4f | %.4f",
            n, sd, share(held) / 2, share(throughput), share(turnaround));
        assertThat(share(held) / 2).isCloseTo(0.95, within(ERROR / Math.sqrt(2)));
        assertThat(held + claims).as("what is claimed excludes 1").isEqualTo(2 * ROUNDS);
      }
    }
  }

  @Test
  void aSlowdownOfAFifthIsFoundAndItsIntervalHoldsIt() {
    System.out.println("slowdown 1.2: found | within the interval | the neighbour accused");
    for (int n : REPEATS) {
      for (double sd : SPREADS) {
        SplittableRandom random = new SplittableRandom(12);
        int found = 0;
        int held = 0;
        int accused = 0;
        for (int round = 0; round < ROUNDS; round++) {
          List<Victim> both = pair(random, n, 1.2, sd).victims();
          held += holds(both.get(0).slowdown(Metric.P2FT), 1.2) ? 1 : 0;
          found += isSlower(both.get(0)) ? 1 : 0;
          accused += isSlower(both.get(1)) ? 1 : 0;
        }
        print(
            "n = %2d sd %.3f %8.4f | %.4f | %.4f",
            n, sd, share(found), share(held), share(accused));
        assertThat(share(held)).isCloseTo(0.95, within(ERROR));
        assertThat(share(accused)).as("one side of 5 %%").isCloseTo(0.025, within(0.0075));
        if (sd <= 0.02 && n >= 4) {
          assertThat(share(found)).isGreaterThan(0.99);
        }
      }
    }
  }

  private static boolean isSlower(Victim one) {
    return one.headline().orElseThrow().verdict() == Comparison.Verdict.SLOWER;
  }

  private static double share(int count) {
    return count / (double) ROUNDS;
  }

  private static void print(String form, Object... values) {
    System.out.println(String.format(Locale.ROOT, form, values));
  }
}
