package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.inferometer.load.Closed;
import org.inferometer.load.Load;
import org.inferometer.load.Open;
import org.inferometer.load.Rate;
import org.inferometer.load.Think;
import org.inferometer.load.Users;
import org.inferometer.record.Phase;
import org.inferometer.record.RequestRecord;
import org.junit.jupiter.api.Test;

/** What one iteration comes to, counted by hand. */
class IterationTest extends OneIteration {
  private static final Load OPEN =
      new Open(new Rate(25, org.inferometer.load.Gaps.CONSTANT, Duration.ofMinutes(1)), null);

  @Test
  void anOpenLoopCountsWhatLiesInItsSteadyPart() {
    // Steady from 142, the first end, to 180, the last start.
    Iteration found =
        finished(
            OPEN,
            Slo.parse("total_latency=1s"),
            HandMade.ok(1, 100, 120, 140),
            HandMade.answer(
                1, 1, Phase.MEASURED, 120, new long[] {145, 160, 170}, new int[] {1, 2, 1}, 4),
            HandMade.failed(1, 150, 154),
            HandMade.answer(1, 1, Phase.EDGE, 155, new long[] {160, 165}, new int[] {1, 1}, 2),
            HandMade.ok(1, 180, 200, 220));

    assertThat(found.totals.seconds).isCloseTo(0.038, EXACT);
    assertThat(found.totals.wholeSeconds).isCloseTo(0.122, EXACT);
    assertThat(found.totals.started).as("at 150, 155 and 180").isEqualTo(3);
    assertThat(found.totals.finished).as("ok at 142, 172 and 167").isEqualTo(3);
    assertThat(found.totals.good).isEqualTo(3);
    assertThat(found.totals.requests).as("all that are measured").isEqualTo(4);
    assertThat(found.totals.failed).isEqualTo(1);
    assertThat(found.totals.goodRequests).isEqualTo(3);
    assertThat(found.totals.promptTokens).as("first tokens at 145 and 160").isEqualTo(20);
    assertThat(found.totals.tokens).as("from 145 to 170").isCloseTo(4 + 2, EXACT);
    assertThat(found.totals.goodTokens).isCloseTo(6, EXACT);
    assertThat(found.totals.cycles).isZero();
    assertThat(found.samples.get(Metric.P2FT).values())
        .as("of all that are measured, however late they end")
        .containsExactly(20, 20, 25);
    assertThat(found.samples.get(Metric.TOTAL_LATENCY).values()).containsExactly(40, 40, 50);
    assertThat(found.samples.get(Metric.ITL).values()).hasSize(5);
    assertThat(found.samples.get(Metric.ICL).values()).hasSize(4);
  }

  @Test
  void conversationsOfAnOpenLoopCountByTheirBeginningsAndEnds() throws IOException {
    // Steady from 144, the first end of a conversation, by a failure, to 170, the last beginning.
    Iteration found =
        finished(
            OPEN,
            Slo.NONE,
            turn(HandMade.ok(1, 100, 120, 140), "a", 1),
            turn(HandMade.ok(1, 120, 125, 130), "b", 1),
            turn(HandMade.failed(1, 140, 144), "b", 2),
            turn(HandMade.ok(1, 150, 155, 160), "a", 2),
            turn(HandMade.ok(1, 170, 180, 190), "c", 1),
            turn(HandMade.ok(1, 200, 210, 220), "c", 2));

    assertThat(found.totals.seconds).isCloseTo(0.026, EXACT);
    assertThat(found.totals.pace.requests()).as("beginnings").isEqualTo(3);
    assertThat(found.totals.requests).as("turns").isEqualTo(6);
    assertThat(found.totals.held).as("ended within, at 162").isEqualTo(1);
    assertThat(found.totals.heldInAll).isEqualTo(2);
    assertThat(found.totals.brokenOff).isEqualTo(1);
    assertThat(found.samples.get(Metric.SESSION_TIME).values())
        .as("from the schedule, a millisecond before the start, to the last token")
        .containsExactly(51, 61);
  }

