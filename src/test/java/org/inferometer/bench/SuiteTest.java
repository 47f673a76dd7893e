package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.inferometer.result.RunDirectory;
import org.inferometer.run.Choices;
import org.inferometer.run.RunRefused;
import org.inferometer.run.Session;
import org.inferometer.standard.ExactScheduleServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs, with JMH's forks, against the exact-schedule server. */
@Tag("whole-run")
class SuiteTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String MEASURED = "jmh/trials/standard-complete-any-hello-stream-p1-r1.json";

  /** A whole run, which is measured once while another JMH holds its lock. */
  @TempDir private static Path shared;

  private static final ByteArrayOutputStream TOLD = new ByteArrayOutputStream();
  private static ExactScheduleServer server;
  private static RunDirectory whole;

  @TempDir private Path folder;
  private final ByteArrayOutputStream console = new ByteArrayOutputStream();

  @BeforeAll
  static void measureOnce() throws IOException, InterruptedException {
    server = ExactScheduleServer.start(0, "ttft=10ms,itl=2ms,tokens=8");
    try (FileChannel common =
            FileChannel.open(
                shared.resolveSibling("jmh.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = common.tryLock()) {
      Session suite = suite(shared, scenario(shared, server, "[1, 2]"), TOLD);
      suite.measure();
      whole = suite.directory();
      assertThat(lock.isValid()).isTrue();
    }
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @Test
  void goesOnWhileAnotherJmhHoldsTheLockOfTheCommonTemporaryFolder() {
    assertThat(whole.done()).exists();
    assertThat(TOLD.toString(StandardCharsets.UTF_8)).contains("3/3");
  }

  @Test
  void keepsOneRecordForEachOperationThatJmhMeasured() throws IOException, InterruptedException {
    RunDirectory run = whole;
    assertThat(run.done()).exists();
    JsonNode rows = JSON.readTree(run.jmh().toFile());
    assertThat(rows).hasSize(3);
    for (JsonNode row : rows) {
      JsonNode secondary = row.path("secondaryMetrics");
      assertThat(secondary.has("requests.unmatched")).isFalse();
      assertThat(secondary.path("requests.failed").path("score").asInt()).isZero();
      assertThat(secondary.has("client.cpu")).isTrue();
      assertThatTheClientWasWatched(run, row);
      long samples = 0;
      for (JsonNode bucket : row.at("/primaryMetric/rawDataHistogram/0/0")) {
        samples += bucket.get(1).asLong();
      }
      assertThat(measuredRecords(run, row)).hasSize((int) samples).isNotEmpty();
    }
    assertThat(JSON.readTree(run.environment().toFile()).at("/prompts/hello").asText())
        .matches("[0-9a-f]{64}");
    assertThat(run.jmh(2)).exists();
  }

  @Test
  void refusesBeforeAnythingIsWrittenWhatNobodyServes() throws IOException, InterruptedException {
    ExactScheduleServer gone = ExactScheduleServer.start(0, "");
    Path scenario = scenario(folder, gone, "[1]");
    gone.close();

    assertThatThrownBy(() -> suite(folder, scenario, console))
        .isInstanceOf(RunRefused.class)
        .hasMessageContaining("stack standard: no answer from " + gone.uri());
    assertThat(folder.resolve("results")).doesNotExist();
  }

  @Test
  void measuresAgainWhatWasInterruptedWithoutMixingBothAttempts()
      throws IOException, InterruptedException {
    RunDirectory run = copyOfTheWhole();
    Path records = run.requests("standard", "complete-any-hello-stream-p1");
    Files.delete(run.root().resolve(MEASURED));
    Files.delete(run.done());
    Files.writeString(
        records, "{\"fork\":1,\"id\":\"old\"}\n{\"fork\":7,\"id\":\"other\"}\n{\"fork\":1,\"id");

    Session resumed =
        Suite.resume(
            run.root(),
            new Choices(null, List.of(), false),
            new PrintStream(console, true, StandardCharsets.UTF_8));
    resumed.measure();

    assertThat(Files.readAllLines(records).get(0)).isEqualTo("{\"fork\":7,\"id\":\"other\"}");
    assertThat(Files.readAllLines(records)).hasSizeGreaterThan(2).noneMatch(l -> l.contains("old"));
    assertThat(run.root().resolve("interrupted").resolve(run.root().relativize(records)))
        .hasContent("{\"fork\":1,\"id\":\"old\"}\n{\"fork\":1,\"id\n");
    assertThat(run.done()).exists();
  }

  @Test
  void measuresAgainWhatAPowerFailureHasCut() throws IOException, InterruptedException {
    RunDirectory run = copyOfTheWhole();
    Path kept = run.root().resolve(MEASURED);
    Files.writeString(kept, Files.readString(kept).substring(0, 100));
    JsonNode before = JSON.readTree(run.jmh().toFile());

    PrintStream out = new PrintStream(console, true, StandardCharsets.UTF_8);
    Suite.resume(run.root(), new Choices(null, List.of(), true), out).measure();

    assertThat(console.toString(StandardCharsets.UTF_8))
        .contains(kept.getFileName() + " is damaged: its trial is measured again");
    assertThat(JSON.readTree(run.jmh().toFile())).hasSize(3).isNotEqualTo(before);
    assertThat(JSON.readTree(run.calibration().toFile()).at("/points"))
        .extracting(point -> point.at("/point/streams").asInt())
        .containsExactly(1, 2);
    assertThat(JSON.readTree(run.calibration().toFile()).at("/mirrored"))
        .hasSize(3)
        .allMatch(one -> one.at("/requests").asInt() > 0)
        .allMatch(one -> one.at("/failed").asInt() + one.at("/unmatched").asInt() == 0)
        .allMatch(one -> one.at("/p2ftMillis/mean").isNumber());
    assertThat(run.mirrors().resolve("standard-complete-any-hello-stream-p2.jsonl"))
        .content()
        .contains("\"outputTokens\":8");
    assertThat(run.done()).exists();
  }

  @Test
  void refusesToGoOnWithOtherPrompts() throws IOException, InterruptedException {
    RunDirectory run = suite(folder, scenario(folder, server, "[1]"), console).directory();
    Files.writeString(run.environment(), "{\"prompts\": {\"hello\": \"ab12\"}}");

    assertThatThrownBy(
            () ->
                Suite.resume(
                    run.root(), new Choices(null, List.of(), false), new PrintStream(console)))
        .isInstanceOf(RunRefused.class)
        .hasMessageContaining("hello.jsonl has changed since the run began")
        .hasMessageContaining("ab12");
  }

  @Test
  void refusesToGoOnWithADamagedEnvironment() throws IOException, InterruptedException {
    RunDirectory run = suite(folder, scenario(folder, server, "[1]"), console).directory();
    for (String damaged : List.of("", "[1]", "{\"prompts\": ")) {
      Files.writeString(run.environment(), damaged);

      assertThatThrownBy(
              () ->
                  Suite.resume(
                      run.root(), new Choices(null, List.of(), false), new PrintStream(console)))
          .isInstanceOf(RunRefused.class)
          .hasMessageContaining("environment.json is damaged; remove it");
    }
  }

  private RunDirectory copyOfTheWhole() throws IOException {
    return new RunDirectory(RunCopy.of(whole.root(), folder.resolve("copy")));
  }

  private static Session suite(Path folder, Path scenario, OutputStream console)
      throws IOException, InterruptedException {
    return Suite.of(
        scenario,
        Map.of(),
        folder.resolve("results"),
        new Choices(null, List.of(), false),
        new PrintStream(console, true, StandardCharsets.UTF_8));
  }

  private static Path scenario(Path folder, ExactScheduleServer server, String parallelism)
      throws IOException, InterruptedException {
    Path prompts = folder.resolve("hello.jsonl");
    Files.writeString(
        prompts,
        """
        {"id": "a", "text": "Hello there"}
        {"id": "b", "text": "Hello again"}
        """);
    Path scenario = folder.resolve("scenario.yaml");
    Files.writeString(
        scenario,
        """
        name: test
        description: the exact-schedule server
        seed: 1
        models: { any: {} }
        stacks: { standard: { url: "%s", dialect: vllm, models: { any: exact } } }
        tasks: { hello: { prompts: hello.jsonl, template: "{text}", generation: { max_tokens: 8 } } }
        modes: [stream]
        parallelism: %s
        measure:
          { repeats: 1, warmup-iterations: 1, warmup-time: 50ms, iterations: 1, iteration-time: 300ms,
            stack-warmup: 100ms }
        """
            .formatted(server.uri(), parallelism));
    return scenario;
  }

  private static void assertThatTheClientWasWatched(RunDirectory run, JsonNode row)
      throws IOException {
    List<String> lines = Files.readAllLines(run.health("standard", trial(row)));
    assertThat(lines).hasSize(1);
    JsonNode line = JSON.readTree(lines.get(0));
    assertThat(line.path("fork").asInt()).isEqualTo(1);
    assertThat(line.path("iteration").asInt()).isEqualTo(1);
    assertThat(line.path("seconds").asDouble()).isGreaterThanOrEqualTo(0.3);
    assertThat(line.at("/lagMillis/count").asInt()).isPositive();
    assertThat(line.path("cpuPercent").asDouble()).isPositive();
  }

  private static String trial(JsonNode row) {
    String measure =
        row.path("benchmark").asText().contains("FirstToken") ? "first-token" : "complete";
    return measure + "-any-hello-stream-p" + row.path("threads").asInt();
  }

  private static List<JsonNode> measuredRecords(RunDirectory run, JsonNode row)
      throws IOException, InterruptedException {
    Path file = run.requests("standard", trial(row));
    List<JsonNode> measured = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode record = JSON.readTree(line);
      if (record.path("phase").asText().equals("measured")) {
        measured.add(record);
      }
    }
    return measured;
  }
}
