package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.inferometer.result.statistics.Effect;
import org.inferometer.result.statistics.StoppingRule;
import org.inferometer.result.statistics.StudentT;
import org.junit.jupiter.api.Test;

/**
 * What the intervals and words are worth, by simulation of repeats: how often an interval holds the
 * truth, how often a difference is claimed where there is none, how often one is found. The numbers
 * are printed; the bounds are those of the simulations' own error (three standard errors of 2000
 * rounds are 1.5 %) and of what is known of Student's t.
 */
class CoverageTest {
  private static final int ROUNDS = 2000;
  private static final int[] REPEATS = {4, 6, 10};

  /** Mean of the logarithm of 1 + a tenth of a standard normal number. */
  private static final double LOG_OF_NORMAL = -0.005076;

  @Test
  void anIntervalHoldsTheGeometricMeanAsOftenAsItSays() {
    System.out.println(
        "coverage of 95 % intervals      t on logs of the geometric mean | plain t of the mean");
    for (int n : REPEATS) {
      check("normal, sd 10 %", n, r -> 1 + 0.1 * r.nextGaussian(), LOG_OF_NORMAL, 1);
      for (double sd : new double[] {0.5, 1}) {
        check(
            "lognormal, sd " + sd,
            n,
            r -> Math.exp(sd * r.nextGaussian()),
            0,
            Math.exp(sd * sd / 2));
      }
    }
  }

  private static void check(
      String name, int n, ToDoubleFunction<SplittableRandom> repeat, double logMean, double mean) {
    SplittableRandom random = new SplittableRandom(1);
    int held = 0;
    int plain = 0;
    for (int round = 0; round < ROUNDS; round++) {
      TreeMap<Integer, Double> found = new TreeMap<>();
      for (int i = 0; i < n; i++) {
        found.put(i, repeat.applyAsDouble(random));
      }
      Estimate estimate = Scale.RATIO.mean(found, n);
      double truth = Math.exp(logMean);
      held += estimate.low() <= truth && truth <= estimate.high() ? 1 : 0;
      double[] values = found.values().stream().mapToDouble(Double::doubleValue).toArray();
      plain += StudentT.mean(values).excludes(mean) ? 0 : 1;
    }
    print("%-20s n = %2d %8.3f %8.3f", name, n, share(held), share(plain));
    assertThat(share(held)).as(name).isCloseTo(0.95, within(0.016));
  }

  @Test
  void aRatioOfPairsHoldsTheTrueOne() {
    System.out.println(
        "coverage of the ratio of pairs, true ratio 1.3, half of the spread is common");
    for (int n : REPEATS) {
      for (double sd : new double[] {0.02, 0.5, 1}) {
        int held = 0;
        SplittableRandom random = new SplittableRandom(2);
        for (int round = 0; round < ROUNDS; round++) {
          Comparison one = exploratory(stacks(random, 1, n, Math.log(1.3), sd));
          held += one.ratio().low() <= 1.3 && 1.3 <= one.ratio().high() ? 1 : 0;
        }
        print("sd %.2f n = %2d %8.3f", sd, n, share(held));
        assertThat(share(held)).isCloseTo(0.95, within(0.016));
      }
    }
  }

