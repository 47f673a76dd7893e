package org.inferometer.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.inferometer.load.Cancel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a task can say besides its prompts, and what is said of what it cannot. */
class TaskEntriesTest {
  private static final String SCENARIO =
      """
      name: small
      models: { m: { generate: { family: gpt2, size: tiny } } }
      stacks: { a: { url: "http://127.0.0.1:8000/" } }
      tasks: { chat: { prompts: p.jsonl, generation: { max_tokens: 8 }, %s } }
      """;

  @TempDir Path folder;

  @BeforeEach
  void writePrompts() throws IOException {
    Files.writeString(folder.resolve("p.jsonl"), "{\"id\":\"1\",\"text\":\"hello\"}\n");
  }

  private Scenario read(String task) throws IOException {
    Path file = Files.writeString(folder.resolve("scenario.yaml"), SCENARIO.formatted(task));
    return Scenarios.read(file, Map.of(), Map.of());
  }

  @Test
  void requestsAreGivenUpAfterATimeOrAfterTokens() throws IOException {
    Scenario time = read("cancel: { share: 2.5%, after: 500ms }");
    Scenario tokens = read("modes: [stream], cancel: { share: 10%, after-tokens: 20 }");

    assertThat(time.task("chat").cancel())
        .isEqualTo(new Cancel(0.025, Duration.ofMillis(500), null))
        .hasToString("2.50 % after 500 ms");
    assertThat(tokens.task("chat").cancel()).isEqualTo(new Cancel(0.1, null, 20));
    assertThat(read("reuse: true").task("chat").cancel()).isNull();
    for (Scenario one : new Scenario[] {time, tokens}) {
      Path file = folder.resolve("plan.json");
      Plan.of(one).write(file);
      assertThat(Plan.read(file).scenario()).isEqualTo(one);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cancel: { share: 10% }                                | neither after nor after-tokens",
        "cancel: { share: 10%, after: 1s, after-tokens: 3 }    | both after and after-tokens",
        "cancel: { share: 100%, after: 1s }                    | a percentage above 0 and below 100",
        "cancel: { share: 0%, after: 1s }                      | a percentage above 0 and below 100",
        "cancel: { after: 1s }                                 | share",
        "cancel: { share: 10%, after: 1000h }                  | at most 720h",
        "cancel: { share: 10%, after-tokens: 3 }               | not in sync mode",
        "'cancel: { share: 10%, after: 1s, of: x }'            | unknown key. Known: share, after",
      })
  void saysWhatIsWrongWithACancel(String task, String message) {
    assertThatThrownBy(() -> read(task))
        .hasMessageContaining("cancel")
        .hasMessageContaining(message);
  }
}
