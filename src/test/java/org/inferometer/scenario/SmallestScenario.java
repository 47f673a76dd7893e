package org.inferometer.scenario;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The least that a scenario can say, to which a test adds what it is about. */
abstract class SmallestScenario {
  static final String SMALLEST =
      """
      name: small
      models:
        m: { generate: { family: gpt2, size: tiny } }
      stacks:
        a: { url: "http://127.0.0.1:8000/" }
      tasks:
        chat: { prompts: chat.jsonl }
      """;

  static final String BUDGET = "generation: { m: { chat: { max_tokens: 8 } } }\n";

  @TempDir Path folder;

  @BeforeEach
  void writePrompts() throws IOException {
    Files.writeString(folder.resolve("chat.jsonl"), "{\"id\":\"1\",\"text\":\"hello\"}\n");
    Files.createDirectory(folder.resolve("gpt2"));
    Files.writeString(folder.resolve("gpt2/config.json"), "{}");
  }

  static String with(String stack, String value) {
    return SMALLEST.replace("tasks:", stack.formatted(value));
  }

  void assertProblem(String yaml, String problem) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining(problem);
  }

  Scenario read(String yaml) throws IOException {
    Map<String, String> environment =
        Map.of("MODELS", ".", "SCRIPT", "x.sh", "KEY", "secret", "URL", "http://lab:9000");
    return Scenarios.read(write(yaml), Map.of(), environment);
  }

  Path write(String yaml) throws IOException {
    return Files.writeString(folder.resolve("scenario.yaml"), yaml);
  }
}
