package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.inferometer.bench.AskedServer.Asked;
import org.inferometer.dataset.Synthetic;
import org.inferometer.record.Phase;
import org.inferometer.record.RecordReader;
import org.inferometer.record.RequestRecord;
import org.inferometer.report.table.RunFacts;
import org.inferometer.report.table.Tables;
import org.inferometer.result.Run;
import org.inferometer.result.RunDirectory;
import org.inferometer.run.Choices;
import org.inferometer.run.RunFailed;
import org.inferometer.run.RunRefused;
import org.inferometer.run.Session;
import org.inferometer.scenario.Caveats;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Scenarios;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What two stacks are asked in whole runs, seen from the servers. */
@Tag("whole-run")
class NewPromptsTest {
  private static final String TRIAL = "complete-any-hello-sync-p2";

  private static final Choices ALL = new Choices(null, List.of(), false);

  @TempDir private static Path shared;

  private static AskedServer one;
  private static AskedServer another;

  /** A run of both, after which another was measured. */
  private static Session run;

  private static Map<String, Asked> askedOfOne;
  private static Map<String, Asked> askedOfTheOther;

  @TempDir private Path folder;

  @BeforeAll
  static void measureTwice() throws IOException, InterruptedException {
    one = AskedServer.start();
    another = AskedServer.start();
    Path scenario = scenario(shared, one, another, "");
    run = suite(scenario);
    run.measure();
    askedOfOne = byPlace("first", one);
    askedOfTheOther = byPlace("second", another);
    suite(scenario).measure();
  }

  @AfterAll
  static void close() {
    one.close();
    another.close();
  }

  @Test
  void everyRequestOfEveryRunAsksANewPromptAndAllStacksAreAskedTheSame() throws IOException {
    for (AskedServer server : List.of(one, another)) {
      assertThat(server.asked()).extracting(Asked::prompt).doesNotHaveDuplicates();
    }
    Set<String> both =
        askedOfOne.keySet().stream()
            .filter(askedOfTheOther::containsKey)
            .collect(Collectors.toSet());
    assertThat(both).anyMatch(id -> id.contains("r1-w")).anyMatch(id -> id.endsWith("r1-1"));
    for (String place : both) {
      assertThat(askedOfOne.get(place).prompt()).isEqualTo(askedOfTheOther.get(place).prompt());
      assertThat(askedOfOne.get(place).seed())
          .isEqualTo(askedOfTheOther.get(place).seed())
          .isNotNull();
    }
    assertThatTheSamePlacesAreMeasured(run);
    assertThatCountersWereRead(run);
  }

  @Test
  void aTrialThatBeginsAgainAsksNewPrompts() throws IOException, InterruptedException {
    Path root = RunCopy.of(run.directory().root(), folder.resolve("copy"));
    try (Stream<Path> files = Files.list(root.resolve("jmh/trials"))) {
      for (Path file : files.filter(name -> name.toString().contains("first")).toList()) {
        Files.delete(file);
      }
    }
    int before = one.asked().size();
    Suite.resume(root, ALL, System.out).measure();

    assertThat(one.asked()).hasSizeGreaterThan(before);
    assertThat(one.asked()).extracting(Asked::prompt).doesNotHaveDuplicates();
  }

  @Test
  void repeatsAreAddedToAFinishedRun() throws IOException, InterruptedException {
    Path root = RunCopy.of(run.directory().root(), folder.resolve("copy"));
    assertThatThrownBy(() -> Suite.extend(root, 1, ALL, System.out))
        .isInstanceOf(RunRefused.class)
        .hasMessageContaining("allowed: a whole number from 2 to 1000");

    Suite.extend(root, 2, ALL, System.out).measure();

    assertThat(new RunDirectory(root).done()).exists();
    assertThat(one.asked()).extracting(Asked::prompt).doesNotHaveDuplicates();
    Run read = Run.read(root);
    assertThat(read.trials()).extracting(trial -> trial.repeats().size()).containsExactly(2, 2);
    Tables.write(read);
    JsonNode summary = new JsonMapper().readTree(root.resolve("summary.json").toFile());
    assertThat(summary.path("added")).singleElement().hasToString("2");
    assertThat(RunFacts.of(read).get("repeats"))
        .anyMatch(line -> line.startsWith("those from 2 on were added"));
  }

  @Test
  void oneServerUnderTwoNamesIsAskedNoPromptTwice() throws IOException, InterruptedException {
    try (AskedServer server = AskedServer.start()) {
      Path scenario = scenario(folder, server, server, "");
      suite(scenario).measure();

      assertThat(byPlace("first", server)).isNotEmpty();
      assertThat(byPlace("second", server)).isNotEmpty();
      assertThat(server.asked()).extracting(Asked::prompt).doesNotHaveDuplicates();
      assertThat(Caveats.of(Scenarios.read(scenario, Map.of())))
          .singleElement()
          .asString()
          .startsWith("first and second are one server");
    }
  }

  @Test
  void promptsAreAskedAsTheyAreWhereTheTaskSaysSo() throws IOException, InterruptedException {
    try (AskedServer first = AskedServer.start();
        AskedServer second = AskedServer.start()) {
      suite(scenario(folder, first, second, "reuse: true,")).measure();

      assertThat(first.asked())
          .extracting(Asked::prompt)
          .containsOnly("Hello there", "Hello again");
    }
  }

