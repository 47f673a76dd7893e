package org.inferometer.report.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.inferometer.load.Gaps;
import org.inferometer.load.Load;
import org.inferometer.load.Open;
import org.inferometer.load.Rate;
import org.inferometer.record.Mode;
import org.inferometer.record.RecordDraft;
import org.inferometer.record.RequestRecord;
import org.inferometer.result.HandMade;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BestPointsTest {
  private static final int ENOUGH_FOR_P99 = 700;
  private static final long MILLI = 1_000_000;
  private static final Duration SECONDS = Duration.ofSeconds(70);

  @TempDir Path root;

  @Test
  void eachStackHasTheLoadOfItsLargestRatioAndTheBestStackStandsFirst() throws IOException {
    HandMade run = HandMade.run(root, Mode.STREAM, List.of(1, 2), "slow", "fast");
    answers(run, "slow", 1, 100, 40);
    answers(run, "slow", 2, 100, 80);
    answers(run, "fast", 1, 100, 20);
    answers(run, "fast", 2, 50, 18);
    Run read = Run.read(root);
    Tables.write(read);

    Grid grid = BestPoints.of(read, read.cells()).orElseThrow();
    assertThat(grid.rows()).hasSize(2);
    assertThat(grid.rows().get(0)).satisfies(row -> assertThat(row.get(0)).isEqualTo("2"));
    assertThat(grid.rows().get(0).get(1)).startsWith("fast");
    assertThat(grid.rows().get(1).get(0)).isEqualTo("1");
    assertThat(grid.rows().get(1).get(1)).startsWith("slow");
    assertThat(Files.readString(root.resolve("report.md")))
        .contains("## Best points", BestPoints.NOTE);
  }

  @Test
  void oneLoadHasNoBestPointNorHaveFewAnswers() throws IOException {
    HandMade run = HandMade.run(root, Mode.STREAM, List.of(1, 2), "a");
    run.write("a", 1, HandMade.ok(1, 100, 200));
    run.write("a", 2, HandMade.ok(1, 100, 200));
    Run few = Run.read(root);
    assertThat(BestPoints.of(few, few.cells())).isEmpty();

    HandMade other = HandMade.run(root.resolve("other"), Mode.STREAM, List.of(1), "a");
    answers(other, "a", 1, 100, 40);
    Run one = Run.read(root.resolve("other"));
    assertThat(BestPoints.of(one, one.cells())).isEmpty();
  }

  @Test
  void inAnOpenLoopALateStartBelongsToTheLatency() throws IOException {
    List<Load> rates =
        Stream.of(10.0, 20.0)
            .<Load>map(rate -> new Open(new Rate(rate, Gaps.CONSTANT, SECONDS), null))
            .toList();
    HandMade run = HandMade.under(rates, root, Mode.STREAM, "a");
    run.write("a", rates.get(0), late(100, 0));
    run.write("a", rates.get(1), late(50, 200));
    Run read = Run.read(root);

    Grid grid = BestPoints.of(read, read.cells()).orElseThrow();

    assertThat(read.trials())
        .extracting(one -> one.estimate(Metric.TOTAL_LATENCY).value())
        .allSatisfy(latency -> assertThat(latency).isCloseTo(40, within(1e-6)));
    assertThat(grid.header()).contains("latency from schedule p99, ms");
    assertThat(grid.rows()).hasSize(1);
    assertThat(grid.rows().get(0)).startsWith("10", "a");
    assertThat(grid.rows().get(0).get(2)).as("10 a second / 40 ms").startsWith("250");
  }

  /** Answers of 40 ms to what is due every {@code gap} ms and starts so many {@code late}. */
  private static RequestRecord[] late(long gap, long late) {
    RequestRecord[] records = new RequestRecord[ENOUGH_FOR_P99];
    for (int i = 0; i < records.length; i++) {
      long due = gap * i;
      RequestRecord onTime = HandMade.ok(1, due + late, due + late + 40);
      records[i] = new RecordDraft(onTime).with("scheduled", due * MILLI).record();
    }
    return records;
  }

  /** Answers that start every {@code gap} ms and take {@code latency}. */
  private static void answers(HandMade run, String stack, int p, long gap, long latency) {
    RequestRecord[] records = new RequestRecord[ENOUGH_FOR_P99];
    for (int i = 0; i < records.length; i++) {
      records[i] = HandMade.ok(1, gap * i, gap * i + latency);
    }
    run.write(stack, p, records);
  }
}
