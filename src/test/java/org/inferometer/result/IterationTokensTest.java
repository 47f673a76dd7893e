package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.inferometer.load.Closed;
import org.inferometer.record.Phase;
import org.inferometer.record.RequestRecord;
import org.junit.jupiter.api.Test;

/** What one iteration comes to in tokens and gaps between them, counted by hand. */
class IterationTokensTest extends OneIteration {
  @Test
  void meansOfGapsAreOfAllAnswersAndOfTheCommonOnesApart() {
    Iteration found =
        finished(
            new Closed(1),
            Slo.NONE,
            HandMade.ok(1, 100, 120, 130, 160),
            HandMade.ok(1, 200, 210, 260));

    assertThat(mean(found, Metric.ITL)).as("10, 30 and 50").isCloseTo(30, within(1e-6));
    assertThat(mean(found, Metric.ICL)).isCloseTo(30, within(1e-6));
    assertThat(mean(found, Metric.P2FT)).isCloseTo(15, EXACT);
  }

  @Test
  void gapsOfMeasuredAnswersCountOncePerTokenAndOncePerRead() {
    Iteration found =
        finished(
            new Closed(1),
            Slo.NONE,
            HandMade.answer(
                1, 1, Phase.MEASURED, 100, new long[] {110, 140, 145}, new int[] {1, 30, 1}, 32),
            HandMade.answer(1, 1, Phase.EDGE, 200, new long[] {210, 299}, new int[] {1, 1}, 2),
            HandMade.answer(1, 1, Phase.MEASURED, 300, new long[] {310, 330}, new int[] {1, 1}, 2));

    assertThat(found.samples.get(Metric.ICL).values())
        .containsExactly(new double[] {5, 20, 30}, within(1e-6));
    double[] tokens = found.samples.get(Metric.ITL).values();
    assertThat(tokens).hasSize(32);
    assertThat(tokens[0]).isCloseTo(1, within(1e-6));
    assertThat(tokens[29]).isCloseTo(1, within(1e-6));
    assertThat(tokens[30]).isCloseTo(5, within(1e-6));
    assertThat(tokens[31]).isCloseTo(20, within(1e-6));
  }

  @Test
  void gapsOfAnAnswerWhoseEventsDoNotTellTheirTokensAreGapsOfReadsOnly() throws IOException {
    RequestRecord unknown =
        changed(
            HandMade.answer(1, 1, Phase.MEASURED, 100, new long[] {110, 140}, new int[] {1, 1}, 9),
            "\"tokens\":\\[1,1\\],",
            "");

    Iteration found =
        finished(
            new Closed(1),
            Slo.NONE,
            unknown,
            HandMade.ok(1, 200, 210, 230),
            HandMade.ok(1, 300, 310));

    assertThat(found.samples.get(Metric.ICL).values()).hasSize(2);
    assertThat(found.samples.get(Metric.ITL).values())
        .containsExactly(new double[] {20}, within(1e-6));
  }

  @Test
  void tokensOfAStreamAreSpreadOverItsArrivalsAsTold() throws IOException {
    // Two events of which nothing says how they share nine tokens.
    RequestRecord unknown =
        changed(
            HandMade.answer(1, 1, Phase.MEASURED, 100, new long[] {110, 140}, new int[] {1, 2}, 9),
            "\"tokens\":\\[1,2\\],",
            "");
    Iteration found = finished(new Closed(1), Slo.NONE, unknown);
    List<String> told = new ArrayList<>();

    found.arrivals(found.answers.get(0), (at, tokens) -> told.add(at / 1_000_000 + ": " + tokens));

    assertThat(told).containsExactly("110: 3.0", "140: 6.0");
    Iteration failed = finished(new Closed(1), Slo.NONE, HandMade.failed(1, 1, 2));
    failed.arrivals(failed.answers.get(0), (at, tokens) -> told.add("none"));
    assertThat(told).hasSize(2);
  }

  @Test
  void withoutACountTheTokensAreThoseThatTheArrivalsBrought() throws IOException {
    RequestRecord uncounted =
        changed(
            HandMade.answer(
                1, 1, Phase.MEASURED, 100, new long[] {110, 140, 150}, new int[] {2, 3, 1}, 9),
            "\"outputTokens\":9,",
            "");

    Iteration found = finished(new Closed(1), Slo.NONE, uncounted);

    assertThat(found.totals.tokens).isEqualTo(6);
    assertThat(found.totals.tokensUnknown).isFalse();
    assertThat(found.answers.get(0).tokenScale()).isEqualTo(1);
  }

  @Test
  void whatAnAnswerDoesNotTellIsUnknown() throws IOException {
    RequestRecord connected =
        changed(HandMade.ok(1, 100, 120), "\"head\"", "\"connectNanos\":900000,\"head\"");
    RequestRecord unknownPrompt = changed(HandMade.ok(1, 200, 220), "\"promptTokens\":10,", "");

    Iteration found = finished(new Closed(1), Slo.NONE, connected, unknownPrompt);

    assertThat(found.totals.connected).isEqualTo(1);
    assertThat(found.totals.promptTokens).isEqualTo(10);
    assertThat(found.totals.promptsUnknown).isTrue();
    assertThat(found.totals.tokensUnknown).isFalse();
  }

  @Test
  void readsThatBroughtSeveralEventsAreACrowd() {
    RequestRecord crowded =
        HandMade.record(
            1,
            1,
            0,
            Phase.MEASURED,
            90,
            100,
            105,
            new long[] {110, 120, 130},
            new int[] {3, 0, 2},
            new int[] {3, 0, 2},
            140,
            10,
            5,
            64);

    Answer answer = finished(new Closed(1), Slo.NONE, crowded).answers.get(0);

    assertThat(answer.crowd()).isEqualTo(2 + 1);
    assertThat(answer.first()).isEqualTo(110);
    assertThat(answer.last()).isEqualTo(130);
    assertThat(answer.gapsTo() - answer.gapsFrom()).isEqualTo(1);
  }
}
