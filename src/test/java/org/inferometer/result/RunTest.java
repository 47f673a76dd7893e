package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.inferometer.result.HandMade.mean;
import static org.inferometer.result.HandMade.value;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.inferometer.record.Mode;
import org.inferometer.record.Outcome;
import org.inferometer.record.Phase;
import org.inferometer.record.RequestRecord;
import org.inferometer.report.table.RunFacts;
import org.inferometer.scenario.Measurement;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Trial;
import org.junit.jupiter.api.Test;

class RunTest extends OneStack {
  @Test
  void aRequestOfSeveralPromptsIsOneRequestAndSeveralAnswers() throws IOException {
    Path folder = Files.createTempDirectory("batch");
    HandMade run = HandMade.run(folder, Mode.SYNC, List.of(1), "a", "b");
    for (int i = 0; i < 4; i++) {
      String line = HandMade.line(HandMade.ok(1, 100 + 200 * i, 300 + 200 * i), "\\}\n", "");
      run.damage(
          "a",
          1,
          line.replaceFirst("\"outputTokens\":1", "\"outputTokens\":8")
              + ",\"answers\":4,\"answerTokens\":[2,2,2,2]}\n");
      run.write("b", 1, HandMade.ok(1, 100 + 200 * i, 300 + 200 * i));
    }
    TrialResult batch = run.read("a");
    TrialResult single = run.read("b");

    double requests = value(single, Metric.REQUEST_THROUGHPUT);
    assertThat(value(batch, Metric.REQUEST_THROUGHPUT)).isCloseTo(requests, EXACT);
    assertThat(value(batch, Metric.ANSWER_THROUGHPUT)).isCloseTo(4 * requests, EXACT);
    assertThat(single.estimate(Metric.ANSWER_THROUGHPUT).isPresent()).isFalse();
    assertThat(value(batch, Metric.TOKEN_THROUGHPUT)).isCloseTo(8 * requests, EXACT);
    assertThat(batch.estimate(Metric.OUTPUT_TOKENS).value()).isCloseTo(8, EXACT);
    assertThat(batch.estimate(Metric.TOKEN_SPEED).value())
        .isCloseTo(2 * single.estimate(Metric.TOKEN_SPEED).value(), EXACT);
  }

  @Test
  void derivesTheMetricsOfTheContract() {
    // Started at 100 and 200; first tokens after 20 and 40 ms, gaps of 10 and 30 ms.
    run.write("a", 2, HandMade.ok(1, 100, 120, 130, 140), HandMade.ok(1, 200, 240, 270));

    TrialResult trial = run.read("a");

    assertThat(mean(trial, Metric.P2FT)).isCloseTo(30, EXACT);
    assertThat(mean(trial, Metric.P2FT_FROM_SCHEDULE)).isCloseTo(31, EXACT);
    assertThat(mean(trial, Metric.TTFB)).isCloseTo(5, EXACT);
    assertThat(mean(trial, Metric.TOTAL_LATENCY)).isCloseTo(55, EXACT);
    assertThat(mean(trial, Metric.CLOSE_LATENCY)).isCloseTo(57, EXACT);
    assertThat(mean(trial, Metric.SCHEDULE_DELAY)).isCloseTo(1, EXACT);
    assertThat(mean(trial, Metric.TPOT)).isCloseTo(20, EXACT);
    assertThat(mean(trial, Metric.ITL)).isCloseTo(50.0 / 3, EXACT);
    assertThat(trial.estimate(Metric.ITL).count()).isEqualTo(3);
    assertThat(mean(trial, Metric.TOKEN_SPEED)).isCloseTo(5 / 0.11, EXACT);
    assertThat(mean(trial, Metric.DECODE_SPEED)).isCloseTo(3 / 0.05, EXACT);
    assertThat(mean(trial, Metric.NORMALIZED_LATENCY)).isCloseTo((40 / 3.0 + 35) / 2, EXACT);
    // Two slots, cycles from 99 to 142 and from 199 to 272 ms.
    assertThat(value(trial, Metric.REQUEST_THROUGHPUT)).isCloseTo(2 * 2 / 0.116, EXACT);
    assertThat(value(trial, Metric.TOKEN_THROUGHPUT)).isCloseTo(2 * 5 / 0.116, EXACT);
    assertThat(value(trial, Metric.TOTAL_TOKEN_THROUGHPUT)).isCloseTo(2 * 25 / 0.116, EXACT);
    assertThat(value(trial, Metric.CYCLES_PER_SLOT)).isEqualTo(1);
    assertThat(value(trial, Metric.FAILURE_RATE)).isZero();
  }

