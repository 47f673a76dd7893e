package org.inferometer.result.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.inferometer.result.tenants.TenantRecords.ALONE;
import static org.inferometer.result.tenants.TenantRecords.REQUESTS;
import static org.inferometer.result.tenants.TenantRecords.with;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.inferometer.record.RecordDraft;
import org.inferometer.record.RequestRecord;
import org.inferometer.result.Comparison;
import org.inferometer.result.Comparison.Verdict;
import org.inferometer.result.Estimate;
import org.inferometer.result.HandMade;
import org.inferometer.result.Metric;
import org.inferometer.result.PointLog;
import org.inferometer.result.Run;
import org.junit.jupiter.api.Test;

/** What is said of tenants, by records of which it is known. */
class InterferenceTest extends MadeTenants {
  @Test
  void aTenantThatIsSlowedByAFifthIsFoundAndTheOtherIsNot() throws IOException {
    made.write(6, 1.2);

    Together set = together();

    Victim a = set.victims().get(0);
    Victim b = set.victims().get(1);
    assertThat(a.headline().orElseThrow().verdict()).isEqualTo(Verdict.SLOWER);
    assertThat(a.slowdown(Metric.P2FT).low()).isGreaterThan(1).isLessThan(1.21);
    assertThat(a.slowdown(Metric.P2FT).value()).isCloseTo(1.2, within(0.02));
    assertThat(a.slowdown(Metric.TOKEN_THROUGHPUT).value()).isCloseTo(1.2, within(0.02));
    Estimate rate = a.comparison(Metric.TOKEN_THROUGHPUT).orElseThrow().ratio();
    assertThat(rate.value()).isLessThan(1);
    assertThat(a.slowdown(Metric.TOKEN_THROUGHPUT).low()).isCloseTo(1 / rate.high(), within(1e-9));
    assertThat(a.slowdown(Metric.TOKEN_THROUGHPUT).high()).isCloseTo(1 / rate.low(), within(1e-9));
    assertThat(b.slowdown(Metric.P2FT).low()).isLessThan(1.01);
    assertThat(b.slowdown(Metric.P2FT).high()).isGreaterThan(0.99);
    assertThat(b.headline().orElseThrow().equivalent()).isTrue();
    assertThat(set.worst()).contains(a);
    assertThat(set.systemThroughput().value()).isCloseTo(1 / 1.2 + 1, within(0.02));
    assertThat(set.turnaround().value()).isCloseTo(1.1, within(0.02));
    assertThat(set.fairness().value()).isCloseTo(0.9918, within(0.003));
    assertThat(set.fairness().high()).isBetween(set.fairness().value(), 1.0);
  }

  @Test
  void violationsAddedAreThoseBesideTheNeighboursLessThoseAlone() throws IOException {
    made.plan(2);
    for (int repeat = 1; repeat <= 2; repeat++) {
      double[] alone = new double[REQUESTS];
      Arrays.fill(alone, 100);
      alone[0] = 120;
      double[] beside = alone.clone();
      Arrays.fill(beside, 0, 3 + repeat, 120);
      made.write("a", ALONE, repeat, 1_000, alone);
      made.write("b", ALONE, repeat, 10_000, 50);
      made.write("a", with("b"), repeat, 20_000, beside);
      made.write("b", with("a"), repeat, 20_000, 50);
    }

    Estimate added = together().victims().get(0).violationsAdded();

    assertThat(added.byRepeat().get(1)).as("4 of 12 less 1").isCloseTo(3 / 12.0, within(1e-9));
    assertThat(added.byRepeat().get(2)).as("5 of 12 less 1").isCloseTo(4 / 12.0, within(1e-9));
    assertThat(added.value()).isCloseTo(3.5 / 12, within(1e-9));
    assertThat(added.low()).isLessThan(0);
    assertThat(added.interval()).isEqualTo(Estimate.Interval.STUDENT_T);
  }

