package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.inferometer.record.Mode;
import org.inferometer.record.RequestRecord;
import org.inferometer.report.table.Tables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientLoadTest {
  private static final String WELL = line(1, 0.4, 9.0, 0.2, 20, 30);
  private static final String STARVED = line(1, 2.75, 31.0, 2.5, 95, 99);

  @TempDir private Path root;
  private HandMade run;

  @BeforeEach
  void aTrialWithoutAnyOtherDoubt() throws IOException {
    run = HandMade.run(root, Mode.STREAM, List.of(1), "a");
    List<RequestRecord> records = new ArrayList<>();
    for (int fork = 1; fork <= 2; fork++) {
      for (int i = 0; i < 20; i++) {
        records.add(HandMade.ok(fork, 100 + 53L * i, 140 + 53L * i, 150 + 53L * i));
      }
    }
    run.write("a", 1, records.toArray(RequestRecord[]::new));
  }

  @Test
  void aClientWithinTheLimitsIsNoDoubt() throws IOException {
    health(WELL, WELL);

    assertThat(run.read("a").validity().reasons()).isEmpty();
  }

  @Test
  void nothingKnownIsNoDoubt() throws IOException {
    assertThat(run.read("a").validity().reasons()).isEmpty();

    health("{\"fork\":1,\"iteration\":1,\"seconds\":0.004,\"lagMillis\":{\"count\":0}}");

    assertThat(run.read("a").validity().reasons()).isEmpty();
  }

  @Test
  void aStarvedClientMakesTheTrialSuspectAndSaysWhyEverywhere() throws IOException {
    health(STARVED);

    Validity validity = run.read("a").validity();

    assertThat(validity.verdict()).isEqualTo("suspect");
    assertThat(validity.reasons())
        .extracting(Reason::sentence)
        .containsExactly(
            "the client's threads woke up 2.8 ms late (mean), limit 1 ms",
            "the client's threads woke up 31 ms late (p99), limit 20 ms",
            "the client spent 2.5 % of the time in garbage collection, limit 1 %",
            "the client alone took 95 % of the machine's processors, limit 80 %",
            "a thread of the client was busy for 99 % of the time, limit 80 %");
    Tables.write(Run.read(root));
    for (String table : List.of("summary.csv", "summary.json", "report.md")) {
      assertThat(root.resolve(table)).content().contains("woke up 2.8 ms late (mean)");
    }
  }

  @Test
  void aShortBadIterationAmongLongGoodOnesIsNoDoubt() throws IOException {
    health(line(0.5, 4.0, 60, 0, 20, 30), line(10, 0.2, 2.0, 0, 20, 30));

    assertThat(run.read("a").validity().reasons()).isEmpty();
  }

  @Test
  void aDamagedLineIsToldAndTheRestUsed() throws IOException {
    health(STARVED, "{\"fork\":1,");

    assertThat(run.read("a").validity().reasons()).hasSize(5);
    assertThat(Run.read(root).problems())
        .anyMatch(problem -> problem.contains("complete-m-chat-stream-p1.jsonl, line 2"));
  }

  private void health(String... lines) throws IOException {
    Path file = run.directory.health("a", run.trial(1));
    Files.createDirectories(file.getParent());
    Files.write(file, List.of(lines));
  }

  private static String line(
      double seconds, double lagMean, double lagP99, double gc, double cpu, double thread) {
    return ("{\"fork\":1,\"iteration\":1,\"seconds\":%s,"
            + "\"lagMillis\":{\"count\":100,\"mean\":%s,\"p50\":0.1,\"p99\":%s,\"max\":90},"
            + "\"gcPercent\":%s,\"cpuPercent\":%s,\"busiestThreadPercent\":%s}")
        .formatted(seconds, lagMean, lagP99, gc, cpu, thread);
  }
}