  @Test
  void throughputIsThatOfTheSlotsWhereverTheMeasuredPartEnds() throws IOException {
    // Two slots of 50 ms a request each, half a cycle apart: 40 requests a second.
    run.write("a", 2, slot(0, 0, 5));
    run.write("a", 2, slot(1, 25, 5));
    HandMade longer = HandMade.run(root.resolve("longer"), Mode.STREAM, List.of(2), "a");
    longer.write("a", 2, slot(0, 0, 30));
    longer.write("a", 2, slot(1, 25, 30));

    assertThat(value(run.read("a"), Metric.REQUEST_THROUGHPUT)).isCloseTo(40, EXACT);
    assertThat(value(longer.read("a"), Metric.REQUEST_THROUGHPUT)).isCloseTo(40, EXACT);
    assertThat(value(run.read("a"), Metric.TOKEN_THROUGHPUT)).isCloseTo(80, EXACT);
    assertThat(value(run.read("a"), Metric.CYCLES_PER_SLOT)).isEqualTo(5);
    assertThat(value(run.read("a"), Metric.LITTLE)).isCloseTo(1, EXACT);
  }

  @Test
  void littlesLawFailsWhereARequestIsMissingOrASlotIdled() {
    RequestRecord[] slot = slot(0, 0, 10);
    run.write("a", 2, slot(1, 25, 10));
    run.write("a", 2, java.util.Arrays.copyOfRange(slot, 0, 4));
    run.write("a", 2, java.util.Arrays.copyOfRange(slot, 6, slot.length));

    assertThat(value(run.read("a"), Metric.LITTLE)).isLessThan(0.95);
    assertThat(run.read("a").validity().reasons())
        .anyMatch(reason -> reason.sentence().contains("Little's law"));
  }

  /** Cycles of 50 ms without a pause: one before and one after the {@code count} measured. */
  private static RequestRecord[] slot(int thread, long startMillis, int count) {
    RequestRecord[] records = new RequestRecord[count + 2];
    for (int i = 0; i < records.length; i++) {
      Phase phase = i == 0 || i > count ? Phase.EDGE : Phase.MEASURED;
      long start = (startMillis + 50L * i) * 1_000_000;
      records[i] =
          HandMade.record(
              1,
              1,
              thread,
              phase,
              start,
              start + 1_000_000,
              start + 2_000_000,
              new long[] {start + 10_000_000, start + 49_000_000},
              new int[] {1, 1},
              new int[] {1, 1},
              start + 50_000_000,
              10,
              2,
              64);
    }
    return records;
  }

  @Test
  void anEdgeRequestKeepsTheLoadUpAndCountsForNothing() {
    RequestRecord edge =
        HandMade.answer(1, 1, Phase.EDGE, 90, new long[] {130, 190}, new int[] {1, 1}, 2);
    run.write("a", 2, edge, HandMade.ok(1, 100, 120, 140));

    TrialResult trial = run.read("a");

    assertThat(trial.requests()).isEqualTo(1);
    assertThat(mean(trial, Metric.P2FT)).isCloseTo(20, EXACT);
    assertThat(value(trial, Metric.TOKEN_THROUGHPUT)).isCloseTo(2 * 2 / 0.043, EXACT);
  }

  @Test
  void requestsThatHadToConnectAreTold() throws IOException {
    run.write("a", 2, HandMade.ok(1, 100, 120, 140));
    run.damage(
        "a",
        2,
        HandMade.line(
            HandMade.ok(1, 200, 220, 240), "\"head\"", "\"connectNanos\":900000,\"head\""));

    assertThat(value(run.read("a"), Metric.CONNECT_RATE)).isEqualTo(0.5);
    assertThat(RunFacts.of(Run.read(root)).get("connections").get(0))
        .startsWith("50.0 % of the requests to a had to connect first");
  }

  @Test
  void onlyADriftThatIsShownToBeBeyondTheLimitIsTold() throws IOException {
    // Second halves slower by 2 to 5 %: above 0 for certain, above 2 % perhaps.
    drifting(run, 1020, 1030, 1040, 1050);
    HandMade certain = HandMade.run(root.resolve("certain"), Mode.STREAM, List.of(2), "a");
    drifting(certain, 1080, 1090, 1100, 1110);

    assertThat(run.read("a").validity().text()).doesNotContain("drifts");
    assertThat(certain.read("a").validity().text()).contains("drifts: second half +9.");
  }