  @Test
  void aTailThatIsSlowedDownIsToldBesideTheMean() throws IOException {
    made.writeTail();

    Victim a = together().victims().get(0);
    Victim b = together().victims().get(1);

    assertThat(a.tailSlowdown(Metric.P2FT).value()).isCloseTo(2, within(0.01));
    assertThat(a.slowdown(Metric.P2FT).value()).isBetween(1.01, 1.1);
    assertThat(a.tailSlowdown(Metric.TOKEN_THROUGHPUT).isPresent()).as("no tail").isFalse();
    assertThat(a.tails()).isNotEmpty().noneMatch(Comparison::declared);
    assertThat(b.tails()).as("12 requests a repeat have no p99").isEmpty();
  }

  @Test
  void energyOfAllTenantsIsByTheCounterOfTheGpuThatTheyShare() throws IOException {
    made.write(2, 1.2);
    assertThat(together().energyPerToken().isPresent()).as("no readings").isFalse();
    made.gpu(1, 2);

    Together set = together();

    assertThat(set.energyPerToken().value() * set.totalThroughput().value())
        .as("watts")
        .isCloseTo(100, within(0.01));
    made.write("a", ALONE, 3, 0, 100);
    made.write("b", ALONE, 3, 10_000, 50);
    made.write("a", with("b"), 3, 70_000, 120);
    made.write("b", with("a"), 3, 70_000, 50);
    assertThat(together().energyPerToken().byRepeat())
        .as("the counter was read for a minute")
        .containsOnlyKeys(1, 2);
    made.gpu(1, 3);
    assertThat(together().energyPerToken().isPresent()).as("somebody else's, too").isFalse();
    made.gpu(0, 0);
    assertThat(together().energyPerToken().isPresent()).as("nobody computes on it").isFalse();
  }

  @Test
  void targetsThatAreMissedBesideTheNeighbourAreTold() throws IOException {
    made.write(2, 1.2);

    Victim a = together().victims().get(0);

    assertThat(a.alone().estimate(Metric.SLO_ATTAINMENT).value()).isEqualTo(1);
    assertThat(a.together().estimate(Metric.SLO_ATTAINMENT).value()).isZero();
    assertThat(a.violationsAdded().value()).isEqualTo(1);
    assertThat(together().victims().get(1).violationsAdded().isPresent()).isFalse();
  }

  @Test
  void totalThroughputIsOfAllTokensUntilTheLastTenantEnds() throws IOException {
    made.write(2, 1.2);

    double seconds = REQUESTS * (2 * 0.120 + 0.003);

    assertThat(together().totalThroughput().value())
        .isCloseTo(2 * 2 * REQUESTS / seconds, within(0.05 * 2 * 2 * REQUESTS / seconds));
  }

  @Test
  void nothingIsMeasuredAfterATenantHasLeft() throws IOException {
    made.write(1, 1);
    PointLog.Tenant a = new PointLog.Tenant("a", with("b"), 0L, null, null);
    PointLog.Tenant b = new PointLog.Tenant("b", with("a"), 1_000_000L, 20_500_000_000L, "killed");
    new PointLog(1, 20_000_000_000L, 20_000_000_000L, 23_000_000_000L, List.of(a, b))
        .append(made.directory.tenants());

    Run run = Run.read(made.directory.root());

    Victim victim = Interference.of(run).get(0).victims().get(0);
    assertThat(victim.alone().requests()).isEqualTo(REQUESTS);
    assertThat(victim.together().requests()).isBetween(2L, 3L);
    assertThat(run.problems())
        .anyMatch(
            one ->
                one.contains("a + b, repeat 1: b asked no more 0.5 s after the release (killed)"));
  }

