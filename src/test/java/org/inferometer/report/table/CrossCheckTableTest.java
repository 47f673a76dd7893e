package org.inferometer.report.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.inferometer.record.Mode;
import org.inferometer.report.HtmlReport;
import org.inferometer.result.HandMade;
import org.inferometer.result.Run;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server counts itself, from the readings around trials to the tables. */
class CrossCheckTableTest {
  @TempDir Path root;
  private HandMade run;

  @BeforeEach
  void twoStacks() throws IOException {
    run = HandMade.run(root, Mode.STREAM, List.of(1), "a", "b");
    for (String stack : List.of("a", "b")) {
      run.write(stack, 1, HandMade.ok(1, 100, 200, 300), HandMade.ok(1, 400, 500, 600));
    }
  }

  @Test
  void standsInEveryReportWithTheTimeTakenApart() throws IOException {
    Files.writeString(
        run.directory.counters(),
        """
        {"stack":"a","trial":"complete-m-chat-stream-p1","repeat":1,"before":{"running":0},\
        "after":{"ttftSeconds":0.19,"ttftCount":2,"latencySeconds":0.39,"latencyCount":2,\
        "queueSeconds":0.1,"queueCount":2,"prefillSeconds":0.08,"prefillCount":2,\
        "decodeSeconds":0.2,"decodeCount":2,"preemptions":1,"outputTokens":9}}
        """);
    Run read = Run.read(root);
    Tables.write(read);

    assertThat(Files.readString(root.resolve("report.md")))
        .contains("## Cross-check", CrossCheckTable.NOTE, "## Where the time went", TimeTable.NOTE)
        .contains(
            "| TTFT | 95.0 (2) | 100 (2) | 100 (2) | -5.00 ms (5.0 %): unseen by the server |")
        .contains(
            "| Output tokens | 9 (2) | 4 (2) | 4 (2) | +5 (125.0 %): the two count differently ! |")
        .contains("| 1.00 | 5.00 | 50.0 | 40.0 | 100 | 5.00 |  |  | 50.0 |  |  |  |  |");
    assertThat(ConsoleReport.of(read, 1000))
        .contains(
            "cross-check: a, chat, m, stream, complete, p = 1: Output tokens by the server 9 (2), by"
                + " the client 4 (2): +5 (125.0 %): the two count differently")
        .doesNotContain("TTFT by the server");
    String json = Files.readString(root.resolve("summary.json"));
    JsonNode trial = new JsonMapper().readTree(json).at("/trials/0");
    assertThat(trial.at("/crossCheck/0/what").asText()).isEqualTo("ttft");
    assertThat(trial.at("/crossCheck/2/open").asBoolean()).isTrue();
    assertThat(trial.at("/timeMillis/queue").asDouble()).isEqualTo(50);
    assertThat(trial.at("/serverLoad").toString())
        .isEqualTo("{\"preemptions\":1.0,\"others\":0.0}");
    try (InputStream schema = SummaryJson.class.getResourceAsStream("summary.schema.json")) {
      assertThat(
              SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                  .getSchema(schema, InputFormat.JSON)
                  .validate(json, InputFormat.JSON))
          .isEmpty();
    }
    assertThat(Files.readString(root.resolve("summary.csv"))).contains("time_queue_ms");
    HtmlReport.write(read, root.resolve("report.html"));
    assertThat(Files.readString(root.resolve("report.html")))
        .contains(CrossCheckTable.NOTE.replace("'", "&#39;"));
  }

  @Test
  void saysNothingOfServersThatTellNothing() {
    Run read = Run.read(root);

    assertThat(CrossCheckTable.of(read, read.cells())).isEmpty();
    assertThat(TimeTable.of(read, read.cells())).isEmpty();
    assertThat(MarkdownReport.of(read)).doesNotContain(CrossCheckTable.NOTE, TimeTable.NOTE);
  }
}