  @Test
  void conversationsOfAClosedLoopCountWheneverTheyEnd() throws IOException {
    Iteration found =
        finished(
            new Closed(1),
            Slo.NONE,
            turn(HandMade.ok(1, 100, 120, 140), "a", 1),
            turn(HandMade.ok(1, 150, 155, 160), "a", 2),
            turn(HandMade.failed(1, 170, 174), "b", 1),
            turn(HandMade.ok(1, 180, 190, 200), "c", 1),
            turn(HandMade.ok(1, 210, 220, 240), "c", 2));

    assertThat(found.totals.held).isEqualTo(2);
    assertThat(found.totals.heldInAll).isEqualTo(2);
    assertThat(found.totals.brokenOff).isEqualTo(1);
    assertThat(mean(found, Metric.SESSION_TIME)).as("61 and 61").isCloseTo(61, EXACT);
  }

  @Test
  void usersAreCountedWhileAllOfThemAreThere() throws IOException {
    // The second user comes at 1099, a second after the first; the end is at 2099.
    Load users = new Users(2, 1, Think.NONE, Duration.ofSeconds(2), null);
    Iteration found =
        finished(
            users,
            Slo.parse("total_latency=50ms"),
            HandMade.answer(1, 1, Phase.EDGE, 100, new long[] {120, 140}, new int[] {1, 1}, 2),
            HandMade.answer(1, 1, Phase.EDGE, 1000, new long[] {1200}, new int[] {1}, 1),
            turn(HandMade.ok(1, 1300, 1320, 1340), "a", 1),
            turn(HandMade.ok(1, 1400, 1420, 1480), "a", 2),
            turn(HandMade.failed(1, 1500, 1504), "b", 1),
            turn(HandMade.ok(1, 2000, 2020, 2030), "c", 1),
            turn(HandMade.ok(1, 2080, 2120, 2125), "c", 2));

    assertThat(found.totals.seconds).isCloseTo(1, EXACT);
    assertThat(found.totals.requests).isEqualTo(5);
    assertThat(found.totals.failed).isEqualTo(1);
    assertThat(found.totals.goodRequests).isEqualTo(3);
    assertThat(found.totals.started).as("all but the first two").isEqualTo(5);
    assertThat(found.totals.finished).as("at 1202, 1342, 1482 and 2032").isEqualTo(4);
    assertThat(found.totals.answered).isEqualTo(4);
    assertThat(found.totals.good).isEqualTo(2);
    assertThat(found.totals.tokens).isCloseTo(1 + 2 + 2 + 2, EXACT);
    assertThat(found.totals.held).isEqualTo(1);
    assertThat(found.totals.heldInAll).isEqualTo(2);
    assertThat(found.totals.brokenOff).isEqualTo(1);
    assertThat(found.samples.get(Metric.P2FT).values()).containsExactly(20, 20, 20, 40);
  }

  @Test
  void aRequestOfSeveralPromptsHasSoManyAnswers() throws IOException {
    RequestRecord four =
        changed(HandMade.ok(1, 150, 160, 170), "\"maxTokens\"", "\"answers\":4,\"maxTokens\"");

    Iteration open =
        finished(OPEN, Slo.NONE, HandMade.ok(1, 100, 110), four, HandMade.ok(1, 180, 190));
    Iteration closed = finished(new Closed(1), Slo.NONE, four, HandMade.ok(1, 180, 190));

    assertThat(open.totals.finished).as("ended at 112 and 172").isEqualTo(2);
    assertThat(open.totals.answered).isEqualTo(5);
    assertThat(closed.totals.answered).isEqualTo(5);
  }

  @Test
  void connectionsThatWereOpenedForRequestsAreCountedInEachLoad() throws IOException {
    RequestRecord connected =
        changed(HandMade.ok(1, 100, 120), "\"head\"", "\"connectNanos\":900000,\"head\"");

    for (Load load :
        List.of(OPEN, new Closed(1), new Users(1, 1, Think.NONE, Duration.ofSeconds(1), null))) {
      Iteration found =
          finished(load, Slo.NONE, connected, HandMade.ok(1, 200, 220), HandMade.ok(1, 300, 310));
      assertThat(found.totals.connected).as(load.name()).isEqualTo(1);
    }
  }

  private RequestRecord turn(RequestRecord record, String conversation, int number)
      throws IOException {
    return changed(
        record,
        "\"phase\":\"measured\"",
        "\"phase\":\"measured\",\"conversation\":\"%s\",\"turn\":%d,\"turns\":2"
            .formatted(conversation, number));
  }

