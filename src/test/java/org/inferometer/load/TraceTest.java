package org.inferometer.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceTest {
  @TempDir Path folder;

  @Test
  void requestsStartWhenThoseOfTheTraceCameOnlyFaster() throws IOException {
    assertThat(times(trace(1, null, null)))
        .containsExactly(0L, 500_000_000L, 500_000_000L, 3000000001L);
    assertThat(times(trace(4, null, null)))
        .containsExactly(0L, 125_000_000L, 125_000_000L, 750000000L);
    assertThat(times(trace(0.5, 2, null))).containsExactly(0L, 1_000_000_000L);
  }

  @Test
  void isOverWithItsLastRequestAndStaysOver() throws IOException {
    Arrivals arrivals = trace(1, 1, null).arrivals(7);

    assertThat(arrivals.next()).isZero();
    assertThat(arrivals.next()).isEqualTo(Arrivals.END);
    assertThat(arrivals.next()).isEqualTo(Arrivals.END);
  }

  @Test
  void tellsItsLengthAndItsFullestSecond() throws IOException {
    Trace trace = trace(1, null, null);

    assertThat(trace.expected()).isEqualTo(4);
    assertThat(trace.duration()).isBetween(Duration.ofSeconds(3), Duration.ofMillis(3001));
    assertThat(trace.highestRate()).isEqualTo(3);
    assertThat(trace(4, null, null).highestRate()).isEqualTo(4);
  }

  @Test
  void batchesOfACoarseClockAreSpreadByTheSeed() throws IOException {
    Trace spread = trace(2, null, Duration.ofSeconds(3));

    List<Long> times = times(spread, 1);
    assertThat(times).isSorted().doesNotHaveDuplicates().isEqualTo(times(spread, 1));
    assertThat(times).isNotEqualTo(times(spread, 2));
    assertThat(times.get(2)).as("half of 3 s").isLessThan(1_500_000_000L);
    assertThat(times.get(3)).isBetween(1_500_000_000L, 3_000_000_000L);
    assertThat(spread.duration().toNanos()).isGreaterThan(times.get(3));
  }

  @Test
  void speedsOfOneTraceAreLevelsOfOneLoad() throws IOException {
    Open slow = new Open(trace(1, 2, null), null);
    Open fast = new Open(trace(2.5, 2, null), 9);

    assertThat(slow.label()).isEqualTo("trace=conversation first 2");
    assertThat(slow.name()).isEqualTo("traceconversation-first-2");
    assertThat(fast.label()).isEqualTo("trace=conversation x2.5 first 2 max 9");
    assertThat(new Open(trace(2.5, 2, null), null).kind()).isEqualTo(slow.kind());
    assertThat(fast.kind()).isNotEqualTo(slow.kind());
    assertThat(fast.axis()).isEqualTo(LoadAxis.SPEED_UP);
    assertThat(fast.level()).isEqualTo(2.5);
    assertThat(fast.isSteady()).isFalse();
  }

  @Test
  void isToldOfWhenItsFileIsGone() {
    Open gone = new Open(new Trace(Path.of("/gone/traces.csv"), null, 3, null, null), null);

    assertThat(gone.label()).isEqualTo("trace=traces x3");
    assertThat(gone.level()).isEqualTo(3);
    assertThatThrownBy(() -> gone.arrivals(1, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/gone/traces.csv: there is no such file");
  }

  @Test
  void isReadOnceForAllSpeeds() throws IOException {
    Trace slow = trace(1, 2, null);
    Trace fast = slow.spedUp(2.5);

    assertThat(slow.requests()).hasSize(2);
    Files.delete(slow.file());
    assertThat(fast).isEqualTo(new Trace(slow.file(), null, 2.5, 2, null));
    assertThat(times(fast)).containsExactly(0L, 200_000_000L);
  }

  @Test
  void tellsOfACoarseClockAndOfWhatIsLeftOut() throws IOException {
    Path coarse =
        Files.writeString(
            folder.resolve("burst.csv"),
            "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n"
                + "1,G,5,5,10,API log\n1,G,5,5,10,API log\n1,G,5,0,5,API log\n".repeat(1)
                + "2,G,5,5,10,API log\n");

    assertThat(new Trace(coarse, null, 1, null, null).facts())
        .satisfiesExactly(
            one ->
                assertThat(one)
                    .isEqualTo(
                        "burst: 3 requests of a trace (burstgpt) in 1.0 s; left out: 1 that had no"
                            + " prompt or no answer"),
            one -> assertThat(one).startsWith("burst: 67 % of its requests have the same time as"));
    assertThat(new Trace(coarse, null, 1, null, Duration.ofSeconds(1)).facts()).hasSize(1);
    assertThat(trace(1, null, null).facts()).hasSize(1);
  }

  @Test
  void refusesWhatCannotBeReplayed() {
    for (double speed : new double[] {0, -1, Double.NaN, 1e9}) {
      assertThatThrownBy(() -> trace(speed, null, null)).hasMessageContaining("allowed: a number");
    }
    assertThatThrownBy(() -> trace(1, null, Duration.ofDays(2)))
        .hasMessageContaining("allowed: at most 24h");
  }

  @Test
  void otherRequestsHaveAnotherFingerprint() throws IOException {
    assertThat(trace(1, 2, null).fingerprint())
        .isEqualTo(trace(5, 2, null).fingerprint())
        .isNotEqualTo(trace(1, 3, null).fingerprint());
  }

  private Trace trace(double speedUp, Integer first, Duration spread) throws IOException {
    Path file = folder.resolve("conversation.jsonl");
    Files.writeString(
        file,
        """
        {"timestamp": 100, "input_length": 600, "output_length": 5, "hash_ids": [1, 2]}
        {"timestamp": 600, "input_length": 512, "output_length": 6, "hash_ids": [1]}
        {"timestamp": 600, "input_length": 700, "output_length": 7, "hash_ids": [1, 9]}
        {"timestamp": 3100.000001, "input_length": 8, "output_length": 8}
        """);
    return new Trace(file, null, speedUp, first, spread);
  }

  private static List<Long> times(Trace trace) {
    return times(trace, 1);
  }

  private static List<Long> times(Trace trace, long seed) {
    Arrivals arrivals = trace.arrivals(seed);
    List<Long> times = new ArrayList<>();
    for (long at = arrivals.next(); at != Arrivals.END; at = arrivals.next()) {
      times.add(at);
    }
    return times;
  }

  @Test
  void tracesAreTheSameLoadWhereTheyAreReplayedAlike() throws IOException {
    Trace one = trace(2, 3, Duration.ofSeconds(3));

    assertThat(one)
        .isEqualTo(trace(2, 3, Duration.ofSeconds(3)))
        .hasSameHashCodeAs(trace(2, 3, Duration.ofSeconds(3)))
        .isNotEqualTo(trace(4, 3, Duration.ofSeconds(3)))
        .isNotEqualTo(trace(2, 2, Duration.ofSeconds(3)))
        .isNotEqualTo(trace(2, 3, null))
        .isNotEqualTo(new Trace(folder.resolve("other"), null, 2, 3, Duration.ofSeconds(3)))
        .hasToString("conversation x2 first 3 spread 3s");
    assertThat(one.hashCode()).isNotZero();
  }

  @Test
  void itsLengthIsThatOfItsReplay() throws IOException {
    assertThat(trace(4, null, null).duration())
        .isBetween(Duration.ofMillis(750), Duration.ofMillis(751));
    assertThat(trace(4, null, Duration.ofSeconds(2)).duration().toMillis()).isEqualTo(1250);
    assertThat(trace(1_000_000, 1, Duration.ofDays(1)).duration().toMillis()).isEqualTo(86);
  }

  @Test
  void aSecondEndsBeforeTheNextBegins() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("seconds.csv"),
            "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n"
                + "1,G,5,5,10,API log\n1.5,G,5,5,10,API log\n2,G,5,5,10,API log\n");

    assertThat(new Trace(file, null, 1, null, null).highestRate()).isEqualTo(2);
  }
}
