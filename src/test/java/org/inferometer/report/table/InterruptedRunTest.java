package org.inferometer.report.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.inferometer.record.Mode;
import org.inferometer.record.RequestRecord;
import org.inferometer.result.Comparison;
import org.inferometer.result.HandMade;
import org.inferometer.result.Run;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be said of stacks that took turns in a run that was interrupted, and gone on with. */
class InterruptedRunTest {
  private static final String TURNS =
      "Stacks took turns; repeat i of one is compared with repeat i of the other.";

  @TempDir private Path root;
  private HandMade run;

  @BeforeEach
  void make() throws IOException {
    run = HandMade.run(root, Mode.STREAM, List.of(1), "a", "b");
  }

  /** Repeat {@code i} of a begins in second {@code i}, that of b at {@code b}, in milliseconds. */
  private Run read(IntToLongFunction b, int... begunTenths) throws IOException {
    for (int repeat = 1; repeat <= 4; repeat++) {
      run.write("a", 1, answer(repeat, 1000 * repeat, 20 + repeat));
      run.write("b", 1, answer(repeat, b.applyAsLong(repeat), 30 + 2 * repeat));
    }
    StringBuilder clock = new StringBuilder();
    for (int tenth : begunTenths) {
      clock
          .append(clock.isEmpty() ? "" : ",")
          .append("{\"nanos\":%d}".formatted(tenth * 100_000_000L));
    }
    Files.writeString(run.directory.environment(), "{\"clock\": [%s]}".formatted(clock));
    return Run.read(root);
  }

  private static RequestRecord answer(int repeat, long start, long first) {
    return HandMade.ok(repeat, start, start + first, start + first + 10, start + first + 20);
  }

  private static Comparison headline(Run run) {
    return run.comparisons().stream().filter(Comparison::isHeadline).findFirst().orElseThrow();
  }

  @Test
  void aRepeatThatWasCutInTwoIsNoPair() throws IOException {
    Run read = read(repeat -> 1000L * repeat + 500, 0, 33);

    Comparison one = headline(read);
    assertThat(one.paired()).isTrue();
    assertThat(one.repeats()).isEqualTo(3);
    assertThat(one.leftOut()).isEqualTo(1);
    assertThat(one.apart()).isEqualTo(1);
    assertThat(one.baseEstimate().byRepeat()).containsOnlyKeys(1, 2, 4);
    assertThat(Verdicts.of(read, read.cells().get(0)).get(0))
        .contains("; a repeat that an interruption of the run has cut in two is left out");
    assertThat(Verdicts.notes(read))
        .contains(
            TURNS
                + " A repeat of which one half was measured before the run was interrupted, and the"
                + " other after, is no pair and left out.");
    assertThat(RunFacts.of(read).get("repeats"))
        .anyMatch(sentence -> sentence.endsWith("; the stacks took turns"))
        .anyMatch(sentence -> sentence.startsWith("A repeat of which one half"));
  }

  @Test
  void stacksOfWhichOneWasMeasuredAfterwardsDidNotTakeTurns() throws IOException {
    Run read = read(repeat -> 1000L * repeat + 100_000, 0, 1000);

    Comparison one = headline(read);
    assertThat(one.paired()).isFalse();
    assertThat(one.repeats()).isEqualTo(4);
    assertThat(one.apart()).isZero();
    assertThat(Verdicts.notes(read))
        .noneMatch(note -> note.contains("took turns"))
        .anyMatch(note -> note.startsWith("One stack was measured before the run was interrupted"));
    assertThat(RunFacts.of(read).get("repeats").get(0))
        .contains("the stacks were to take turns, but one was measured before the run");
  }

  @Test
  void aRunThatIsGoneOnWithBetweenItsRepeatsIsOfPairsOnly() throws IOException {
    Run read = read(repeat -> 1000L * repeat + 500, 0, 28);

    assertThat(headline(read).paired()).isTrue();
    assertThat(headline(read).repeats()).isEqualTo(4);
    assertThat(headline(read).leftOut()).isZero();
    assertThat(Verdicts.notes(read)).contains(TURNS);
  }

  @Test
  void whereItIsNotKnownWhenARunWasGoneOnWithItsRepeatsArePairs() throws IOException {
    assertThat(headline(read(repeat -> 1000L * repeat + 100_000)).paired()).isTrue();
  }
}