  /** Repeats of twenty answers of 1,000 ms and twenty of {@code later}. */
  private static void drifting(HandMade run, long... later) {
    for (int fork = 1; fork <= later.length; fork++) {
      for (int i = 0; i < 40; i++) {
        long start = 100_000L * fork + 2_000L * i;
        long end = start + (i < 20 ? 1_000 : later[fork - 1]);
        run.write("a", 2, HandMade.ok(fork, start, start + 50, end));
      }
    }
  }

  @Test
  void aWarmUpRequestCountsForNothing() {
    RequestRecord warmup =
        HandMade.answer(1, 1, Phase.WARMUP, 0, new long[] {50, 60}, new int[] {1, 1}, 2);
    run.write("a", 2, warmup, HandMade.ok(1, 100, 120, 140));

    TrialResult trial = run.read("a");

    assertThat(trial.requests()).isEqualTo(1);
    assertThat(value(trial, Metric.TOKEN_THROUGHPUT)).isCloseTo(2 * 2 / 0.043, EXACT);
    assertThat(trial.series()).hasSize(1);
  }

  @Test
  void aFailureEntersTheFailureRateAndNoLatency() {
    run.write("a", 2, HandMade.ok(1, 100, 120, 140), HandMade.failed(1, 100, 101));

    TrialResult trial = run.read("a");

    assertThat(trial.outcomes()).isEqualTo(Map.of(Outcome.OK, 1L, Outcome.HTTP_ERROR, 1L));
    assertThat(value(trial, Metric.FAILURE_RATE)).isEqualTo(0.5);
    assertThat(trial.estimate(Metric.TOTAL_LATENCY).count()).isEqualTo(1);
    assertThat(trial.validity().reasons()).anyMatch(reason -> reason.sentence().contains("50.0 %"));
  }

  @Test
  void theRatioOfThroughputToLatencyTakesItsPercentileFromAllRepeats() {
    // 400 answers of 40 ms in each of two repeats: too few for a p99 of one repeat.
    for (int fork = 1; fork <= 2; fork++) {
      RequestRecord[] records = new RequestRecord[400];
      for (int i = 0; i < records.length; i++) {
        long start = 1_000_000L * fork + 50L * i;
        records[i] = HandMade.ok(fork, start, start + 20, start + 40);
      }
      run.write("a", 2, records);
    }

    TrialResult trial = run.read("a");

    double throughput = value(trial, Metric.REQUEST_THROUGHPUT);
    assertThat(value(trial, Metric.THROUGHPUT_TO_LATENCY)).isCloseTo(throughput / 0.04, EXACT);
    assertThat(trial.estimate(Metric.THROUGHPUT_TO_LATENCY).hasInterval()).isFalse();
  }

  @Test
  void aRoundThatTheMeasuredPartHadNoTimeForMakesNoDifference() throws IOException {
    // The same pace, but in each repeat of b one slot has a round less.
    HandMade pair = HandMade.run(root.resolve("pair"), Mode.STREAM, List.of(2), "a", "b");
    for (int fork = 1; fork <= 3; fork++) {
      for (int i = 0; i < 12; i++) {
        long start = 10_000L * fork + 100L * i;
        long end = start + 90 + fork % 2;
        pair.write("a", 2, HandMade.ok(fork, start, start + 50, end));
        pair.write("a", 2, HandMade.ok(fork, start, start + 50, end));
        pair.write("b", 2, HandMade.ok(fork, start, start + 50, end));
        if (i < 11) {
          pair.write("b", 2, HandMade.ok(fork, start, start + 50, end));
        }
      }
    }

    Comparison requests =
        Run.read(root.resolve("pair")).comparisons().stream()
            .filter(one -> one.metric() == Metric.REQUEST_THROUGHPUT)
            .findFirst()
            .orElseThrow();

    assertThat(requests.ratio().value()).isCloseTo(1, within(0.001));
    assertThat(requests.verdict()).isEqualTo(Comparison.Verdict.NO_DIFFERENCE_SHOWN);
  }