  @Test
  void anArrivalAtTheEdgeOfTheSteadyPartBelongsToIt() {
    // Steady from 142 to 150: the second token of one answer at 142, the first of another at 150.
    Iteration found =
        finished(
            OPEN,
            Slo.NONE,
            HandMade.ok(1, 100, 120, 140),
            HandMade.ok(1, 110, 130, 142, 160),
            HandMade.ok(1, 145, 150, 190),
            HandMade.ok(1, 150, 170, 180));

    assertThat(found.totals.tokens).isCloseTo(2, EXACT);
    assertThat(found.totals.started).isEqualTo(2);
    assertThat(found.totals.finished).isEqualTo(1);
    assertThat(found.totals.promptTokens).isEqualTo(10);
  }

  @Test
  void anOpenLoopThatNeverWasSteadyHasNoRates() {
    Iteration found = finished(OPEN, Slo.NONE, HandMade.ok(1, 100, 120, 140));

    assertThat(found.isMeasured()).isTrue();
    assertThat(found.totals.seconds).isZero();
    assertThat(found.totals.started + found.totals.finished).isZero();
    assertThat(found.totals.requests).isEqualTo(1);
    assertThat(found.samples.get(Metric.P2FT).values()).containsExactly(20);
  }

  @Test
  void aClosedLoopCountsItsCycles() {
    Iteration found =
        finished(
            new Closed(2),
            Slo.parse("p2ft=25ms"),
            HandMade.answer(1, 1, Phase.EDGE, 50, new long[] {60}, new int[] {1}, 1),
            HandMade.ok(1, 100, 120, 130, 140),
            HandMade.ok(1, 200, 240, 270),
            HandMade.ok(1, 300, 310),
            HandMade.failed(1, 150, 154));

    assertThat(found.totals.cycles).isEqualTo(4);
    assertThat(found.totals.cyclesPerSlot).isEqualTo(2);
    assertThat(found.totals.seconds).as("43, 73, 13 and 4 ms").isCloseTo(0.0665, EXACT);
    assertThat(found.totals.started).isEqualTo(4);
    assertThat(found.totals.finished).isEqualTo(3);
    assertThat(found.totals.good).isEqualTo(2);
    assertThat(found.totals.goodRequests).isEqualTo(2);
    assertThat(found.totals.goodTokens).isEqualTo(4);
    assertThat(found.totals.tokens).isEqualTo(6);
    assertThat(found.totals.promptTokens).isEqualTo(30);
    assertThat(found.totals.requests).isEqualTo(4);
    assertThat(found.totals.failed).isEqualTo(1);
    assertThat(found.totals.promptsUnknown).isFalse();
    assertThat(found.totals.tokensUnknown).isFalse();
  }

  @Test
  void aMeasuredRequestWithoutAPlaceInTimeIsAFailure() throws IOException {
    RequestRecord never = changed(HandMade.failed(1, 100, 110), "\"closed\":\\d+,", "");
    RequestRecord warmUp =
        changed(
            HandMade.failed(1, 100, 110),
            "\"phase\":\"measured\"(.*)\"closed\":\\d+,",
            "\"phase\":\"warmup\"$1");

    Iteration found = finished(new Closed(1), Slo.NONE, never, warmUp);

    assertThat(found.isMeasured()).isTrue();
    assertThat(found.whole).isNull();
    assertThat(found.totals.requests).isEqualTo(1);
    assertThat(found.totals.failed).isEqualTo(1);
    assertThat(finished(new Closed(1), Slo.NONE, warmUp).isMeasured()).isFalse();
    assertThat(finished(new Closed(1), Slo.NONE, never, HandMade.ok(1, 100, 120)).totals.requests)
        .isEqualTo(2);
  }

  @Test
  void whatStartedNowhereIsPlacedWhereItWasToStart() throws IOException {
    RequestRecord refused = changed(HandMade.failed(1, 100, 110), "\"started\":\\d+,", "");

    Iteration found = finished(new Closed(1), Slo.NONE, refused);

    assertThat(found.whole).isEqualTo(new Bounds(100_000_000, 110_000_000));
    assertThat(found.totals.cycles).isEqualTo(1);
  }
}
