package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.inferometer.result.HandMade.mean;
import static org.inferometer.result.HandMade.value;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.inferometer.record.Mode;
import org.inferometer.record.Phase;
import org.junit.jupiter.api.Test;

/** What targets make of answers: attainment, goodput, fluidity. */
class RunTargetsTest extends OneStack {
  @Test
  void targetsMakeAttainmentGoodputAndFluidity() {
    run.write(
        "a",
        2,
        HandMade.ok(1, 100, 120, 130, 140),
        HandMade.ok(1, 200, 240, 270),
        HandMade.failed(1, 210, 211));

    TrialResult trial = Run.read(root, Slo.parse("p2ft=25ms,tpot=12ms")).trials().get(0);

    assertThat(value(trial, Metric.SLO_ATTAINMENT)).isCloseTo(1.0 / 3, EXACT);
    assertThat(value(trial, Metric.GOODPUT)).isCloseTo(2 * 1 / 0.117, EXACT);
    assertThat(value(trial, Metric.TOKEN_GOODPUT)).isCloseTo(2 * 3 / 0.117, EXACT);
    // All three in time, then: first too late, second 30 ms against 12 and no slack.
    assertThat(mean(trial, Metric.FLUIDITY_INDEX)).isCloseTo(0.5, EXACT);
  }

  @Test
  void anUnknownTpotMeetsNoTargetAndThatOfOneTokenBreaksNone() {
    // Three tokens that one read brought, and an answer of one token.
    run.write(
        "a",
        2,
        HandMade.answer(1, 1, Phase.MEASURED, 100, new long[] {120}, new int[] {3}, 3),
        HandMade.ok(1, 200, 220));

    TrialResult trial = Run.read(root, Slo.parse("tpot=12ms")).trials().get(0);

    assertThat(value(trial, Metric.SLO_ATTAINMENT)).isEqualTo(0.5);
  }

  @Test
  void unusedTimeOfEarlyTokensHelpsLaterOnes() {
    run.write("a", 2, HandMade.ok(1, 100, 110, 135));

    TrialResult trial = Run.read(root, Slo.parse("p2ft=25ms,tpot=12ms")).trials().get(0);

    // 15 ms left of the first deadline and 12 more for a token that took 25.
    assertThat(mean(trial, Metric.FLUIDITY_INDEX)).isEqualTo(1);
  }

  @Test
  void withoutTargetsNothingIsSaidOfThem() {
    run.write("a", 2, HandMade.ok(1, 100, 110, 135));

    assertThat(run.read("a").estimate(Metric.SLO_ATTAINMENT).isPresent()).isFalse();
    assertThat(run.read("a").estimate(Metric.FLUIDITY_INDEX).isPresent()).isFalse();
  }

  @Test
  void targetsOfStreamsSayNothingOfAnswersThatAreNotStreamed() throws IOException {
    HandMade sync = HandMade.run(root.resolve("sync"), Mode.SYNC, List.of(2), "a");
    sync.write("a", 2, HandMade.ok(1, 100, 120));
    Path folder = root.resolve("sync");

    TrialResult first = Run.read(folder, Slo.parse("p2ft=25ms")).trials().get(0);
    TrialResult both = Run.read(folder, Slo.parse("p2ft=25ms,total_latency=1s")).trials().get(0);

    assertThat(first.estimate(Metric.SLO_ATTAINMENT).isPresent()).isFalse();
    assertThat(first.estimate(Metric.GOODPUT).isPresent()).isFalse();
    assertThat(both.estimate(Metric.SLO_ATTAINMENT).value()).isEqualTo(1);
  }

  @Test
  void aRequestThatNeverEndedFailsItsTargetsToo() throws IOException {
    run.write("a", 2, HandMade.ok(1, 100, 120, 130));
    run.damage("a", 2, HandMade.line(HandMade.failed(1, 105, 110), "\"closed\":\\d+,", ""));

    TrialResult trial = Run.read(root, Slo.parse("p2ft=25ms")).trials().get(0);

    assertThat(value(trial, Metric.FAILURE_RATE)).isEqualTo(0.5);
    assertThat(value(trial, Metric.SLO_ATTAINMENT)).isEqualTo(0.5);
  }
}
