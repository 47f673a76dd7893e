package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.inferometer.load.Closed;
import org.inferometer.record.Mode;
import org.inferometer.result.Comparison.Verdict;
import org.inferometer.scenario.Measure;
import org.inferometer.scenario.Measurement;
import org.inferometer.scenario.Unit;
import org.inferometer.scenario.Until;
import org.junit.jupiter.api.Test;

class ComparisonsTest {
  @Test
  void theWordIsReadOffTheIntervalThatIsPrinted() {
    SplittableRandom random = new SplittableRandom(20261126);
    for (int round = 0; round < 300; round++) {
      double sd = 0.3 * random.nextDouble();
      double effect = 0.5 * sd * random.nextGaussian();
      List<TrialResult> trials = new ArrayList<>();
      int cells = 1 + random.nextInt(6);
      for (int p = 1; p <= cells; p++) {
        trials.add(trial("a", p, logNormal(random, 2 + round % 5, 0, sd)));
        trials.add(trial("b", p, logNormal(random, 2 + round % 5, effect, sd)));
      }

      for (Comparison one : Comparisons.of(trials, round % 2 == 0, 0.05)) {
        boolean excluded = one.ratio().low() > 1 || one.ratio().high() < 1;
        assertThat(one.verdict().isClaim()).isEqualTo(excluded);
        assertThat(one.ratio().low()).isPositive().isLessThan(one.ratio().value());
        assertThat(one.ratio().value())
            .isCloseTo(one.otherEstimate().value() / one.baseEstimate().value(), within(1e-9));
        if (one.declared()) {
          assertThat(excluded).isEqualTo(one.adjustedP() < 0.05);
        }
      }
    }
  }

  @Test
  void onlyTheHeadlineOfEachCellIsDeclared() {
    List<Comparison> found = Comparisons.of(pair(4, 1.2, 0.01), true, 0.05);

    assertThat(found)
        .filteredOn(Comparison::declared)
        .extracting(Comparison::metric)
        .containsExactly(Metric.P2FT);
    assertThat(found).extracting(Comparison::metric).contains(Metric.TOKEN_THROUGHPUT);
    assertThat(Comparison.headline(cell(1, Mode.SYNC))).isEqualTo(Metric.TOTAL_LATENCY);
  }

  /** Else one number of one load would be tested twice, at the cost of all others. */
  @Test
  void theFirstTokenOfOneLoadIsDeclaredOnce() {
    List<TrialResult> trials = new ArrayList<>(pair(4, 1.2, 0.01));
    Cell firstToken =
        new Cell("first-token-p1", Measure.FIRST_TOKEN, "m", "chat", Mode.STREAM, Closed.ONE);
    Cell elsewhere =
        new Cell("first-token-p2", Measure.FIRST_TOKEN, "m", "chat", Mode.STREAM, new Closed(2));
    for (Cell cell : List.of(firstToken, elsewhere)) {
      trials.add(trial("a", cell, numbered(100, 101, 99, 100)));
      trials.add(trial("b", cell, numbered(120, 121, 119, 120)));
    }

    List<Comparison> found = Comparisons.of(trials, true, 0.05);

    assertThat(found)
        .filteredOn(Comparison::declared)
        .extracting(one -> one.cell().name())
        .containsExactly("complete-p1", "first-token-p2");
    assertThat(found)
        .filteredOn(one -> one.cell().equals(firstToken))
        .filteredOn(Comparison::isHeadline)
        .singleElement()
        .matches(one -> one.level() == 0.05 && Double.isNaN(one.adjustedP()), "exploratory");
  }

  @Test
  void aFamilyAsksMoreOfEachThanOneByItself() {
    double[] a = {100, 101, 99, 100};
    double[] slower = {104, 106.5, 102, 105.5};
    TrialResult[] alone = {trial("a", 1, a), trial("b", 1, slower)};
    List<TrialResult> many = new ArrayList<>(List.of(alone));
    for (int p = 2; p <= 30; p++) {
      many.add(trial("a", p, a));
      many.add(trial("b", p, new double[] {99, 101, 101, 99}));
    }

    assertThat(headline(Comparisons.of(List.of(alone), true, 0.05)).verdict())
        .isEqualTo(Verdict.SLOWER);
    Comparison inFamily = headline(Comparisons.of(many, true, 0.05));
    assertThat(inFamily.level()).isCloseTo(0.05 / 30, within(1e-12));
    assertThat(inFamily.verdict()).isEqualTo(Verdict.NO_DIFFERENCE_SHOWN);
    assertThat(inFamily.ratio().low()).isLessThan(1);
    assertThat(inFamily.adjustedP()).isGreaterThan(0.05);
  }

