package org.inferometer.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.inferometer.search.Answer.End;
import org.inferometer.search.Finding.Tried;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindingTest {
  @TempDir private Path folder;

  @Test
  void anAnswerIsSuspectWhereTheClientItselfWasLate() {
    assertThat(found(0).toString())
        .isEqualTo(
            "a, m, chat: meets the targets up to 20 requests/s; misses at 21 (p2ft p99 <= 42ms)");
    assertThat(found(3).toString())
        .endsWith("; suspect: in 3 of 15 trials the client itself started requests late");
  }

  @Test
  void whatIsKeptIsReadAgain() {
    Path file = folder.resolve("search.json");
    Finding.write(file, List.of(found(3)));

    assertThat(Finding.read(file)).containsExactly(found(3));
    assertThat(Finding.read(folder.resolve("none.json"))).isEmpty();
  }

  @Test
  void itIsWhatTheSearchAnsweredInTheDigitsInWhichLoadsAreAskedFor() {
    List<Replicate> two =
        List.of(
            new Replicate(List.of(1.0, 0.98), 20, null),
            new Replicate(List.of(0.9, 1.0), 10, "more and more requests were in flight"));
    Probe pointing = Probe.pointing(20.00004, two.subList(0, 1), List.of(0.99, 0.9));
    Probe confirming = Probe.confirming(21.33333, two, List.of(0.99, 0.9), 0.01);
    Answer answer =
        new Answer(
            End.FOUND,
            20.00004,
            21.33333,
            true,
            Optional.of(new Boundary(20.50004, 19.5, 21.5)),
            List.of(pointing, confirming));

    Finding found =
        Finding.of(
            "a",
            "m",
            "chat",
            "requests/s",
            List.of("p2ft p99 <= 42ms", "tpot p90 <= 9ms"),
            new Levels(1, 64, false),
            3,
            answer);

    assertThat(found.shown()).isEqualTo(20.0);
    assertThat(found.notShown()).isEqualTo(21.33);
    assertThat(found.boundary()).isEqualTo(new Boundary(20.5, 19.5, 21.5));
    assertThat(List.of(found.from(), found.to())).containsExactly(1.0, 64.0);
    assertThat(found.late()).isEqualTo(3);
    assertThat(found.undecided()).isTrue();
    Tried first = found.trail().get(0);
    assertThat(first).isEqualTo(new Tried(20, false, first.verdict(), 1, first.missed(), 20, null));
    assertThat(first.missed()).hasSize(2);
    assertThat(first.missed().get(0)).isZero();
    assertThat(first.missed().get(1)).isCloseTo(0.02, within(1e-12));
    Tried second = found.trail().get(1);
    assertThat(second.level()).isEqualTo(21.33);
    assertThat(second.confirms()).isTrue();
    assertThat(second.replicates()).isEqualTo(2);
    assertThat(second.goodput()).isEqualTo(15);
    assertThat(second.stopped()).isEqualTo("more and more requests were in flight");
  }

  @Test
  void saysWhatIsKnownHoweverItEnded() {
    assertThat(said(End.AT_LEAST, 64, Double.NaN, false))
        .startsWith("a, m, chat: meets the targets at least up to 64 requests/s (");
    assertThat(said(End.FOUND, 20, 21, true))
        .contains("up to 20 requests/s; not shown at 21, where it is undecided (");
    assertThat(said(End.NOT_EVEN, Double.NaN, 1, false)).contains(": not even at 1 requests/s (");
    assertThat(said(End.NOT_EVEN, Double.NaN, 1, true))
        .contains("not shown to meet the targets even at 1 requests/s; undecided there (");
    assertThat(said(End.OUT_OF_TIME, 20, Double.NaN, false))
        .contains("up to 20 requests/s; ended early, there was no time left (");
    assertThat(said(End.OUT_OF_TIME, Double.NaN, Double.NaN, false))
        .contains("not shown at any load so far; ended early");
    assertThat(found(0).isDone()).isTrue();
    assertThat(of(End.OUT_OF_TIME, 20, Double.NaN, false).isDone()).isFalse();
  }

  private static String said(End end, double shown, double notShown, boolean undecided) {
    return of(end, shown, notShown, undecided).toString();
  }

  private static Finding of(End end, double shown, double notShown, boolean undecided) {
    return Finding.of(
        "a",
        "m",
        "chat",
        "requests/s",
        List.of("p2ft p99 <= 42ms"),
        new Levels(1, 64, false),
        0,
        new Answer(end, shown, notShown, undecided, Optional.empty(), List.of()));
  }

  @Test
  void theBoundaryIsToldWithItsIntervalAndWhatIsShownForCertain() {
    Finding found = found(0, new Boundary(20.31, 19.8, 20.91));
    assertThat(found.toString())
        .isEqualTo(
            "a, m, chat: meets the targets up to 20.31 requests/s [19.8, 20.91]; shown up to 20;"
                + " misses at 21 (p2ft p99 <= 42ms)");
    Path file = folder.resolve("search.json");
    Finding.write(file, List.of(found));
    assertThat(Finding.read(file)).containsExactly(found);
  }

  private static Finding found(int late) {
    return found(late, null);
  }

  private static Finding found(int late, Boundary boundary) {
    Tried passed = new Tried(20, true, Probe.Verdict.PASS, 10, List.of(0.001), 19.9, null);
    Tried failed = new Tried(21, true, Probe.Verdict.FAIL, 5, List.of(0.2), 16, null);
    return new Finding(
        "a",
        "m",
        "chat",
        "requests/s",
        List.of("p2ft p99 <= 42ms"),
        End.FOUND,
        20.0,
        21.0,
        false,
        boundary,
        1,
        64,
        late,
        List.of(passed, failed));
  }
}
