package org.inferometer.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.inferometer.load.ArrivalFunction;
import org.inferometer.load.Closed;
import org.inferometer.load.Gaps;
import org.inferometer.load.Load;
import org.inferometer.load.Open;
import org.inferometer.load.Rate;
import org.inferometer.load.Stage;
import org.inferometer.load.Stages;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The loads of a scenario: what can be written, and what is said of what cannot. */
class LoadEntriesTest {
  private static final String SCENARIO =
      """
      name: small
      models: { m: { generate: { family: gpt2, size: tiny } } }
      stacks: { a: { url: "http://127.0.0.1:8000/" } }
      tasks:
        chat: { prompts: chat.jsonl, generation: { max_tokens: 8 } }
      """;

  @TempDir Path folder;

  @BeforeEach
  void writePrompts() throws IOException {
    Files.writeString(folder.resolve("chat.jsonl"), "{\"id\":\"1\",\"text\":\"hello\"}\n");
  }

  @Test
  void closedLoadsAreParallelism() throws IOException {
    assertThat(loads("{ closed: [1, 2, \"4:16:4\"] }"))
        .containsExactly(
            new Closed(1),
            new Closed(2),
            new Closed(4),
            new Closed(8),
            new Closed(12),
            new Closed(16));
    assertThat(loads("{ closed: 3 }")).containsExactly(new Closed(3));
    assertThat(loads("{ closed: \"1:64:16\" }"))
        .extracting(Load::level)
        .containsExactly(1.0, 17.0, 33.0, 49.0);
  }

  @Test
  void ratesAreOneLoadEach() throws IOException {
    Duration half = Duration.ofSeconds(30);
    assertThat(loads("{ rate: [10, 0.5, \"30:60:10\"], duration: 30s }"))
        .containsExactly(
            new Open(new Rate(10, Gaps.POISSON, half), null),
            new Open(new Rate(0.5, Gaps.POISSON, half), null),
            new Open(new Rate(30, Gaps.POISSON, half), null),
            new Open(new Rate(40, Gaps.POISSON, half), null),
            new Open(new Rate(50, Gaps.POISSON, half), null),
            new Open(new Rate(60, Gaps.POISSON, half), null));
    assertThat(loads("{ rate: \"0.1:0.3:0.1\", duration: 30s }"))
        .extracting(Load::label)
        .containsExactly("rate=0.1", "rate=0.2", "rate=0.3");
  }

  @Test
  void aRateSaysHowRequestsArriveAndHowManyMayBeInFlight() throws IOException {
    Duration half = Duration.ofSeconds(30);
    assertThat(
            loads(
                "{ rate: 100, arrivals: constant, duration: 30s, max-in-flight: 256 }",
                "{ rate: 100, arrivals: gamma, burstiness: 0.5, duration: 30s }"))
        .containsExactly(
            new Open(new Rate(100, Gaps.CONSTANT, half), 256),
            new Open(new Rate(100, new Gaps(0.5), half), null));
  }

  @Test
  void stagesGoOnWhereTheOneBeforeEnds() throws IOException {
    assertThat(
            loads(
                "{ stages: [ { ramp: 5, duration: 1s }, { rate: 8, duration: 10s },"
                    + " { ramp: 50, duration: 30s }, { ramp: 0, duration: 3s } ] }"))
        .containsExactly(
            new Open(
                new Stages(
                    List.of(
                        new Stage(0, 5, Duration.ofSeconds(1)),
                        new Stage(8, 8, Duration.ofSeconds(10)),
                        new Stage(8, 50, Duration.ofSeconds(30)),
                        new Stage(50, 0, Duration.ofSeconds(3))),
                    Gaps.POISSON),
                null));
  }

  @Test
  void aFunctionCountsArrivals() throws IOException {
    assertThat(
            loads(
                "{ arrivals-at: \"lambda t: int(t / 0.1 + 1) if t < 60 else None\", compression: 10 }",
                "{ arrivals-at: 5 * t, duration: 2s, label: line }"))
        .containsExactly(
            new Open(
                new ArrivalFunction("lambda t: int(t / 0.1 + 1) if t < 60 else None", 10, null),
                null),
            new Open(new ArrivalFunction("5 * t", 1, Duration.ofSeconds(2)), null, "line"));
  }