  @Test
  void nothingIsSaidOfASetOfWhichOneTenantHasNoResults() throws IOException {
    made.plan(
        2, "load: { closed: 1 } }\n  - { name: c, stack: s, task: chat, load: { closed: 1 } }");
    for (int repeat = 1; repeat <= 2; repeat++) {
      for (String one : List.of("a", "b", "c")) {
        made.write(one, ALONE, repeat, 0, 100);
      }
      made.write("a", "complete-m-chat-stream-p1-with-b-p1+c-p1", repeat, 20_000, 100);
      made.write("b", "complete-m-chat-stream-p1-with-a-p1+c-p1", repeat, 20_000, 100);
    }

    Together set = together();

    assertThat(set.name()).isEqualTo("a (p=1) + b (p=1) + c (p=1) without results");
    assertThat(set.victims().get(0).slowdown(Metric.P2FT).isPresent()).isTrue();
    assertThat(set.systemThroughput().isPresent()).isFalse();
    assertThat(set.turnaround().isPresent()).isFalse();
    assertThat(set.fairness().isPresent()).isFalse();
    assertThat(set.totalThroughput().isPresent()).isFalse();
  }

  @Test
  void theWorstIsWhoIsSlowedMostWhoeverComesFirst() throws IOException {
    made.plan(3);
    for (int repeat = 1; repeat <= 3; repeat++) {
      made.write("a", ALONE, repeat, 0, 100);
      made.write("b", ALONE, repeat, 10_000, 50);
      made.write("a", with("b"), repeat, 20_000, 110);
      made.write("b", with("a"), repeat, 20_000, 75);
    }

    assertThat(together().worst()).map(Victim::tenant).contains("b");
  }

  @Test
  void aSetIsKnownInTheRepeatsThatAllItsTenantsHave() throws IOException {
    made.write(1, 1.2);
    made.write("a", ALONE, 2, 0, 100);
    made.write("b", ALONE, 2, 10_000, 50);
    made.append("a", with("b"), List.of(HandMade.ok(2, 15_001, 15_002, 15_003)));
    made.write("a", with("b"), 2, 18_000, 75);
    made.write("b", with("a"), 2, 18_000, 50);
    made.write("a", ALONE, 3, 0, 100);
    made.write("a", with("b"), 3, 20_000, 100);

    Together set = together();

    assertThat(set.totalThroughput().byRepeat()).containsOnlyKeys(1, 2);
    assertThat(set.totalThroughput().byRepeat().get(2))
        .as("nobody asks for three seconds of five")
        .isCloseTo((2 + 4 * REQUESTS) / 4.84, within(0.2));
    assertThat(set.systemThroughput().byRepeat()).containsOnlyKeys(1, 2);
    assertThat(set.victims().get(0).together().repeats()).hasSize(3);
  }

  @Test
  void theProgressOfATenantWithAScheduleIsThatOfItsLatency() throws IOException {
    made.plan(3, "load: { rate: 5, duration: 4s } }");
    for (int repeat = 1; repeat <= 3; repeat++) {
      made.write("a", ALONE, repeat, 0, 100);
      made.write("b", "complete-m-chat-stream-rate5-alone", repeat, 10_000, 100);
      made.write("a", "complete-m-chat-stream-p1-with-b-rate5", repeat, 20_000, 100);
      made.write("b", "complete-m-chat-stream-rate5-with-a-p1", repeat, 20_000, 150);
    }

    Together set = together();

    double progress = 201 / 301.0;
    assertThat(set.systemThroughput().value()).isCloseTo(1 + progress, within(0.02));
    assertThat(set.turnaround().value()).isCloseTo((1 + 1 / progress) / 2, within(0.02));
  }

  @Test
  void whoGotNoAnswerAddsNoTokensAndItsSlowdownIsUnknown() throws IOException {
    made.plan(2);
    for (int repeat = 1; repeat <= 2; repeat++) {
      made.write("a", ALONE, repeat, 0, 100);
      made.write("b", ALONE, repeat, 10_000, 50);
      made.write("a", with("b"), repeat, 20_000, 120);
      made.append("b", with("a"), List.of(HandMade.failed(repeat, 20_001, 20_100)));
    }

    Together set = together();

    assertThat(set.victims().get(1).slowdown(Metric.P2FT).isPresent()).isFalse();
    assertThat(set.worst()).map(Victim::tenant).contains("a");
    double seconds = REQUESTS * (2 * 0.120 + 0.003);
    assertThat(set.totalThroughput().value())
        .isCloseTo(2 * REQUESTS / seconds, within(0.05 * 2 * REQUESTS / seconds));
  }