  @Test
  void everyLookOfARunThatStopsByItselfAsksForMore() {
    List<TrialResult> trials = pair(4, 1.03, 0.005);
    Comparison once = headline(Comparisons.of(trials, true, 0.05));
    Comparison often = headline(Comparisons.of(trials, true, 0.05 / 9));

    assertThat(often.level()).isCloseTo(0.05 / 9, within(1e-12));
    assertThat(often.ratio().low()).isLessThan(once.ratio().low());
    assertThat(often.adjustedP()).isCloseTo(Math.min(1, 9 * once.adjustedP()), within(1e-12));
    assertThat(often.verdict().isClaim()).isEqualTo(often.adjustedP() < 0.05);
  }

  @Test
  void repeatsThatBothHaveAreComparedInPairs() {
    // The third repeat of b is missing; those there are go up and down together.
    TrialResult a = trial("a", 1, Map.of(1, 100.0, 2, 200.0, 3, 900.0, 4, 400.0));
    TrialResult b = trial("b", 1, Map.of(1, 110.0, 2, 221.0, 4, 439.0));

    Comparison one = headline(Comparisons.of(List.of(a, b), true, 0.05));

    assertThat(one.paired()).isTrue();
    assertThat(one.repeats()).isEqualTo(3);
    assertThat(one.leftOut()).isEqualTo(1);
    assertThat(one.baseEstimate().value()).isCloseTo(200, within(1e-9));
    assertThat(one.verdict()).isEqualTo(Verdict.SLOWER);
    assertThat(headline(Comparisons.of(List.of(a, b), false, 0.05)).verdict())
        .isEqualTo(Verdict.NO_DIFFERENCE_SHOWN);
  }

  @Test
  void theWordIsThatOfTheMetric() {
    List<Comparison> more = Comparisons.of(pair(4, 1.2, 0.01), true, 0.05);
    List<Comparison> less = Comparisons.of(pair(4, 0.8, 0.01), false, 0.05);

    assertThat(of(more, Metric.P2FT).word(Unit.REPEAT)).isEqualTo("slower");
    assertThat(of(more, Metric.TOKEN_THROUGHPUT).word(Unit.REPEAT)).isEqualTo("higher");
    assertThat(of(more, Metric.P2FT).ratio().interval()).isEqualTo(Estimate.Interval.LOG_T);
    assertThat(of(less, Metric.P2FT).word(Unit.REPEAT)).isEqualTo("faster");
    assertThat(of(less, Metric.TOKEN_THROUGHPUT).word(Unit.REPEAT)).isEqualTo("lower");
    assertThat(of(less, Metric.P2FT).ratio().interval()).isEqualTo(Estimate.Interval.WELCH);
  }

  @Test
  void whatIsNotShownIsEquivalentOrSaysWhatWouldHaveBeen() {
    TrialResult a = trial("a", 1, new double[] {100, 120, 90, 110});
    TrialResult b = trial("b", 1, new double[] {110, 100, 105, 95});
    Comparison open = headline(Comparisons.of(List.of(a, b), true, 0.05));
    Comparison same = headline(Comparisons.of(pair(6, 1, 0.005), true, 0.05));

    assertThat(open.isOpen()).isTrue();
    assertThat(open.word(Unit.REPEAT))
        .isEqualTo("no difference shown (< %s)".formatted(Comparison.times(open.detectable())));
    assertThat(open.detectable()).isGreaterThan(1.1);
    assertThat(open.repeatsNeeded()).isEqualTo(49);
    assertThat(same.isOpen()).isFalse();
    assertThat(same.word(Unit.REPEAT)).isEqualTo("equivalent within 5 %");
    assertThat(headline(Comparisons.of(pair(4, 1.2, 0.01), true, 0.05)).isOpen()).isFalse();
  }