  @Test
  void aTaskHasLoadsOfItsOwn() throws IOException {
    Scenario scenario =
        read(
            SCENARIO
                + "  qa: { prompts: chat.jsonl, loads: [ { closed: 2 } ], generation: { max_tokens: 8 } }\n"
                + "  code: { prompts: chat.jsonl, parallelism: [3], generation: { max_tokens: 8 } }\n"
                + "loads: [ { rate: 5, duration: 10s } ]\n");

    assertThat(scenario.task("chat").loads()).extracting(Load::label).containsExactly("rate=5");
    assertThat(scenario.task("qa").loads()).containsExactly(new Closed(2));
    assertThat(scenario.task("code").loads()).containsExactly(new Closed(3));
  }

  @Test
  void aPlanKeepsAllLoads() throws IOException {
    Scenario scenario =
        read(
            SCENARIO
                + """
                loads:
                  - { closed: [1, 2] }
                  - { rate: [0.5, 100], arrivals: poisson, duration: 30s, max-in-flight: 4 }
                  - { rate: 20, arrivals: constant, duration: 90s }
                  - { rate: 20, arrivals: gamma, burstiness: 0.5, duration: 1500ms }
                  - { stages: [ { rate: 5, duration: 10s }, { ramp: 50, duration: 30s } ], arrivals: constant }
                  - { stages: [ { ramp: 5, duration: 10s }, { ramp: 0, duration: 5s } ], label: hill }
                  - { arrivals-at: "t < 60 ? floor(t / 0.1 + 1) : null", compression: 10 }
                  - { arrivals-at: "10 * t", duration: 2s, label: line }
                """);
    Path file = folder.resolve("plan.json");
    Plan plan = Plan.of(scenario);
    plan.write(file);

    assertThat(Plan.read(file)).isEqualTo(plan);
    assertThat(Files.readString(file).replaceAll("\\s+", " "))
        .contains("\"load\" : { \"closed\" : 2 }")
        .contains(
            "\"load\" : { \"rate\" : 20, \"arrivals\" : \"gamma\", \"burstiness\" : 0.5,"
                + " \"duration\" : \"1500ms\" }")
        .contains(
            "\"stages\" : [ { \"ramp\" : 5, \"duration\" : \"10s\" }, { \"ramp\" : 0,"
                + " \"duration\" : \"5s\" } ], \"arrivals\" : \"poisson\", \"label\" : \"hill\" }");
    assertThat(plan.trials())
        .extracting(Trial::name)
        .contains("complete-m-chat-stream-rate20-gamma-0.5", "complete-m-chat-sync-stages-hill");
  }

