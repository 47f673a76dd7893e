package org.inferometer.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
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

  private static Finding found(int late) {
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
        1,
        64,
        late,
        List.of(passed, failed));
  }
}