  @Test
  void syntheticPromptsAreNewAndOfTheLengthThatWasAskedFor()
      throws IOException, InterruptedException {
    try (AskedServer first = AskedServer.counting(NewPromptsTest::words);
        AskedServer second = AskedServer.counting(prompt -> words(prompt) + 3)) {
      Path scenario = synthetic(first, second);
      ByteArrayOutputStream told = new ByteArrayOutputStream();
      Session run = suite(scenario, new PrintStream(told));
      run.measure();

      assertThat(told.toString())
          .contains("first: synthetic prompts of task hello: 30 tokens by the stack's own count")
          .contains("33 tokens by the stack's own count, 3 of them added by its tokenizer or its");
      Map<String, Asked> byPlace = byPlace("first", first);
      assertThat(byPlace).isNotEmpty();
      assertThat(byPlace.values())
          .allMatch(one -> words(one.prompt()) == 30)
          .extracting(Asked::prompt)
          .doesNotHaveDuplicates();
      byPlace("second", second)
          .forEach(
              (place, asked) ->
                  assertThat(asked.prompt())
                      .isEqualTo(byPlace.getOrDefault(place, asked).prompt()));
      assertThat(Plan.read(run.directory().plan()).scenario().task("hello").synthetic())
          .isEqualTo(new Synthetic(30, 100));
      assertThat(records(run, "first")).allMatch(record -> record.promptTokens() == 30);
    }
  }

  @Test
  void syntheticPromptsOfAnotherLengthAreNotMeasured() throws IOException, InterruptedException {
    try (AskedServer first = AskedServer.counting(NewPromptsTest::words);
        AskedServer second = AskedServer.counting(String::length)) {
      Session run = suite(synthetic(first, second));

      assertThatThrownBy(run::measure)
          .isInstanceOf(RunFailed.class)
          .hasMessageContaining("second")
          .hasMessageContaining("tokens in a synthetic prompt of 30 words")
          .hasMessageContaining(
              "task hello would not be as long as asked for; allowed: prompts of");
    }
  }

  private Path synthetic(AskedServer first, AskedServer second) throws IOException {
    Path scenario = scenario(folder, first, second, "");
    return Files.writeString(
        scenario,
        Files.readString(scenario)
            .replace("prompts: hello.jsonl", "synthetic: { prompt-tokens: 30 }"));
  }

  private static int words(String prompt) {
    return prompt.strip().split(" ").length;
  }

  private static void assertThatCountersWereRead(Session run) throws IOException {
    List<String> lines = Files.readAllLines(run.directory().counters());
    assertThat(lines).hasSize(2);
    for (String text : lines) {
      JsonNode line = new JsonMapper().readTree(text);
      assertThat(line.path("trial").asText()).isEqualTo(TRIAL);
      assertThat(line.at("/after/metrics/cacheFound").asText())
          .isEqualTo("vllm:prefix_cache_hits_total");
      assertThat(
              line.at("/after/cacheWanted").asDouble() - line.at("/before/cacheWanted").asDouble())
          .isGreaterThanOrEqualTo(9 * 2);
    }
  }

  /** Each slot measures the places that are its own, from the first on and without a gap. */
  private static void assertThatTheSamePlacesAreMeasured(Session run) {
    for (String stack : List.of("first", "second")) {
      Map<Integer, List<Long>> places =
          records(run, stack)
              .filter(record -> record.phase() == Phase.MEASURED)
              .peek(record -> assertThat(record.id()).endsWith("-r1-" + record.place()))
              .peek(record -> assertThat(record.prompt()).isIn("a", "b"))
              .collect(
                  Collectors.groupingBy(
                      RequestRecord::thread,
                      Collectors.mapping(RequestRecord::place, Collectors.toList())));
      assertThat(places).containsOnlyKeys(0, 1);
      places.forEach(
          (slot, own) ->
              assertThat(own)
                  .containsExactlyElementsOf(
                      LongStream.range(0, own.size()).mapToObj(i -> slot + 2 * i).toList()));
    }
  }

  private static Stream<RequestRecord> records(Session run, String stack) {
    Stream.Builder<RequestRecord> records = Stream.builder();
    RecordReader.read(run.directory().requests(stack, TRIAL), records::add, problem -> {});
    return records.build();
  }

  /** By the request's id without the stack's name; without the stack's warm-up. */
  private static Map<String, Asked> byPlace(String stack, AskedServer server) {
    return server.asked().stream()
        .filter(one -> one.id().startsWith(stack))
        .collect(Collectors.toMap(one -> one.id().substring(stack.length()), Function.identity()));
  }

  private static Session suite(Path scenario) throws IOException, InterruptedException {
    return suite(scenario, new PrintStream(System.out));
  }

  private static Session suite(Path scenario, PrintStream out)
      throws IOException, InterruptedException {
    return Suite.of(scenario, Map.of(), scenario.resolveSibling("results"), ALL, out);
  }

  private static Path scenario(Path folder, AskedServer first, AskedServer second, String ofTheTask)
      throws IOException {
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
        stacks: { first: { url: "%s" }, second: { url: "%s" } }
        tasks: { hello: { prompts: hello.jsonl, %s generation: { max_tokens: 8, seed: 5 } } }
        modes: [sync]
        parallelism: [2]
        measure:
          { repeats: 1, warmup-iterations: 1, warmup-time: 50ms, iterations: 2, iteration-time: 50ms,
            stack-warmup: 50ms }
        """
            .formatted(first.uri(), second.uri(), ofTheTask));
  }
}
