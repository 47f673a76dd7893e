package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.inferometer.comparison.RunCheck;
import org.inferometer.result.FailedTrial;
import org.inferometer.result.Run;
import org.inferometer.result.RunDirectory;
import org.inferometer.run.Choices;
import org.inferometer.run.RunFailed;
import org.inferometer.run.RunRefused;
import org.inferometer.run.Session;
import org.inferometer.scenario.Plan;
import org.inferometer.standard.ExactScheduleServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs of stacks that do not answer as they should. */
@Tag("whole-run")
class FailingStacksTest {
  private static final Choices ALL = new Choices(null, List.of(), false);

  @TempDir private Path folder;
  private final ByteArrayOutputStream console = new ByteArrayOutputStream();

  @Test
  void refusesAStackThatAnswersNoRequestBeforeAnythingIsWritten()
      throws IOException, InterruptedException {
    try (FlakyServer broken = new FlakyServer(0);
        ExactScheduleServer well = ExactScheduleServer.start(0, "ttft=2ms,itl=1ms,tokens=4")) {
      Path scenario = scenario(broken.url(), well.uri(), "300ms");

      assertThatThrownBy(() -> suite(scenario, ALL))
          .isInstanceOf(RunRefused.class)
          .hasMessageContaining("stack a: cannot be measured: a request of task hello (stream")
          .hasMessageContaining("status 503")
          .hasMessageContaining("out of memory")
          .hasMessageContaining("--stacks");

      assertThat(folder.resolve("results")).doesNotExist();
      assertThat(broken.asked()).isEqualTo(1);
    }
  }

  @Test
  void measuresTheOthersWhenOneStackFailsAndTheFailedTrialsAgainOnResume()
      throws IOException, InterruptedException {
    try (FlakyServer flaky = new FlakyServer(Integer.MAX_VALUE);
        ExactScheduleServer well = ExactScheduleServer.start(0, "ttft=2ms,itl=1ms,tokens=4")) {
      Session suite = suite(scenario(flaky.url(), well.uri(), "300ms"), ALL);
      RunDirectory directory = suite.directory();
      flaky.failAfter(flaky.asked());

      assertThatThrownBy(suite::measure)
          .isInstanceOf(RunFailed.class)
          .hasMessageContaining("2 of 4 trials failed")
          .hasMessageContaining("out of memory")
          .hasMessageContaining("--resume");

      assertThat(flaky.asked()).isLessThan(50);
      assertThat(directory.done()).doesNotExist();
      assertThat(FailedTrial.read(directory)).hasSize(2).allMatch(one -> one.stack().equals("a"));
      assertThat(console.toString(StandardCharsets.UTF_8)).contains("FAILED", "out of memory");
      assertThat(new JsonMapper().readTree(directory.jmh().toFile()))
          .hasSize(2)
          .allMatch(row -> row.at("/params/stack").asText().equals("b"));
      Run run = Run.read(directory.root());
      assertThat(run.problems()).isEmpty();
      assertThat(failing(run)).anyMatch(line -> line.contains("complete-any-hello-stream-p1 on a"));

      flaky.failAfter(Integer.MAX_VALUE);
      Suite.resume(directory.root(), ALL, out()).measure();

      assertThat(directory.done()).exists();
      assertThat(FailedTrial.read(directory)).isEmpty();
      assertThat(failing(Run.read(directory.root()))).isEmpty();
    }
  }

  @Test
  void aStackThatFailsWhileItIsMeasuredIsNotHammered() throws IOException, InterruptedException {
    try (FlakyServer flaky = new FlakyServer(Integer.MAX_VALUE)) {
      Path file = scenario(flaky.url(), flaky.url(), "3s");
      flaky.failFrom(Pattern.compile("^a-complete-.*-r1-[0-9]+$"));
      Choices oneStack = new Choices(null, List.of("a"), false);
      Session suite = Suite.of(file, Map.of(), folder.resolve("results"), oneStack, out());

      assertThatThrownBy(suite::measure)
          .isInstanceOf(RunFailed.class)
          .hasMessageContaining("1 of 2 trials failed")
          .hasMessageContaining("a failed 20 requests in a row")
          .hasMessageContaining("out of memory");

      assertThat(flaky.failed()).isBetween(20, 500);
      Run run = Run.read(suite.directory().root());
      assertThat(run.failures("a").get(0).example().words())
          .isEqualTo("http error (status 503): out of memory");
      assertThat(failing(run)).anyMatch(line -> line.contains("requests failed, limit 1 %"));
    }
  }

  @Test
  void aBenchmarkByHandHasNoScoreWhenARequestFails() throws IOException {
    try (FlakyServer flaky = new FlakyServer(30)) {
      Options options =
          new OptionsBuilder()
              .include("^" + Pattern.quote(CompletionBenchmark.class.getName()) + "\\..*")
              .param("stack", flaky.url().toString())
              .param("model", "exact")
              .forks(1)
              .warmupIterations(1)
              .warmupTime(TimeValue.milliseconds(50))
              .measurementIterations(1)
              .measurementTime(TimeValue.seconds(20))
              .output(folder.resolve("log").toString())
              .shouldFailOnError(true)
              .build();

      assertThatThrownBy(() -> OwnTemporaryFolder.run(options)).isInstanceOf(RunnerException.class);

      assertThat(folder.resolve("log")).content().contains("failed 1 requests in a row", "out of");
      assertThat(flaky.asked()).isLessThan(1000);
    }
  }

