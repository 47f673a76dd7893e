package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.inferometer.result.HandMade.mean;
import static org.inferometer.result.HandMade.value;

import java.io.IOException;
import org.inferometer.record.Phase;
import org.inferometer.record.RequestRecord;
import org.junit.jupiter.api.Test;

/** What is known of an answer's tokens, and what is not where its events do not tell. */
class RunTokensTest extends OneStack {
  @Test
  void severalTokensInOneArrivalShareItsGap() {
    RequestRecord record =
        HandMade.answer(
            1, 1, Phase.MEASURED, 100, new long[] {120, 150, 160}, new int[] {1, 3, 1}, 5);
    run.write("a", 2, record);

    TrialResult trial = run.read("a");

    assertThat(GapsOf.tokens(record)).containsExactly(1e7, 1e7, 1e7, 1e7);
    assertThat(mean(trial, Metric.ITL)).isCloseTo(10, EXACT);
    assertThat(trial.estimate(Metric.ITL).count()).isEqualTo(4);
    assertThat(mean(trial, Metric.ICL)).isCloseTo(20, EXACT);
    assertThat(trial.estimate(Metric.ICL).count()).isEqualTo(2);
    assertThat(value(trial, Metric.TOKEN_THROUGHPUT)).isCloseTo(2 * 5 / 0.063, EXACT);
  }

  @Test
  void anAnswerThatDoesNotTellItsTokensLeavesTokenRatesAbsent() throws IOException {
    RequestRecord whole = HandMade.ok(1, 100, 150);
    run.damage(
        "a",
        2,
        HandMade.line(
                whole,
                "\"mode\":\"stream\"|\"outputTokens\":1,|\"tokenSource\":\"usage\",|\"tokens\":\\[1\\],",
                "")
            .replace("\"load\"", "\"mode\":\"sync\",\"load\"")
            .replace(",,", ","));

    TrialResult trial = run.read("a");

    assertThat(value(trial, Metric.REQUEST_THROUGHPUT)).isCloseTo(2 * 1 / 0.053, EXACT);
    assertThat(trial.estimate(Metric.TOKEN_THROUGHPUT).isPresent()).isFalse();
    assertThat(trial.estimate(Metric.TOTAL_TOKEN_THROUGHPUT).isPresent()).isFalse();
    assertThat(trial.peers()).doesNotContainKey("vllm.output_throughput");
  }

  @Test
  void gapsBetweenTokensAreAbsentWhereEventsDoNotTellHowManyTheyBring() throws IOException {
    // Nine tokens in three events, of which nothing says how they share them.
    RequestRecord record =
        HandMade.answer(
            1, 1, Phase.MEASURED, 100, new long[] {120, 150, 160}, new int[] {1, 1, 1}, 9);
    run.damage("a", 2, HandMade.line(record, "\"tokens\":\\[1,1,1\\],", ""));

    TrialResult trial = run.read("a");

    assertThat(trial.estimate(Metric.ITL).isPresent()).isFalse();
    assertThat(mean(trial, Metric.ICL)).isCloseTo(20, EXACT);
    assertThat(mean(trial, Metric.TPOT)).isCloseTo(40 / 8.0, EXACT);
    assertThat(value(trial, Metric.TOKEN_THROUGHPUT)).isCloseTo(2 * 9 / 0.063, EXACT);
  }

  @Test
  void reasoningThatStayedWithTheServerIsNoPartOfTheTimeBetweenTokens() throws IOException {
    RequestRecord record =
        HandMade.answer(
            1, 1, Phase.MEASURED, 100, new long[] {120, 130, 140}, new int[] {1, 1, 1}, 503);
    run.damage("a", 2, HandMade.line(record, "}\n", ",\"reasoningTokens\":500}\n"));

    TrialResult trial = run.read("a");

    assertThat(mean(trial, Metric.TPOT)).isCloseTo(10, EXACT);
    assertThat(mean(trial, Metric.DECODE_SPEED)).isCloseTo(100, EXACT);
    assertThat(mean(trial, Metric.OUTPUT_TOKENS)).isCloseTo(503, EXACT);
    assertThat(trial.validity().reasons().toString())
        .contains("99.4 % of the output tokens are reasoning that was not sent");
  }

  @Test
  void saysWhereTheFirstKnownTokenMayNotBeTheFirst() throws IOException {
    RequestRecord record = HandMade.ok(1, 100, 120, 130, 140);
    run.damage("a", 2, HandMade.line(record, "}\n", ",\"unknownEvents\":2}\n"));

    assertThat(run.read("a").validity().reasons().toString())
        .contains("in 100.0 % of the answers something unknown came before the first known token");
  }

  @Test
  void whereOneReadBroughtAnAnswerItsDecodeSpeedIsUnknownAndTheOthersIsNot() throws IOException {
    run.write(
        "a",
        2,
        HandMade.answer(1, 1, Phase.MEASURED, 100, new long[] {120}, new int[] {3}, 3),
        HandMade.ok(1, 200, 220, 230, 240));

    assertThat(mean(run.read("a"), Metric.DECODE_SPEED)).isCloseTo(100, EXACT);
  }
}
