package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.inferometer.load.Load;
import org.inferometer.load.Open;
import org.inferometer.load.Rate;
import org.inferometer.record.Mode;
import org.inferometer.record.Phase;
import org.inferometer.record.RecordDraft;
import org.inferometer.record.RequestRecord;
import org.inferometer.record.TokenSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a trial tells of its requests beside their numbers. */
class TrialRecordsTest {
  private static final long MILLI = 1_000_000;

  @TempDir private Path root;
  private int runs;

  @Test
  void everyRequestIsCountedByWhatItWasForAndEachFailureIsTold() throws IOException {
    TrialResult trial =
        trial(
            HandMade.ok(1, 100, 120, 140),
            HandMade.failed(1, 200, 210),
            with(HandMade.ok(1, 300, 320), "phase", Phase.EDGE),
            with(HandMade.ok(1, 1, 20), "phase", Phase.WARMUP));

    assertThat(trial.phases())
        .isEqualTo(Map.of(Phase.MEASURED, 2L, Phase.EDGE, 1L, Phase.WARMUP, 1L));
    assertThat(trial.failures())
        .singleElement()
        .matches(one -> one.count() == 1 && one.example().words().contains("status 503"));
  }

  @Test
  void ofSeveralSourcesOfCountsTheLeastSureIsTold() throws IOException {
    RequestRecord sure = HandMade.ok(1, 100, 120, 140);
    RequestRecord guessed = with(HandMade.ok(1, 200, 220, 240), "tokenSource", TokenSource.EVENTS);

    assertThat(trial(sure, guessed).tokenSource()).isEqualTo(TokenSource.EVENTS);
    assertThat(trial(guessed, sure).tokenSource()).isEqualTo(TokenSource.EVENTS);
    assertThat(trial(sure).tokenSource()).isEqualTo(TokenSource.USAGE);
  }

  @Test
  void turnsOfConversationsAreToldApart() throws IOException {
    RequestRecord first = turn(1, HandMade.ok(1, 100, 120, 140));
    RequestRecord second = turn(2, HandMade.ok(1, 200, 260, 280));

    assertThat(trial(first, second).turns())
        .extracting(one -> one.means().get(Metric.P2FT).value())
        .containsExactly(20.0, 60.0);
    assertThat(trial(HandMade.ok(1, 100, 120)).turns()).isEmpty();
  }

  @Test
  void whatWarmsAnOpenLoopUpBringsTokensInItsWindowToo() throws IOException {
    Load load =
        new Open(new Rate(10, org.inferometer.load.Gaps.CONSTANT, Duration.ofSeconds(1)), null);
    HandMade run = HandMade.under(List.of(load), root.resolve("open"), Mode.STREAM, "a");
    run.write(
        "a",
        load,
        request(Phase.WARMUP, 0, 150, 160),
        request(Phase.MEASURED, 100, 110, 140),
        request(Phase.MEASURED, 200, 240, 250));

    // Measured from the first end, at 140 ms, to the last start: its token and two of the warm-up.
    assertThat(run.read("a").estimate(Metric.TOKEN_THROUGHPUT).value())
        .isCloseTo(3 / 0.06, within(1e-9));
  }

  private TrialResult trial(RequestRecord... records) throws IOException {
    HandMade run = HandMade.run(root.resolve("run-" + ++runs), Mode.STREAM, List.of(1), "a");
    run.write("a", 1, records);
    return run.read("a");
  }

  private static RequestRecord turn(int turn, RequestRecord record) {
    return new RecordDraft(record)
        .with("place", 0L)
        .with("conversation", "0")
        .with("turn", turn)
        .with("turns", 2)
        .record();
  }

  private static RequestRecord with(RequestRecord record, String name, Object value) {
    return new RecordDraft(record).with(name, value).record();
  }

  /** In milliseconds: one token at each arrival. */
  private static RequestRecord request(Phase phase, long start, long first, long last) {
    return HandMade.record(
        1,
        1,
        0,
        phase,
        start * MILLI,
        start * MILLI,
        start * MILLI,
        new long[] {first * MILLI, last * MILLI},
        new int[] {1, 1},
        new int[] {1, 1},
        last * MILLI,
        10,
        2,
        64);
  }
}
