package org.inferometer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.inferometer.record.Mode;
import org.inferometer.result.HandMade;
import org.inferometer.result.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadlinesTest {
  @TempDir private Path root;

  @Test
  void tooFewRepeatsAreUntestedAndNotUndecided() throws IOException {
    write(1);

    assertThat(p2ft()).containsSubsequence("0", "0", "0", "0", "1 too few repeats (1*)");
  }

  @Test
  void repeatsThatTellNothingAreUndecided() throws IOException {
    write(3);

    assertThat(p2ft()).containsSubsequence("0", "0", "0", "1 (1*)", "0");
  }

  private List<String> p2ft() {
    return Headlines.of(Run.read(root)).get("b against a").stream()
        .filter(row -> row.get(0).equals("P2FT"))
        .findFirst()
        .orElseThrow();
  }

  /** Two stacks whose first tokens come after 20 to 60 ms. */
  private void write(int repeats) throws IOException {
    HandMade run = HandMade.run(root, Mode.STREAM, List.of(1), "a", "b");
    for (int fork = 1; fork <= repeats; fork++) {
      long start = 1000L * fork;
      run.write("a", 1, HandMade.ok(fork, start, start + 20 * fork, start + 90));
      run.write("b", 1, HandMade.ok(fork, start, start + 80 - 20 * fork, start + 90));
    }
  }
}