  @Test
  void aRatioHasThreeDigits() {
    assertThat(Comparison.times(1.2)).isEqualTo("1.20×");
    assertThat(Comparison.times(9.99)).isEqualTo("9.99×");
    assertThat(Comparison.times(10)).isEqualTo("10×");
    assertThat(Comparison.times(1000)).isEqualTo("1000×");
    assertThat(Comparison.times(1001)).isEqualTo("over 1000×");
  }

  @Test
  void whatWasNotTestedIsNotCorrectedFor() {
    List<TrialResult> trials = new ArrayList<>(pair(4, 1.2, 0.01));
    trials.add(trial("a", 2, new double[] {100}));
    trials.add(trial("b", 2, new double[] {120}));

    List<Comparison> declared =
        Comparisons.of(trials, true, 0.05).stream().filter(Comparison::declared).toList();

    assertThat(declared).hasSize(2);
    assertThat(declared.get(0).level()).isEqualTo(0.05);
    assertThat(declared.get(0).verdict()).isEqualTo(Verdict.SLOWER);
    assertThat(declared.get(1).verdict()).isEqualTo(Verdict.TOO_FEW_REPEATS);
    assertThat(declared.get(1).adjustedP()).isNaN();
  }

  @Test
  void theLevelIsSharedByTheLooksOfARunThatStopsByItself() {
    assertThat(Comparisons.level(measurement(null))).isCloseTo(0.05, within(1e-12));
    // After 4, 6 and 8 repeats.
    assertThat(Comparisons.level(measurement(new Until.Narrow(0.05, "p2ft", 8))))
        .isCloseTo(0.05 / 3, within(1e-12));
  }

  private static Measurement measurement(Until until) {
    Duration second = Duration.ofSeconds(1);
    return new Measurement(4, 0, second, 1, second, null, second, true, true, 1, until, null, null);
  }

  private static Comparison of(List<Comparison> all, Metric metric) {
    return all.stream().filter(one -> one.metric() == metric).findFirst().orElseThrow();
  }

  @Test
  void aComparisonIsAsGoodAsTheWorseOfItsTrials() {
    TrialResult good = trial("a", 1, new double[] {100, 101, 99});
    TrialResult other = trial("b", 1, new double[] {100, 101, 99});
    Validity doubt = new Validity(List.of(new Reason(Reason.Code.FAILURES, 0.5, 0.01)));

    assertThat(headline(Comparisons.of(List.of(good, other), true, 0.05)).suspect()).isFalse();
    for (List<TrialResult> pair :
        List.of(List.of(good.with(doubt), other), List.of(good, other.with(doubt)))) {
      assertThat(headline(Comparisons.of(pair, true, 0.05)).suspect()).isTrue();
    }
  }

  @Test
  void oneRepeatAndAZeroAreNoLackOfDifference() {
    assertThat(headline(Comparisons.of(pair(1, 2, 0.01), true, 0.05)).verdict())
        .isEqualTo(Verdict.TOO_FEW_REPEATS);
    TrialResult a = trial("a", 1, new double[] {1, 0, 1});
    TrialResult b = trial("b", 1, new double[] {1, 2, 1});
    assertThat(headline(Comparisons.of(List.of(a, b), true, 0.05)).verdict())
        .isEqualTo(Verdict.NO_RATIO);
    TrialResult two = trial("a", 1, new double[] {1, 0});
    assertThat(headline(Comparisons.of(List.of(two, b), true, 0.05)).verdict())
        .isEqualTo(Verdict.NO_RATIO);
  }

  @Test
  void equivalenceNeedsRepeatsThatAgree() {
    assertThat(headline(Comparisons.of(pair(6, 1, 0.005), true, 0.05)).equivalent()).isTrue();
    assertThat(headline(Comparisons.of(pair(6, 1, 0.2), true, 0.05)).equivalent()).isFalse();
    assertThat(headline(Comparisons.of(pair(6, 1.06, 0.005), true, 0.05)).equivalent()).isFalse();
  }