  @Test
  void repeatsAreTheUnitOfIntervals() {
    run.write(
        "a",
        2,
        HandMade.ok(1, 100, 120, 130),
        HandMade.ok(1, 200, 222, 230),
        HandMade.ok(2, 300, 324, 330));

    Estimate p2ft = run.read("a").estimate(Metric.P2FT);

    // Means 21 and 24, on the log scale: half width 12.7062 * ln(24 / 21) / 2.
    double factor = Math.exp(12.70620 * Math.log(24 / 21.0) / 2);
    assertThat(p2ft.value()).isCloseTo(Math.sqrt(21 * 24), EXACT);
    assertThat(p2ft.repeats()).isEqualTo(2);
    assertThat(p2ft.byRepeat()).isEqualTo(Map.of(1, 21.0, 2, 24.0));
    assertThat(p2ft.high() / p2ft.value()).isCloseTo(factor, within(1e-4));
    assertThat(p2ft.value() / p2ft.low()).isCloseTo(factor, within(1e-4));
  }

  @Test
  void aLaunchIsTheUnitWhereStacksWereStartedMoreThanOnce() throws IOException {
    Plan once = Plan.read(root.resolve("plan.json"));
    Measurement m = once.scenario().measure();
    Measurement twice =
        new Measurement(
            2,
            m.warmupIterations(),
            m.warmupTime(),
            m.iterations(),
            m.iterationTime(),
            m.requests(),
            m.stackWarmup(),
            m.stacksTogether(),
            m.firstToken(),
            2,
            null,
            null,
            null);
    Plan.of(once.scenario().with(twice)).write(root.resolve("plan.json"));
    run.write(
        "a",
        2,
        HandMade.ok(1, 100, 120, 140),
        HandMade.ok(2, 200, 220, 240),
        HandMade.ok(3, 300, 320, 340),
        HandMade.ok(4, 400, 420, 440));

    TrialResult trial = Run.read(root).trials().get(0);

    assertThat(trial.iterations()).extracting(Repetition::fork).containsExactly(1, 2, 3, 4);
    assertThat(trial.repeats()).extracting(Repetition::fork).containsExactly(1, 2);
    assertThat(trial.estimate(Metric.P2FT).repeats()).isEqualTo(2);
  }

  @Test
  void readsWhatADamagedRunStillHolds() throws IOException {
    run.write("a", 2, HandMade.ok(1, 100, 120, 130));
    run.damage("a", 2, "{\"id\":\"cut of");
    Files.delete(root.resolve("DONE"));
    Files.writeString(root.resolve("samples.jsonl"), "{}\n");
    Files.writeString(root.resolve("environment.json"), "{");

    Run read = Run.read(root);

    assertThat(read.complete()).isFalse();
    assertThat(read.trials()).hasSize(1);
    assertThat(read.trials().get(0).requests()).isEqualTo(1);
    assertThat(read.problems())
        .anyMatch(line -> line.contains("p2.jsonl, line 2 is left out"))
        .anyMatch(line -> line.contains("samples.jsonl, line 1"))
        .anyMatch(line -> line.contains("environment.json is left out"))
        .anyMatch(
            line ->
                line.contains(
                    "3 of the plan's 4 trials were not measured; the first: first-token-m"));
  }

  @Test
  void aTrialThatWasCutShortIsNotMeasured() throws IOException {
    run.write("a", 2, HandMade.ok(1, 100, 120, 130), HandMade.ok(2, 100, 120, 130));
    Files.delete(root.resolve("DONE"));
    assertThat(Run.read(root).lack()).isEqualTo("2 of its 4 trials are not measured");

    Trial first =
        Run.read(root).plan().trials().stream()
            .filter(one -> one.name().equals(run.trial(2)) && one.repeat() == 1)
            .findFirst()
            .orElseThrow();
    Files.createDirectories(run.directory.ended());
    Files.writeString(run.directory.ended(first), "{}");

    Run read = Run.read(root);
    assertThat(read.left()).hasSize(3).doesNotContain(first);
    assertThat(read.unfinished())
        .isEqualTo(
            "3 of its 4 trials are not measured; unless it is still under way, go on with:"
                + " inferometer run --resume "
                + root);
  }

  @Test
  void anEnvironmentThatIsNoObjectIsLeftOutAndSaid() throws IOException {
    Files.writeString(root.resolve("environment.json"), "[1, 2]");

    Run read = Run.read(root);

    assertThat(read.environment().isMissingNode()).isTrue();
    assertThat(read.problems()).anyMatch(line -> line.contains("environment.json is left out"));
  }

  @Test
  void aFolderWithoutAPlanIsNoRun() {
    assertThatThrownBy(() -> Run.read(root.resolve("nowhere")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no run: there is no such directory");
  }
}