  @Test
  void partOfARunSaysSoAndIsCompleteForItself() throws IOException, InterruptedException {
    try (ExactScheduleServer well = ExactScheduleServer.start(0, "ttft=2ms,itl=1ms,tokens=4")) {
      Path file = scenario(well.uri(), well.uri(), "300ms");
      Choices some = new Choices(Pattern.compile("^complete"), List.of("b"), false);

      Session suite = suite(file, some);
      suite.measure();

      RunDirectory directory = suite.directory();
      assertThat(directory.done()).exists();
      assertThat(Plan.read(directory.plan()).leftOut())
          .containsExactly("3 of the scenario's 4 trials, on request: --only ^complete --stacks b");
      assertThat(console.toString(StandardCharsets.UTF_8)).contains("partial run, without 3 of");
      Run run = Run.read(directory.root());
      assertThat(run.problems()).isEmpty();
      assertThat(failing(run)).isEmpty();
      assertThat(RunCheck.completeness(run))
          .anyMatch(line -> line.text().contains("partial: without 3 of"));
    }
  }

  @Test
  void aPlanOfWhichTrialsWereNotMeasuredIsNotDone() throws IOException, InterruptedException {
    try (ExactScheduleServer well = ExactScheduleServer.start(0, "ttft=2ms,itl=1ms,tokens=4")) {
      RunDirectory directory = suite(scenario(well.uri(), well.uri(), "300ms"), ALL).directory();

      Choices some = new Choices(Pattern.compile("^complete"), List.of(), false);
      Suite.resume(directory.root(), some, out()).measure();

      assertThat(directory.done()).doesNotExist();
      Run run = Run.read(directory.root());
      assertThat(run.problems())
          .containsExactly(
              "2 of the plan's 4 trials were not measured; the first:"
                  + " first-token-any-hello-stream-p1 on a, repeat 1");
      assertThat(failing(run)).hasSize(1);
    }
  }

  @Test
  void namesTheTaskThatHasTooFewPrompts() throws IOException {
    Path file = scenario(URI.create("http://127.0.0.1:1"), URI.create("http://127.0.0.1:1"), "1s");
    Files.writeString(folder.resolve("hello.jsonl"), "{\"id\": \"a\", \"text\": \"Hello\"}\n");

    assertThatThrownBy(() -> ALL.plan(file, Map.of()))
        .isInstanceOf(RunRefused.class)
        .hasMessageContaining("tasks.hello.prompts: ")
        .hasMessageContaining("hello.jsonl: found 1 prompts");
  }

  private static List<String> failing(Run run) {
    return RunCheck.completeness(run).stream()
        .filter(RunCheck.Line::failed)
        .map(RunCheck.Line::text)
        .toList();
  }

  @Test
  void aStackThatCountsOtherTokensFailsOnlyItsTasksOfSyntheticPrompts()
      throws IOException, InterruptedException {
    try (ExactScheduleServer server = ExactScheduleServer.start(0, "ttft=2ms,itl=1ms,tokens=4")) {
      Path scenario = scenario(server.uri(), server.uri(), "300ms");
      String study = "study: { synthetic: { prompt-tokens: 20 }, generation: { max_tokens: 4 } },";
      Files.writeString(
          scenario, Files.readString(scenario).replace("tasks: {", "tasks: { " + study));
      Session session = suite(scenario, new Choices(null, List.of("b"), false));

      assertThatThrownBy(session::measure)
          .isInstanceOf(RunFailed.class)
          .hasMessageContaining("2 of 4 trials failed")
          .hasMessageContaining("counts 8 tokens in a synthetic prompt of 20 words");

      assertThat(FailedTrial.read(session.directory()))
          .extracting(FailedTrial::trial)
          .containsExactlyInAnyOrder(
              "first-token-any-study-stream-p1", "complete-any-study-stream-p1");
    }
  }

  private Session suite(Path scenario, Choices choices) throws IOException, InterruptedException {
    return Suite.of(scenario, Map.of(), folder.resolve("results"), choices, out());
  }

  private PrintStream out() {
    return new PrintStream(console, true, StandardCharsets.UTF_8);
  }

  private Path scenario(URI a, URI b, String iteration) throws IOException {
    Files.writeString(
        folder.resolve("hello.jsonl"),
        """
        {"id": "a", "text": "Hello there"}
        {"id": "b", "text": "Hello again"}
        """);
    return Files.writeString(
        folder.resolve("scenario.yaml"),
        """
        name: test
        models: { any: {} }
        stacks:
          a: { url: "%s", models: { any: exact } }
          b: { url: "%s", models: { any: exact } }
        tasks: { hello: { prompts: hello.jsonl, generation: { max_tokens: 4 } } }
        modes: [stream]
        parallelism: [1]
        measure:
          { repeats: 1, warmup-iterations: 1, warmup-time: 50ms, iterations: 1, iteration-time: %s,
            stack-warmup: 100ms }
        """
            .formatted(a, b, iteration));
  }
}
