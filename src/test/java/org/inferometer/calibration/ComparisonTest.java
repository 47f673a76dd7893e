package org.inferometer.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.inferometer.record.Mode;
import org.inferometer.record.Outcome;
import org.inferometer.record.Phase;
import org.inferometer.record.RecordDraft;
import org.inferometer.record.RequestRecord;
import org.inferometer.record.TokenSource;
import org.inferometer.standard.ServedRequest;
import org.junit.jupiter.api.Test;

final class ComparisonTest {
  private static final long MS = 1_000_000;
  private static final Offset<Double> EXACT = within(1e-9);

  @Test
  void tellsWhatTheClientSaysMinusWhatHappened() {
    // The server: arrival 2, tokens at 12, 22, 32. The client: start 1, tokens at 13, 22.5, 35.
    Comparison comparison =
        Comparison.of(
            List.of(record("a", Outcome.OK, 1 * MS, at(13, 22.5, 35), 1, 1, 1)),
            List.of(served("a", 2 * MS, at(12, 22, 32))));

    assertThat(comparison.p2ftMillis().bias()).isEqualTo(12 - 10, EXACT);
    assertThat(comparison.sendMillis().p50()).isEqualTo(1, EXACT);
    assertThat(comparison.lagMillis().max()).isEqualTo(3, EXACT);
    assertThat(comparison.totalMillis().bias()).isEqualTo(34 - 30, EXACT);
    assertThat(comparison.tpotMillis().bias()).isEqualTo((22.0 - 20) / 2, EXACT);
    assertThat(comparison.itlMillis().bias()).isEqualTo((-0.5 + 2.5) / 2, EXACT);
    assertThat(comparison.itlMillis().mean()).isEqualTo((0.5 + 2.5) / 2, EXACT);
    assertThat(comparison.throughputErrorPercent())
        .isEqualTo(100 * ((3 / 34.0) / (3 / 30.0) - 1), EXACT);
  }

  @Test
  void ofAWholeAnswerThereIsTheTotalLatencyOnly() {
    Comparison comparison =
        Comparison.of(
            List.of(record(Mode.SYNC, "a", Outcome.OK, 1 * MS, at(36), 1)),
            List.of(served("a", 2 * MS, at(32, 32, 32))));

    assertThat(comparison.totalMillis().bias()).isEqualTo((36 - 1) - 30, EXACT);
    assertThat(comparison.p2ftMillis().count()).isZero();
    assertThat(comparison.unmatched()).isZero();
  }

  @Test
  void countsEventsThatShareARead() {
    Comparison comparison =
        Comparison.of(
            List.of(record("a", Outcome.OK, 1 * MS, at(13, 35), 1, 2)),
            List.of(served("a", 2 * MS, at(12, 22, 32))));

    assertThat(comparison.eventsPerRead()).isEqualTo(1.5, EXACT);
    assertThat(comparison.sharedReadsPercent()).isEqualTo(50, EXACT);
    assertThat(comparison.lagMillis().max()).isEqualTo(35 - 22, EXACT);
  }

  @Test
  void keepsFailedAndUnmatchedRequestsApart() {
    Comparison comparison =
        Comparison.of(
            List.of(
                record("failed", Outcome.RESET, 1 * MS, at(13), 1),
                record("unknown", Outcome.OK, 1 * MS, at(13), 1),
                record("lost", Outcome.OK, 1 * MS, at(13), 1)),
            List.of(served("failed", 2 * MS, at(12)), served("lost", 2 * MS, at(12, 22))));

    assertThat(comparison.failed()).isEqualTo(1);
    assertThat(comparison.unmatched()).isEqualTo(2);
    assertThat(comparison.p2ftMillis().count()).isZero();
    assertThat(comparison.p2ftMillis().bias()).isNull();
  }

  private static long[] at(double... millis) {
    return java.util.Arrays.stream(millis).mapToLong(t -> Math.round(t * MS)).toArray();
  }

  private static ServedRequest served(String id, long arrival, long[] wrote) {
    return new ServedRequest(id, arrival, arrival, wrote, wrote, wrote, wrote[wrote.length - 1], 1);
  }

  private static RequestRecord record(
      String id, Outcome outcome, long started, long[] at, int... events) {
    return record(Mode.STREAM, id, outcome, started, at, events);
  }

  private static RequestRecord record(
      Mode mode, String id, Outcome outcome, long started, long[] at, int... events) {
    return new RecordDraft()
        .with("id", id)
        .with("stack", "s")
        .with("model", "m")
        .with("task", "t")
        .with("prompt", "p")
        .with("mode", mode)
        .with("load", "p=1")
        .with("trial", "trial")
        .with("fork", 1)
        .with("iteration", 1)
        .with("thread", 0)
        .with("phase", Phase.MEASURED)
        .with("scheduled", started)
        .with("started", started)
        .with("sent", started)
        .with("head", at[0])
        .with("closed", at[at.length - 1])
        .with("status", 200)
        .with("outcome", outcome)
        .with("finish", "length")
        .with("promptTokens", 8)
        .with("outputTokens", at.length)
        .with("tokenSource", TokenSource.USAGE)
        .with("maxTokens", 64)
        .with("requestBytes", 100)
        .with("inFlight", 1)
        .with("at", at)
        .with("events", events)
        .record();
  }
}
