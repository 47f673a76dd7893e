package org.inferometer.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.inferometer.load.Load;
import org.inferometer.load.Open;
import org.inferometer.load.Trace;
import org.inferometer.load.trace.TraceFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceEntriesTest {
  private static final String SCENARIO =
      """
      name: small
      models: { m: { generate: { family: gpt2, size: tiny } } }
      stacks: { a: { url: "http://127.0.0.1:8000/" } }
      tasks:
        replay: { }
      """;

  @TempDir Path folder;

  @BeforeEach
  void writeTraces() throws IOException {
    Files.createDirectory(folder.resolve("traces"));
    Files.writeString(
        folder.resolve("traces/day.csv"),
        """
        TIMESTAMP,ContextTokens,GeneratedTokens
        2023-11-16 18:17:03.9799600,4808,10
        2023-11-16 18:17:04.0319600,3180,8
        2023-11-16 18:17:02.0000000,1,x
        """);
  }

  @Test
  void aTraceIsSeenFromTheScenario() throws IOException {
    Path file = folder.resolve("traces/day.csv");

    assertThat(loads("{ trace: traces/day.csv, first: 2 }"))
        .containsExactly(new Open(new Trace(file, null, 1, 2, null), null));
    assertThat(
            loads(
                "{ trace: traces/day.csv, format: azure, speed-up: [1, 2.5], first: 1, spread: 3s, max-in-flight: 7, label: noon }"))
        .containsExactly(
            new Open(new Trace(file, TraceFormat.AZURE, 1, 1, Duration.ofSeconds(3)), 7, "noon"),
            new Open(new Trace(file, TraceFormat.AZURE, 2.5, 1, Duration.ofSeconds(3)), 7, "noon"));
  }

  @Test
  void aTaskThatOnlyReplaysNeedsNoPromptsAndNoLongestAnswer() throws IOException {
    Task task = read("loads: [ { trace: traces/day.csv, first: 2 } ]\n").task("replay");

    assertThat(task.replays()).isTrue();
    assertThat(task.allPrompts()).isEmpty();
    assertThat(task.fingerprint()).hasSize(64);
    assertThat(Caveats.ofTraces(read("loads: [ { trace: traces/day.csv, first: 2 } ]\n")))
        .satisfiesExactly(
            one -> assertThat(one).isEqualTo("day: 2 requests of a trace (azure) in 0.1 s"),
            one -> assertThat(one).startsWith("replay: an answer of the trace is the longest"));
    assertThat(
            Caveats.ofTraces(
                read(
                    "loads: [ { trace: traces/day.csv, first: 2 } ]\n"
                        + "generation: { m: { replay: { ignore_eos: true } } }\n")))
        .hasSize(1);
    assertThatThrownBy(
            () -> read("loads: [ { trace: traces/day.csv, first: 2 }, { closed: 1 } ]\n"))
        .hasMessageContaining("tasks.replay: neither prompts nor synthetic; allowed: prompts (path")
        .hasMessageContaining("neither only where all loads are traces");
  }

  @Test
  void aPlanKeepsTraces() throws IOException {
    Plan plan =
        Plan.of(
            read(
                "loads: [ { trace: traces/day.csv, format: azure, speed-up: [0.5, 4], first: 2, spread: 1500ms } ]\n"));
    Path file = folder.resolve("plan.json");
    plan.write(file);

    assertThat(Plan.read(file)).isEqualTo(plan);
    assertThat(plan.trials())
        .extracting(Trial::name)
        .contains("complete-m-replay-sync-traceday-x0.5-first-2-spread-1.5s");
    Files.delete(folder.resolve("traces/day.csv"));
    assertThat(Plan.read(file).trials()).extracting(one -> one.load().level()).contains(0.5, 4.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '$',
      textBlock =
          """
          { trace: traces/day.csv } $ 19: loads[0].trace: FOLDER/traces/day.csv, line 4: GeneratedTokens: found "x"; allowed: a whole number of tokens
          { trace: day.csv } $ 19: loads[0].trace: FOLDER/day.csv: there is no such file; allowed: a trace, mooncake (JSON Lines
          { trace: traces } $ 19: loads[0].trace: FOLDER/traces: it is a folder; allowed: a file
          { trace: scenario.yaml } $ 19: loads[0].trace: FOLDER/scenario.yaml, line 1: no trace begins so, which is no JSON and has none of their columns; allowed: mooncake
          { trace: 5 } $ 19: loads[0].trace: found 5; allowed: path of a trace, seen from the scenario
          { trace: traces/day.csv, format: csv } $ 43: loads[0].format: found the text "csv"; allowed: mooncake, azure, burstgpt or records
          { trace: traces/day.csv, format: burstgpt } $ 19: loads[0].trace: FOLDER/traces/day.csv, line 1: no column "Timestamp" among: TIMESTAMP
          { trace: traces/day.csv, first: 0 } $ 42: loads[0].first: found 0; allowed: how many of its requests
          { trace: traces/day.csv, first: 1, speed-up: 0 } $ 55: loads[0].speed-up: found 0; allowed: how many times faster
          { trace: traces/day.csv, first: 1, speed-up: .inf } $ 55: loads[0].speed-up: found the text ".inf"; allowed: how many times faster
          { trace: traces/day.csv, first: 1, spread: 3 } $ 53: loads[0].spread: found 3; allowed: a duration above 0
          { trace: traces/day.csv, first: 1, spread: 48h } $ 53: loads[0].spread: spreads batches over more than a day; allowed: at most 24h
          { trace: traces/day.csv, first: 1, sped-up: 2 } $ 45: loads[0].sped-up: unknown key; did you mean "speed-up"? Known: trace, format
          { trace: traces/day.csv, rate: 5, duration: 5s } $ 10: loads[0]: found keys (trace, rate, duration); allowed: exactly one of closed
          """)
  void saysInOneLineWhatOfATraceCannotBe(String entry, String problem) {
    assertThatThrownBy(() -> loads(entry))
        .isInstanceOf(ScenarioException.class)
        .message()
        .satisfies(
            message ->
                assertThat(message.lines().skip(1))
                    .singleElement()
                    .asString()
                    .startsWith(
                        "  line 6, column " + problem.replace("FOLDER", folder.toString())));
  }

  private List<Load> loads(String entry) throws IOException {
    return read("loads: [ " + entry + " ]\n").task("replay").loads();
  }

  private Scenario read(String loads) throws IOException {
    Path file = Files.writeString(folder.resolve("scenario.yaml"), SCENARIO + loads);
    return Scenarios.read(file, Map.of(), Map.of());
  }
}
