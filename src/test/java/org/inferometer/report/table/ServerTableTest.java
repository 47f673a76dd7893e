package org.inferometer.report.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import org.inferometer.result.HandMade;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.inferometer.result.TrialResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a Triton server tells of its own time, from the readings around trials to the tables. */
class ServerTableTest {
  private static final String BEFORE =
      "\"inference_count\":100,\"execution_count\":100,\"success.count\":100,\"success.ns\":9000000,"
          + "\"fail.count\":2,\"queue.count\":100,\"queue.ns\":1000,\"compute_infer.count\":100,"
          + "\"compute_infer.ns\":8000000,\"batch_size.1\":100";
  private static final String AFTER =
      "\"inference_count\":132,\"execution_count\":108,\"success.count\":116,\"success.ns\":25000000,"
          + "\"fail.count\":3,\"queue.count\":116,\"queue.ns\":801000,\"compute_infer.count\":116,"
          + "\"compute_infer.ns\":16000000,\"batch_size.1\":104,\"batch_size.7\":4";

  @TempDir Path root;
  private HandMade run;

  @BeforeEach
  void twoStacksOfWhichOneTells() throws IOException {
    run = HandMade.run(root, Mode.STREAM, List.of(1, 2), "a", "b");
    for (String stack : List.of("a", "b")) {
      run.write(stack, 1, HandMade.ok(1, 100, 200), HandMade.ok(2, 100, 200));
      run.write(stack, 2, HandMade.ok(1, 100, 200));
    }
  }

  @Test
  void whatTheServerCountedIsToldWhereverPeopleLook() throws IOException {
    log(reading(1, BEFORE, AFTER));

    TrialResult trial = run.read("a");
    assertThat(value(trial, Metric.SERVER_LATENCY)).isCloseTo(1000, within(1e-9));
    assertThat(value(trial, Metric.SERVER_QUEUE)).isCloseTo(50, within(1e-9));
    assertThat(value(trial, Metric.SERVER_COMPUTE_INFER)).isCloseTo(500, within(1e-9));
    assertThat(trial.estimate(Metric.SERVER_COMPUTE_INPUT).isPresent()).isFalse();
    assertThat(value(trial, Metric.SERVER_BATCH)).isEqualTo(4);
    Run read = Run.read(root);
    Tables.write(read);
    assertThat(Files.readString(root.resolve("summary.csv")))
        .contains("server_queue_us,")
        .contains("server_batch,");
    String json = Files.readString(root.resolve("summary.json"));
    JsonNode server = new JsonMapper().readTree(json).at("/trials/0/server");
    assertThat(server)
        .hasToString(
            "{\"requests\":16,\"failed\":1,\"inferences\":32,\"executions\":8,"
                + "\"batches\":{\"1\":4,\"7\":4}}");
    try (InputStream schema = SummaryJson.class.getResourceAsStream("summary.schema.json")) {
      assertThat(
              SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                  .getSchema(schema, InputFormat.JSON)
                  .validate(json, InputFormat.JSON))
          .isEmpty();
    }
    assertThat(Files.readString(root.resolve("report.md")))
        .contains("## Within the server", ServerTable.NOTE)
        .containsPattern(
            "\\| 1 \\| a[ *\\\\]* \\| [0-9.]+ \\| 1000 \\| 50.0 \\|  \\| 500 \\|  \\| 8 \\|"
                + " 4.00 \\(1: 4, 7: 4\\) \\|");
    assertThat(ConsoleReport.of(read)).contains("inferences/s", "infer", "batch");
  }

  @Test
  void repeatsAreAddedUpAndTheLastReadingOfEachHolds() throws IOException {
    log(reading(1, "\"success.count\":0", "\"success.count\":999"));
    log(reading(1, BEFORE, AFTER));
    log(reading(2, AFTER, AFTER.replace("\"success.count\":116", "\"success.count\":120")));

    TrialResult trial = run.read("a");
    assertThat(trial.served().requests()).isEqualTo(20);
    assertThat(trial.served().batches()).containsOnlyKeys(1, 7);
    assertThat(trial.estimate(Metric.SERVER_LATENCY).byRepeat()).containsOnlyKeys(1, 2);
  }

  @Test
  void aServerThatStartedAnewOrTellsNothingHasNoNumbers() throws IOException {
    log(reading(1, AFTER, BEFORE));
    log(reading(2, BEFORE, BEFORE));
    log("{\"stack\": ");

    assertThat(run.read("a").served()).isNull();
    assertThat(run.read("a").estimate(Metric.SERVER_LATENCY).isPresent()).isFalse();
    Run read = Run.read(root);
    assertThat(read.problems()).anyMatch(one -> one.contains("server.jsonl, line 3"));
    Tables.write(read);
    assertThat(Files.readString(root.resolve("report.md"))).doesNotContain("Within the server");
    assertThat(Files.readString(root.resolve("summary.csv"))).doesNotContain("server_");
    assertThat(ConsoleReport.of(read)).doesNotContain("inferences/s");
  }

  private static double value(TrialResult trial, Metric metric) {
    return trial.estimate(metric).value();
  }

  private static String reading(int repeat, String before, String after) {
    return "{\"stack\":\"a\",\"trial\":\"complete-m-chat-stream-p1\",\"repeat\":%d,\"before\":{%s},\"after\":{%s}}"
        .formatted(repeat, before, after);
  }

  private void log(String line) throws IOException {
    Path file = run.directory.served();
    Files.writeString(file, (Files.exists(file) ? Files.readString(file) : "") + line + "\n");
  }
}
