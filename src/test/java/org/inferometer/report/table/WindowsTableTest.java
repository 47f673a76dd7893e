package org.inferometer.report.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.inferometer.record.Mode;
import org.inferometer.result.HandMade;
import org.inferometer.result.Run;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Stopped;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four repeats of two requests one after the other; the last two had to agree. */
class WindowsTableTest {
  @TempDir private Path root;

  @Test
  void tellsOfTheLastRepeatsOnlyWhichHadToAgree() throws IOException {
    Run run = windows(Stopped.stable("complete-m-chat-stream-p1", "all", 4, 0.05, 2));
    Tables.write(run);

    // Of the first two repeats each request took 52 ms, of the others 30 + 2 and 40 + 2: answers
    // end 2 ms after their last token.
    assertThat(Files.readAllLines(root.resolve("windows.csv")))
        .satisfiesExactly(
            header ->
                assertThat(header)
                    .isEqualTo(
                        "stack,model,task,mode,measure,load,inferences_per_second,avg_latency_ms,"
                            + "p50_latency_ms,p90_latency_ms,p95_latency_ms,p99_latency_ms,windows,"
                            + "stable"),
            // Four in two times 142 ms.
            one ->
                assertThat(one)
                    .startsWith("a,m,chat,stream,complete,p=1,14.0845070422")
                    .endsWith(",37.0,42.0,42.0,42.0,42.0,4,true"));
    assertThat(ConsoleReport.of(run))
        .containsPattern("p +stack +inferences/s +client avg, ms +p50 +p90 +p95 +p99 +windows")
        .containsPattern("1 +a \\* +14.1 +37.0 +42.0 +42.0 +42.0 +42.0 +4, stable");
    assertThat(Files.readString(root.resolve("report.md")))
        .contains("## Windows", "Windows: all values of the last 2 repeats together")
        .contains("in 94 % of such cases");
    assertThat(Files.readString(root.resolve("summary.json"))).contains("\"windows\" : 2");
  }

  @Test
  void saysWhatIsNotSteady() throws IOException {
    Run run = windows(Stopped.stable("complete-m-chat-stream-p1", "all", 4, null, 2));

    assertThat(WindowsTable.csv(run)).contains(",4,false\n");
    assertThat(ConsoleReport.of(run)).contains("4, not stable");
  }

  private Run windows(Stopped stopped) throws IOException {
    HandMade made = HandMade.run(root, Mode.STREAM, List.of(1), "a");
    for (int fork = 1; fork <= 4; fork++) {
      long start = 1000L * fork;
      long first = fork > 2 ? 30 : 50;
      long second = fork > 2 ? 40 : 50;
      made.write("a", 1, HandMade.ok(fork, start, start + 10, start + first));
      made.write("a", 1, HandMade.ok(fork, start + 100, start + 110, start + 100 + second));
    }
    Path plan = made.directory.plan();
    ObjectNode json = (ObjectNode) new JsonMapper().readTree(plan.toFile());
    ((ObjectNode) json.at("/scenario/measure"))
        .putObject("until")
        .put("stable", 0.1)
        .put("windows", 2)
        .put("at_most", 4);
    new JsonMapper().writeValue(plan.toFile(), json);
    Plan.read(plan).stopped(List.of(stopped)).write(plan);
    return Run.read(root);
  }
}
