package org.inferometer.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.inferometer.record.Mode;
import org.inferometer.scenario.LoadSearch.Target;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A search in a scenario: what can be written, and what is said of what cannot. */
class SearchEntryTest {
  private static final String SEARCH =
      "search: { meet: { p2ft: { p99: 500ms }, tpot: { p95: 50ms } }, over: rate, from: 1, to: 200 }";

  @TempDir Path folder;

  @BeforeEach
  void writePrompts() throws IOException {
    Files.writeString(folder.resolve("p.jsonl"), "{\"id\":\"1\",\"text\":\"hello\"}\n");
  }

  private Scenario read(String lines) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("scenario.yaml"),
            """
            name: small
            models: { m: { generate: { family: gpt2, size: tiny } } }
            stacks: { a: { url: "http://127.0.0.1:8000/" } }
            tasks: { chat: { prompts: p.jsonl, generation: { max_tokens: 8 } } }
            """
                + lines.replace(";", "\n")
                + "\n");
    return Scenarios.read(file, Map.of(), Map.of());
  }

  @Test
  void itSaysWhatIsToBeMetAndBetweenWhichLoads() throws IOException {
    assertThat(read(SEARCH).search())
        .isEqualTo(
            new LoadSearch(
                List.of(
                    new Target("p2ft", 0.99, Duration.ofMillis(500)),
                    new Target("tpot", 0.95, Duration.ofMillis(50))),
                true,
                1,
                200,
                Duration.ofSeconds(30),
                false));
  }

  @Test
  void aPlanBeginsAtTheLowestLoadOfStreamsAndKeepsTheSearch() throws IOException {
    Plan plan = Plan.of(read(SEARCH));

    assertThat(plan.trials())
        .extracting(Trial::name)
        .containsExactly("complete-m-chat-stream-rate1");
    assertThat(plan.trials()).extracting(Trial::mode).containsExactly(Mode.STREAM);
    plan.write(folder.resolve("plan.json"));
    assertThat(Plan.read(folder.resolve("plan.json"))).isEqualTo(plan);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          to: 200             | to: 1                 | search.to: found 1, from is 1; allowed: more than from
          from: 1             | from: 0               | search.from: found 0; allowed: the lowest load, a number above 0
          p2ft:               | pace:                 | search.meet.pace: allowed: p2ft, ttfb, total-latency, tpot or normalized-latency
          p99:                | p100:                 | search.meet.p2ft.p100
          p99:                | mean:                 | search.meet.p2ft.mean
          500ms               | 999999999h            | search.meet.p2ft.p99: found "999999999h"; allowed: at most 720h
          500ms               | 0ms                   | search.meet.p2ft.p99: found the text "0ms"; allowed: a duration above 0
          from: 1             | from: 0.01            | search.from: found 0.01, which in 30s has less than 1 arrivals; allowed: from 1 to 10 million
          to: 200             | to: 5000, duration: 1h | search.to: found 5000, which in 1h has 18000000 arrivals; allowed: from 1 to 10 million
          over: rate          | over: users           | search.over: found the text "users"; allowed: rate, requests per second, or closed
          over: rate, from: 1 | over: closed, from: 1.5 | search.from: found 1.5; allowed over closed: a whole number from 1 to 1024
          over: rate          | over: closed, duration: 1s | search.duration: not over closed
          over: rate,         | ''                    | over
          search:             | loads: [{ closed: 1 }];search: | loads: not together with search
          search:             | parallelism: [1];search: | parallelism: not together with search
          search:             | modes: [sync];search: | modes[0]: found "sync" with search; allowed: stream
          search:             | measure: { repeats: 3 };search: | measure.repeats: not together with search
          """)
  void whatCannotBeSearchedIsToldInALine(String text, String instead, String message) {
    assertThatThrownBy(() -> read(SEARCH.replace(text, instead)))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining(message)
        .hasMessageMatching("(?s)[^\\n]*(\\n {2}[^\\n]*)?\\s*");
  }
}