  @Test
  void aFunctionIsLookedAtOnceForAllTrialsOfAPlan() throws IOException {
    Path file = folder.resolve("plan.json");
    Plan.of(read(SCENARIO + "loads: [ { arrivals-at: 't < 9e5 ? t / 1e3 : null' } ]\n"))
        .write(file);

    assertThat(
            Plan.read(file).trials().stream()
                .flatMap(one -> one.load() instanceof Open open ? Stream.of(open.schedule()) : null)
                .map(System::identityHashCode)
                .distinct())
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '$',
      textBlock =
          """
          { rate: 0, duration: 1s } $ 18: loads[0].rate: found 0; allowed: requests per second: a number above 0, up to 100000, a range start:end:step like "30:60:10", or a list of these
          { rate: -1, duration: 1s } $ 18: loads[0].rate: found -1; allowed: requests per second
          { rate: 1e9, duration: 1s } $ 18: loads[0].rate: found 1E+9; allowed: requests per second
          { rate: .nan, duration: 1s } $ 18: loads[0].rate: found the text ".nan"; allowed: requests per
          { rate: [5, many], duration: 1s } $ 22: loads[0].rate[1]: found the text "many"; allowed: requests per
          { rate: [], duration: 1s } $ 18: loads[0].rate: found an empty list; allowed: requests per
          { rate: 5 } $ 10: loads[0].duration: missing; allowed: how long requests start that are measured
          { rate: 5, duration: 0s } $ 31: loads[0].duration: found the text "0s"; allowed: a duration above 0
          { rate: 0.01, duration: 721h } $ 34: loads[0].duration: found "721h"; allowed: at most 720h
          { rate: 5, duration: 999999999h } $ 31: loads[0].duration: found "999999999h"; allowed: at most 720h
          { users: 5, duration: 999999999h } $ 32: loads[0].duration: found "999999999h"; allowed: at most 720h
          { rate: 50000, duration: 1h } $ 18: loads[0].rate: has 180000000 arrivals; allowed: from 1 to 10 million
          { rate: 0.1, duration: 1s } $ 18: loads[0].rate: has less than 1 arrivals; allowed: from 1 to 10 million
          { rate: 5, duration: 1s, arrival: constant } $ 35: loads[0].arrival: unknown key; did you mean "arrivals"? Known: rate, arrivals, burstiness
          { rate: 5, duration: 1s, arrivals: bursty } $ 45: loads[0].arrivals: found the text "bursty"; allowed: poisson (default), constant or gamma
          { rate: 5, duration: 1s, arrivals: gamma } $ 10: loads[0].burstiness: missing; allowed: the shape of gamma arrivals
          { rate: 5, duration: 1s, burstiness: 2 } $ 47: loads[0].burstiness: found 2; allowed: only with arrivals: gamma
          { rate: 5, duration: 1s, arrivals: constant, burstiness: 2 } $ 67: loads[0].burstiness: found 2; allowed: only with arrivals: gamma
          { rate: 5, duration: 1s, arrivals: gamma, burstiness: 0 } $ 64: loads[0].burstiness: found 0; allowed: the shape of gamma arrivals
          { rate: 5, duration: 1s, max-in-flight: 0 } $ 50: loads[0].max-in-flight: found 0; allowed: requests in flight at which
          { rate: "60:30:10", duration: 1s } $ 18: loads[0].rate: found the range "60:30:10"; allowed: start:end:step with a start above 0, an end from there to 100000, and a step above 0
          { duration: 1s, rate: "9:1:1" } $ 32: loads[0].rate: found the range "9:1:1"; allowed: start:end:step
          { rate: "30:60:0", duration: 1s } $ 18: loads[0].rate: found the range "30:60:0"; allowed: start:end:step
          { rate: "30:60", duration: 1s } $ 18: loads[0].rate: found the text "30:60"; allowed: requests per second
          { rate: "1:100000:1", duration: 1s } $ 18: loads[0].rate: the range "1:100000:1" has more than 1000 levels; allowed: fewer
          { rate: [5, 5.0], duration: 1s } $ 10: loads[0]: "rate=5" is there twice, first in loads[0]; allowed: loads that differ in more than their duration and spawn-rate (stages and arrivals-at can have a label)
          { closed: 0 } $ 20: loads[0].closed: found 0; allowed: a whole number from 1 to 1024, a range
          { closed: 1.5 } $ 20: loads[0].closed: found 1.5; allowed: a whole number from 1 to 1024, a range
          { closed: "1:2000:500" } $ 20: loads[0].closed: found the range "1:2000:500"; allowed: start:end:step with a start above 0, an end from there to 1024
          { closed: [1, "1:3:1"] } $ 10: loads[0]: "p=1" is there twice, first in loads[0]; allowed: loads that differ
          { closed: 1, duration: 5s } $ 23: loads[0].duration: unknown key. Known: closed
          { closed: 1, rate: 5, duration: 5s } $ 10: loads[0]: found keys (closed, rate, duration); allowed: exactly one of closed, rate, stages
          { ratee: 5 } $ 10: loads[0]: found keys (ratee); allowed: exactly one of closed, rate, stages
          {} $ 10: loads[0]: found no keys; allowed: exactly one of closed, rate, stages
          5 $ 10: loads[0]: found 5; allowed: exactly one of closed, rate, stages
          { stages: [] } $ 20: loads[0].stages: found an empty list; allowed: a list of up to 100 stages, each with rate or ramp
          { stages: 5 } $ 20: loads[0].stages: found 5; allowed: a list of up to 100 stages
          { stages: [ { rate: 5 } ] } $ 22: loads[0].stages[0].duration: missing; allowed: a duration above 0
          { stages: [ { rate: 5, ramp: 6, duration: 1s } ] } $ 22: loads[0].stages[0]: found keys (rate, ramp, duration); allowed: exactly one of rate and ramp, and duration
          { stages: [ { duration: 1s } ] } $ 22: loads[0].stages[0]: found keys (duration); allowed: exactly one of rate and ramp
          { stages: [ { rate: 0, duration: 1s } ] } $ 20: loads[0].stages: has less than 1 arrivals; allowed: from 1 to 10 million
          { stages: [ { rate: 5, duration: 1s, hold: 5s } ] } $ 47: loads[0].stages[0].hold: unknown key. Known: rate, ramp, duration
          { stages: [ { rate: 1, duration: 721h } ] } $ 43: loads[0].stages[0].duration: found "721h"; allowed: at most 720h
          { arrivals-at: 5 } $ 25: loads[0].arrivals-at: found 5; allowed: how many requests have started by second t
          { arrivals-at: "int(t / foo)" } $ 25: loads[0].arrivals-at: column 9 of the function: found "foo"; allowed: a number, t, null
          { arrivals-at: "10 * t" } $ 25: loads[0].arrivals-at: does not end within 30 days; allowed: a function that is null from
          { arrivals-at: "10 * t", compression: 0 } $ 48: loads[0].compression: found 0; allowed: how many of the function's
          { arrivals-at: "t < 5 ? 10 * t : null", label: A B } $ 57: loads[0].label: found the text "A B"; allowed: what it is called
          """)
  void saysInOneLineWhatOfALoadCannotBe(String entry, String problem) {
    assertThatThrownBy(() -> loads(entry))
        .isInstanceOf(ScenarioException.class)
        .message()
        .satisfies(
            message ->
                assertThat(message.lines().skip(1))
                    .singleElement()
                    .asString()
                    .startsWith("  line 6, column " + problem));
  }