  @Test
  void aRunOfEqualStacksClaimsNoMoreThanItSays() {
    int rounds = 600;
    int runs = 0;
    int exploratory = 0;
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < rounds; round++) {
      List<Comparison> all = Comparisons.of(stacks(random, 16, 4, 0, 0.05), true, 0.05);
      runs += all.stream().anyMatch(one -> one.declared() && one.verdict().isClaim()) ? 1 : 0;
      exploratory +=
          (int) all.stream().filter(one -> !one.declared() && one.verdict().isClaim()).count();
    }
    double ofRuns = runs / (double) rounds;
    double ofComparisons = exploratory / (32.0 * rounds);
    print("A/A, 16 cells, 4 repeats: %.3f of the runs claim a declared difference", ofRuns);
    print("A/A: %.3f of the exploratory comparisons claim one", ofComparisons);
    assertThat(ofRuns).isBetween(0.01, 0.07);
    assertThat(ofComparisons).isBetween(0.035, 0.065);
  }

  /** Repeats that end when the last three agree: of all of them, and of these three alone. */
  @Test
  void repeatsThatEndWhenTheyAgreeCostAnIntervalLittleAsLongAsAllAreKept() {
    for (double sd : new double[] {0.02, 0.05, 0.1}) {
      SplittableRandom random = new SplittableRandom(8);
      int all = 0;
      int last = 0;
      for (int round = 0; round < ROUNDS; round++) {
        double[] rate = new double[10];
        double[] latency = new double[10];
        int n = 0;
        do {
          rate[n] = sd * random.nextGaussian();
          latency[n++] = sd * random.nextGaussian();
        } while (n < rate.length && !(agree(rate, n) && agree(latency, n)));
        all += StudentT.mean(Arrays.copyOf(rate, n)).excludes(0) ? 0 : 1;
        last += StudentT.mean(Arrays.copyOfRange(rate, n - 3, n)).excludes(0) ? 0 : 1;
      }
      print("until 3 agree to 10 %%, sd %.2f: %.3f, the last 3 %.3f", sd, share(all), share(last));
      assertThat(share(all)).isCloseTo(0.94, within(0.02));
      assertThat(share(last)).isBetween(0.88, 0.97);
    }
  }

  private static boolean agree(double[] logs, int n) {
    return n >= 3
        && Arrays.stream(logs, n - 3, n).max().orElseThrow()
                - Arrays.stream(logs, n - 3, n).min().orElseThrow()
            <= Math.log(1.1);
  }

  /** Repeats end where an interval is narrow enough: that has to be the one that is printed. */
  @Test
  void whatWasNarrowEnoughToEndOnIsAsNarrowInPrint() {
    int rounds = 300;
    int cells = 6;
    StoppingRule rule = new StoppingRule(0.05, 4, 16);
    for (double effect : new double[] {0, Math.log(1.1)}) {
      SplittableRandom random = new SplittableRandom(6);
      int claimed = 0;
      int ended = 0;
      double repeats = 0;
      for (int round = 0; round < rounds; round++) {
        List<TrialResult> trials = new ArrayList<>();
        Set<Cell> narrow = new HashSet<>();
        for (int p = 1; p <= cells; p++) {
          double sd = 0.01 * p;
          double[][] logs = pairs(random, rule.atMost(), effect, sd);
          int n = rule.first();
          while (n < rule.atMost() && reach(rule, logs, n, cells) > rule.width()) {
            n += 2;
          }
          TrialResult a = ComparisonsTest.trial("a", p, values(logs[0], n));
          trials.add(a);
          trials.add(ComparisonsTest.trial("b", p, values(logs[1], n)));
          repeats += n;
          if (reach(rule, logs, n, cells) <= rule.width()) {
            narrow.add(a.cell());
          }
        }
        List<Comparison> declared =
            Comparisons.of(trials, true, 1 - rule.confidence()).stream()
                .filter(Comparison::declared)
                .toList();
        claimed += declared.stream().anyMatch(one -> one.verdict().isClaim()) ? 1 : 0;
        ended += narrow.size();
        assertThat(declared)
            .filteredOn(one -> narrow.contains(one.cell()))
            .allMatch(one -> one.ratio().high() <= one.ratio().value() * (1.05 + 1e-9));
      }
      print(
          "until ±5 %%, ratio %.2f: %.1f repeats on average, %.2f of the cells end narrow, %.3f of"
              + " the runs claim a difference",
          Math.exp(effect),
          repeats / rounds / cells,
          ended / (double) rounds / cells,
          claimed / (double) rounds);
      assertThat(ended).isPositive();
      assertThat(claimed / (double) rounds)
          .matches(share -> effect == 0 ? share < 0.05 : share > 0.9);
    }
  }

  private static double reach(StoppingRule rule, double[][] logs, int n, int family) {
    return rule.reach(Effect.paired(Arrays.copyOf(logs[0], n), Arrays.copyOf(logs[1], n)), family);
  }

  private static double[] values(double[] logs, int n) {
    return Arrays.stream(logs).limit(n).map(Math::exp).toArray();
  }

  @Test
  void aTrueDifferenceIsFoundAsOftenAsItsSizeAllows() {
    System.out.println("power, sd 2 % a repeat, 16 cells     by itself | in the family");
    for (int n : REPEATS) {
      double before = 0;
      for (double ratio : new double[] {1.02, 1.05, 1.1, 1.2}) {
        int alone = 0;
        int family = 0;
        int rounds = 60;
        SplittableRandom random = new SplittableRandom(4);
        for (int round = 0; round < rounds; round++) {
          List<Comparison> all =
              Comparisons.of(stacks(random, 16, n, Math.log(ratio), 0.02), true, 0.05);
          alone += claims(all, false) / 2;
          family += claims(all, true);
        }
        double found = alone / (16.0 * rounds);
        double declared = family / (16.0 * rounds);
        print("n = %2d ratio %.2f %8.3f %8.3f", n, ratio, found, declared);
        assertThat(found).isGreaterThanOrEqualTo(before);
        assertThat(declared).isLessThanOrEqualTo(found + 0.02);
        before = found;
      }
      assertThat(before).isGreaterThan(0.99);
    }
  }

  private static int claims(List<Comparison> all, boolean declared) {
    return (int)
        all.stream().filter(one -> one.declared() == declared && one.verdict().isClaim()).count();
  }

  @Test
  void equivalenceIsRarelySaidOfWhatIsFivePercentApart() {
    for (int n : REPEATS) {
      for (double sd : new double[] {0.005, 0.02, 0.1}) {
        int apart = 0;
        int same = 0;
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < ROUNDS; round++) {
          apart += exploratory(stacks(random, 1, n, Math.log(1.05), sd)).equivalent() ? 1 : 0;
          same += exploratory(stacks(random, 1, n, 0, sd)).equivalent() ? 1 : 0;
        }
        print(
            "equivalent within 5 %%, sd %.3f n = %2d: said of a ratio of 1.05 %.3f, of 1 %.3f",
            sd, n, share(apart), share(same));
        assertThat(share(apart)).isLessThan(0.065);
      }
    }
  }

  private static Comparison exploratory(List<TrialResult> trials) {
    return Comparisons.of(trials, true, 0.05).stream()
        .filter(one -> !one.declared())
        .findFirst()
        .orElseThrow();
  }

  /**
   * Two stacks in {@code cells} cells. Half of the variance of a repeat's logarithm is common to
   * the two, as a machine's is that both use in turn.
   */
  private static List<TrialResult> stacks(
      SplittableRandom random, int cells, int n, double effect, double sd) {
    List<TrialResult> trials = new ArrayList<>();
    for (int p = 1; p <= cells; p++) {
      double[][] logs = pairs(random, n, effect, sd);
      trials.add(ComparisonsTest.trial("a", p, values(logs[0], n)));
      trials.add(ComparisonsTest.trial("b", p, values(logs[1], n)));
    }
    return trials;
  }

  private static double[][] pairs(SplittableRandom random, int n, double effect, double sd) {
    double[][] logs = new double[2][n];
    for (int i = 0; i < n; i++) {
      double common = random.nextGaussian();
      logs[0][i] = sd * (common + random.nextGaussian()) / Math.sqrt(2);
      logs[1][i] = effect + sd * (common + random.nextGaussian()) / Math.sqrt(2);
    }
    return logs;
  }

  private static double share(int count) {
    return count / (double) ROUNDS;
  }

  private static void print(String form, Object... values) {
    System.out.println(String.format(Locale.ROOT, form, values));
  }
}
