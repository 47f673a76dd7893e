package org.inferometer.report.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.inferometer.figure.Catalogue;
import org.inferometer.figure.Words;
import org.inferometer.record.Mode;
import org.inferometer.result.HandMade;
import org.inferometer.result.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTableTest {
  private static final List<Integer> LOADS = List.of(1, 5, 10, 20, 40);

  @TempDir Path root;

  @Test
  void tellsThroughputLatenciesAndOutcomesAgainstTheRequestsInFlight() throws IOException {
    Run run = sweep(LOADS);
    Tables.write(run);

    assertThat(Files.readAllLines(root.resolve("sweep.csv")))
        .satisfiesExactly(
            header ->
                assertThat(header)
                    .isEqualTo(
                        "stack,model,task,mode,concurrency,throughput_tok_per_s,ttft_ms,itl_ms,"
                            + "e2e_ms,successful,errored,incomplete,total,knee"),
            one -> assertThat(one).startsWith("a,m,chat,stream,1,").endsWith(",2,1,0,3,"),
            one -> assertThat(one).startsWith("a,m,chat,stream,5,").endsWith(",2,0,0,2,"),
            one -> assertThat(one).startsWith("a,m,chat,stream,10,").endsWith(",2,0,0,2,knee"),
            one -> assertThat(one).startsWith("a,m,chat,stream,20,").endsWith(",2,0,0,2,"),
            one -> assertThat(one).startsWith("a,m,chat,stream,40,").endsWith(",2,0,0,2,"));
    assertThat(Files.readString(root.resolve("report.md")))
        .contains("## Sweep", "| successful | errored | incomplete | total | knee |")
        .contains(SweepTable.NOTE);
  }

  @Test
  void itsColumnsAreTheNumbersThatTheirNamesSay() throws IOException {
    Run run = sweep(LOADS);
    Tables.write(run);

    List<String> header = cells(Files.readAllLines(root.resolve("sweep.csv")).get(0));
    List<String> last = cells(Files.readAllLines(root.resolve("sweep.csv")).get(5));
    // Gaps of 400 ms: answers of 1.2 s, which end 2 ms later and begin 1 ms before.
    assertThat(last.get(header.indexOf("ttft_ms"))).isEqualTo("400.0");
    assertThat(last.get(header.indexOf("itl_ms"))).isEqualTo("400.0");
    assertThat(last.get(header.indexOf("e2e_ms"))).isEqualTo("1200.0");
    assertThat(Double.parseDouble(last.get(header.indexOf("throughput_tok_per_s"))))
        .isEqualTo(40 * 3 / 1.203, within(1e-6));
  }

  private static List<String> cells(String line) {
    return List.of(line.split(",", -1));
  }

  @Test
  void fewLoadsAreNoSweep() throws IOException {
    Run run = sweep(List.of(1, 5, 10, 20));
    Tables.write(run);

    assertThat(root.resolve("sweep.csv")).doesNotExist();
    assertThat(Files.readString(root.resolve("report.md"))).doesNotContain("Sweep", "Knee");
  }

  @Test
  void theKneeOfThroughputIsMarkedInTheFiguresOfTheStudy() throws IOException {
    Run run = sweep(LOADS);

    for (String file : List.of("token-throughput-p", "p2ft-p", "itl-p", "total-latency-p")) {
      assertThat(Catalogue.of(run, Words.ENGLISH))
          .filteredOn(one -> one.caption().name().equals(file))
          .singleElement()
          .satisfies(
              one -> {
                assertThat(one.toString()).contains("label=knee").containsOnlyOnce("label=knee");
                assertThat(one.caption().note()).contains("Knee: where token throughput is");
              });
    }
  }

  /** Ten slots that a server fills: up to there p answers in 100 ms, later 10. */
  private Run sweep(List<Integer> loads) throws IOException {
    HandMade run = HandMade.run(root, Mode.STREAM, loads, "a");
    for (int p : loads) {
      long gap = 10L * Math.max(p, 10);
      for (long start : new long[] {100, 100 + 4 * gap}) {
        run.write("a", p, HandMade.ok(1, start, start + gap, start + 2 * gap, start + 3 * gap));
      }
    }
    run.write("a", 1, HandMade.failed(1, 900, 905));
    return Run.read(root);
  }
}