  @Test
  void aTenantIsHeldAgainstItselfByWhatItWasAskedInAllItsTrials() throws IOException {
    made.plan(2, "load: { closed: [1, 2] } }");
    for (int repeat = 1; repeat <= 2; repeat++) {
      // Alone b comes to prompts that take longer; b under another load, and a, to few.
      made.append("b", ALONE, asked(repeat, 14));
      made.append("b", with("a"), asked(repeat, 12));
      made.append("b", "complete-m-chat-stream-p2-alone", asked(repeat, 3));
      made.append("a", ALONE, asked(repeat, 3));
      made.append("a", with("b"), asked(repeat, 3));
    }

    Victim b = together().victims().get(1);

    assertThat(b.alone().requests()).isEqualTo(28);
    assertThat(b.slowdown(Metric.P2FT).value()).isCloseTo(1, within(1e-9));
  }

  /** Answers to so many prompts, from the thirteenth on after a second. */
  private static List<RequestRecord> asked(int repeat, int count) {
    List<RequestRecord> all = new ArrayList<>();
    for (int place = 0; place < count; place++) {
      long start = 1 + 2000L * place;
      long first = start + (place < 12 ? 100 : 1000);
      RequestRecord one = HandMade.ok(repeat, start, first, first + 10);
      all.add(new RecordDraft(one).with("place", (long) place).record());
    }
    return all;
  }

  @Test
  void setsAreInTheOrderOfTenantsAndLoads() throws IOException {
    made.plan(1, "load: { closed: [2, 1] } }");
    for (int p = 2; p >= 1; p--) {
      made.write("b", "complete-m-chat-stream-p%d-alone".formatted(p), 1, 10_000, 50);
      made.write("a", "complete-m-chat-stream-p1-with-b-p" + p, 1, 20_000, 100);
      made.write("b", "complete-m-chat-stream-p%d-with-a-p1".formatted(p), 1, 20_000, 50);
    }
    made.write("a", ALONE, 1, 0, 100);

    assertThat(Interference.of(Run.read(made.directory.root())))
        .extracting(Together::name)
        .containsExactly("a (p=1) + b (p=1)", "a (p=1) + b (p=2)");
  }

  @Test
  void ofOneRepeatTheViolationsThatNeighboursAddHaveNoInterval() throws IOException {
    made.write(1, 1.2);

    Estimate added = together().victims().get(0).violationsAdded();

    assertThat(added.value()).isEqualTo(1);
    assertThat(added.interval()).isEqualTo(Estimate.Interval.NONE);
  }

  @Test
  void aLateTenantIsTold() {
    PointLog.Tenant prompt = new PointLog.Tenant("a", "t", 0L, null, null);
    PointLog.Tenant late = new PointLog.Tenant("b", "t", 6_000_000L, null, null);

    assertThat(new PointLog(1, 0, 0, 0, List.of(prompt, late)).sentences())
        .containsExactly("the tenants started 6.0 ms apart, more than 5 ms");
    assertThat(new PointLog(1, 0, 0, 0, List.of(prompt, prompt)).sentences()).isEmpty();
  }

  @Test
  void whatEndsATenantThatIsAloneIsToldUnlessItHasAskedAsManyAsItWasTo() {
    PointLog.Tenant done = new PointLog.Tenant("a", "t", 0L, 2_000_000_000L, null);
    PointLog.Tenant failing = new PointLog.Tenant("a", "t", 0L, 2_000_000_000L, "no answers");

    assertThat(new PointLog(1, 0, 0, 0, List.of(done)).sentences()).isEmpty();
    assertThat(new PointLog(1, 0, 0, 0, List.of(failing)).sentences())
        .containsExactly(
            "a asked no more 2.0 s after the release (no answers): only what was asked before is measured");
  }
}