  @Test
  void nothingIsSaidOfChanceWhereNothingWasTested() {
    assertThat(Comparisons.chance(Comparisons.of(pair(1, 1, 0.1), true, 0.05))).isEmpty();
    assertThat(Comparisons.chance(Comparisons.of(pair(4, 1, 0.1), true, 0.05)))
        .hasSize(2)
        .anyMatch(line -> line.contains("of 2 comparisons") && line.contains("about 0.1 "));
  }

  @Test
  void noIntervalOfAPositiveNumberReachesZero() {
    Estimate wide = Metric.P2FT.scale().mean(Map.of(1, 1.0, 2, 1000.0), 2);
    Estimate none = Metric.GOODPUT.scale().mean(Map.of(1, 0.0, 2, 10.0), 2);

    assertThat(wide.low()).isPositive();
    assertThat(wide.value()).isCloseTo(Math.sqrt(1000), within(1e-9));
    assertThat(none.low()).isZero();
    assertThat(none.value()).isEqualTo(5);
    assertThat(none.interval()).isEqualTo(Estimate.Interval.STUDENT_T);
  }

  @Test
  void aShareStaysBetweenNoneAndAll() {
    Estimate some = Metric.FAILURE_RATE.scale().mean(Map.of(1, 0.0, 2, 0.1), 200);
    Estimate all = Metric.SLO_ATTAINMENT.scale().mean(Map.of(1, 0.9, 2, 1.0), 200);

    assertThat(some.low()).isZero();
    assertThat(some.value()).isEqualTo(0.05);
    assertThat(all.high()).isEqualTo(1);
    assertThat(Metric.FAILURE_RATE.scale().mean(Map.of(1, 0.0, 2, 0.0), 200).hasInterval())
        .isFalse();
  }

  private static Comparison headline(List<Comparison> all) {
    return all.stream().filter(Comparison::declared).findFirst().orElseThrow();
  }

  /** Two stacks, the second slower by {@code ratio}, each repeat off by {@code sd} on its own. */
  private static List<TrialResult> pair(int repeats, double ratio, double sd) {
    SplittableRandom random = new SplittableRandom(7);
    return List.of(
        trial("a", 1, logNormal(random, repeats, 0, sd)),
        trial("b", 1, logNormal(random, repeats, Math.log(ratio), sd)));
  }

  static double[] logNormal(SplittableRandom random, int n, double mean, double sd) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = 100 * Math.exp(mean + sd * random.nextGaussian());
    }
    return values;
  }

  static TrialResult trial(String stack, int p, double[] byRepeat) {
    return trial(stack, p, numbered(byRepeat));
  }

  private static Map<Integer, Double> numbered(double... byRepeat) {
    Map<Integer, Double> numbered = new TreeMap<>();
    for (int i = 0; i < byRepeat.length; i++) {
      numbered.put(i + 1, byRepeat[i]);
    }
    return numbered;
  }

  private static TrialResult trial(String stack, int p, Map<Integer, Double> byRepeat) {
    return trial(stack, cell(p, Mode.STREAM), byRepeat);
  }

  /** A trial whose P2FT and two more metrics are {@code byRepeat}. */
  private static TrialResult trial(String stack, Cell cell, Map<Integer, Double> byRepeat) {
    Map<Metric, Map<Statistic, Estimate>> estimates = new LinkedHashMap<>();
    for (Metric metric : List.of(Metric.P2FT, Metric.TOTAL_LATENCY, Metric.TOKEN_THROUGHPUT)) {
      estimates.put(
          metric, Map.of(metric.headline(), metric.scale().mean(byRepeat, byRepeat.size())));
    }
    return new TrialResult(
        stack,
        cell,
        List.of(),
        List.of(),
        estimates,
        Map.of(),
        Map.of(),
        List.of(),
        null,
        new Asked(null, null, new OutputLengths(), new Compared(0, 0, true)),
        new Answers(new TokensPerEvent(), null),
        new Validity(List.of()),
        Map.of(),
        List.of(),
        Map.of(),
        null,
        null,
        List.of());
  }

  private static Cell cell(int p, Mode mode) {
    return new Cell("complete-p" + p, Measure.COMPLETE, "m", "chat", mode, new Closed(p));
  }
}
