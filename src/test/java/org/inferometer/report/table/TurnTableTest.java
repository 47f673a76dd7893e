package org.inferometer.report.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.inferometer.load.Gaps;
import org.inferometer.load.Load;
import org.inferometer.load.Open;
import org.inferometer.load.Rate;
import org.inferometer.record.Mode;
import org.inferometer.record.RecordDraft;
import org.inferometer.record.RequestRecord;
import org.inferometer.result.HandMade;
import org.inferometer.result.Run;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two conversations of two turns, of which one breaks off. */
class TurnTableTest {
  @TempDir private Path root;
  private Run run;

  @BeforeEach
  void conversations() throws IOException {
    HandMade made = HandMade.run(root, Mode.STREAM, List.of(1), "a");
    made.write(
        "a",
        1,
        turn("c", 1, HandMade.ok(1, 100, 120, 140)),
        new RecordDraft(turn("c", 2, HandMade.ok(1, 1000, 1010, 1035, 1060)))
            .with("cachedTokens", 4)
            .record(),
        turn("d", 1, HandMade.failed(1, 2000, 2010)));
    run = Run.read(root);
  }

  private static RequestRecord turn(String conversation, int turn, RequestRecord record) {
    return new RecordDraft(record)
        .with("conversation", conversation)
        .with("turn", turn)
        .with("turns", 2)
        .record();
  }

  @Test
  void eachTurnHasItsOwnNumbersUnderTheirNames() throws IOException {
    Tables.write(run);

    List<List<String>> lines =
        Files.readAllLines(root.resolve("turns.csv")).stream()
            .map(line -> List.of(line.split(",", -1)))
            .toList();
    List<String> names =
        List.of("turn", "requests", "failed", "p2ft_ms", "total_latency_ms", "prompt_tok");
    assertThat(columns(lines, 1, names)).containsExactly("1", "2", "1", "20.0", "40.0", "10.0");
    assertThat(columns(lines, 2, names)).containsExactly("2", "1", "0", "10.0", "60.0", "10.0");
    assertThat(columns(lines, 2, List.of("output_tok", "cached_share")))
        .containsExactly("3.0", "0.4");
    Grid turns = TurnTable.of(run, run.cells()).orElseThrow();
    assertThat(column(turns, "P2FT, ms")).containsExactly("20.0", "10.0");
    assertThat(column(turns, "total latency, ms")).containsExactly("40.0", "60.0");
  }

  @Test
  void inAnOpenLoopTheyAreFromTheSchedule(@TempDir Path other) throws IOException {
    Load rate = new Open(new Rate(10, Gaps.CONSTANT, Duration.ofSeconds(9)), null);
    HandMade made = HandMade.under(List.of(rate), other, Mode.STREAM, "a");
    made.write("a", rate, turn("c", 1, HandMade.ok(1, 100, 120, 140)));
    Run open = Run.read(other);

    Grid turns = TurnTable.of(open, open.cells()).orElseThrow();
    List<List<String>> lines =
        TurnTable.csv(open).lines().map(line -> List.of(line.split(",", -1))).toList();

    assertThat(column(turns, "P2FT from schedule, ms")).containsExactly("21.0");
    assertThat(column(turns, "total latency from schedule, ms")).containsExactly("41.0");
    assertThat(
            columns(
                lines,
                1,
                List.of("p2ft_ms", "p2ft_from_schedule_ms", "total_latency_from_schedule_ms")))
        .containsExactly("20.0", "21.0", "41.0");
    assertThat(TurnTable.csv(run)).doesNotContain("schedule");
  }

  @Test
  void aSessionIsFromWhenItShouldHaveBegunToItsLastToken() {
    Grid sessions = SessionTable.of(run, run.cells()).orElseThrow();

    assertThat(column(sessions, "conversations")).containsExactly("2");
    assertThat(column(sessions, "failed")).containsExactly("50.0 %");
    assertThat(column(sessions, "session time, s"))
        .as("from 99 to 1060 ms")
        .containsExactly("0.961");
  }

  private static List<String> column(Grid grid, String name) {
    return grid.rows().stream().map(row -> row.get(grid.header().indexOf(name))).toList();
  }

  private static List<String> columns(List<List<String>> lines, int line, List<String> names) {
    return names.stream().map(name -> lines.get(line).get(lines.get(0).indexOf(name))).toList();
  }
}