  @Test
  void eitherLoadsOrParallelism() {
    assertThatThrownBy(() -> read(SCENARIO + "parallelism: [1]\nloads: [ { closed: 2 } ]\n"))
        .hasMessageContaining(
            "line 7, column 1: loads: not together with parallelism; allowed: one of them");
    assertThatThrownBy(
            () ->
                read(
                    SCENARIO.replace(
                        "prompts: chat",
                        "parallelism: [1], loads: [ { closed: 2 } ], prompts: chat")))
        .hasMessageContaining("line 5, column 29: tasks.chat.loads: not together with parallelism");
  }

  @Test
  void aMistakeInOneLoadHidesNoneInAnother() {
    String[] entries = new String[11];
    Arrays.setAll(entries, i -> "{ closed: %d }".formatted(i + 1));
    entries[1] = "{ rate: 50000, duration: 1h }";
    entries[10] = "{ closed: 0 }";
    assertThatThrownBy(() -> loads(entries))
        .hasMessageContaining("loads[10].closed: found 0")
        .hasMessageContaining("loads[1].rate: has 180000000 arrivals");
  }

  @Test
  void zerosBeforeANumberChangeNothing() throws IOException {
    assertThat(loads("{ rate: 5, duration: 0000000000000001s }"))
        .containsExactly(new Open(new Rate(5, Gaps.POISSON, Duration.ofSeconds(1)), null));
  }

  @Test
  void thereAreNotAnyNumberOfLoads() {
    String thousand = "{ rate: [%s], duration: 1m }";
    assertThatThrownBy(() -> loads(thousand.formatted("\"1:1000:1\", 0.5")))
        .hasMessageContaining("loads[0].rate: found more than 1000 levels; allowed: fewer");
    assertThatThrownBy(() -> loads(thousand.formatted("\"1:1000:1\""), "{ closed: 1 }"))
        .hasMessageContaining("loads: more than 1000 loads; allowed: fewer");
    String twice = thousand.formatted("\"1:1000:1\"");
    assertThatThrownBy(() -> loads(twice, twice))
        .message()
        .satisfies(message -> assertThat(message.lines().skip(1)).hasSize(1));
  }

  @Test
  void loadsThatTheNamesOfFilesCannotTellApartAreRefused() {
    String stages = "{ stages: [ { rate: 5, duration: 9s } ], label: %s, max-in-flight: 8 }";
    assertThatThrownBy(
            () ->
                loads(
                    stages.formatted("day"),
                    stages.formatted("day-max-8").replace(", max-in-flight: 8", "")))
        .hasMessageContaining("loads[1]: \"stages=day-max-8\" is there twice, first in loads[0]");
  }

  private List<Load> loads(String... entries) throws IOException {
    return read(SCENARIO + "loads: [ " + String.join(", ", entries) + " ]\n").task("chat").loads();
  }

  private Scenario read(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("scenario.yaml"), yaml);
    return Scenarios.read(file, Map.of(), Map.of());
  }
}
