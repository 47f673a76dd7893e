package org.inferometer.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusedValuesTest {
  private static final String SCENARIO =
      """
      name: one
      models: { m: {} }
      stacks: { s: { url: "http://h:1", %s } }
      tasks: { t: { api: %s, prompts: p.jsonl, generation: { max_tokens: 32, %s } } }
      """;

  @TempDir private Path folder;

  @BeforeEach
  void writePrompts() throws IOException {
    Files.writeString(folder.resolve("p.jsonl"), "{\"id\":\"1\",\"text\":\"x\"}\n");
  }

  private Scenario read(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("scenario.yaml"), text);
    return Scenarios.read(file, Map.of(), Map.of());
  }

  private static String scenario(String stack, String api, String argument) {
    String scenario = SCENARIO.formatted(stack, api, argument);
    return argument.startsWith("max_tokens") ? scenario.replace("max_tokens: 32, ", "") : scenario;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "protocol: anthropic | chat | temperature: 1.5 | 1.5 is not what stack s (protocol anthropic) takes; allowed: 0 to 1",
        "protocol: responses | chat | max_tokens: 8 | 8 is not what stack s (protocol responses) takes; allowed: at least 16",
        "dialect: openai | chat | 'stop: [a, b, c, d, e]' | 5 texts is not what stack s (dialect openai) takes; allowed: at most 4 texts",
        "protocol: tgi | completions | 'stop: [a, b, c, d, e]' | allowed: at most 4 texts",
        "protocol: gemini | chat | 'stop: [a, b, c, d, e, f]' | allowed: at most 5 texts",
        "protocol: ollama | chat | seed: 4294967295 | allowed: at most 4294967294",
        "protocol: llama-cpp | completions | seed: 9007199254740991 | allowed: at most 4294967294",
        "dialect: llama-cpp | chat | seed: 4294967296 | allowed: at most 4294967294",
        "protocol: anthropic | chat | temperature: 3 | a number from 0",
        "protocol: openai-chat | chat | top_p: 1.5 | a number above 0",
        "protocol: openai-chat | chat | max_tokens: 0 | a whole number from 1",
        "protocol: openai-chat | chat | seed: -1 | a whole number from 0",
      })
  void areToldWithTheirPlace(String stack, String api, String argument, String message) {
    String text = scenario(stack, api, argument);
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("line 4, column ")
        .hasMessageContaining("tasks.t.generation." + argument.replaceFirst(":.*", "") + ": ")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'protocol: anthropic, dialect: vllm' | chat | temperature: 1.5",
        "protocol: anthropic | chat | temperature: 1",
        "'protocol: anthropic, omit: [temperature]' | chat | temperature: 1.5",
        "'protocol: responses, dialect: vllm' | chat | max_tokens: 8",
        "dialect: vllm | chat | 'stop: [a, b, c, d, e]'",
        "dialect: vllm | chat | seed: 9007199254740991",
        "'dialect: vllm, body: { presence_penalty: 2 }' | chat | seed: 1",
      })
  void areThoseOfTheDialectAlone(String stack, String api, String argument) throws IOException {
    assertThat(read(scenario(stack, api, argument)).stacks()).hasSize(1);
  }

  @Test
  void areThoseThatHold() throws IOException {
    String hot = SCENARIO.formatted("protocol: anthropic", "chat", "temperature: 1.5");
    assertThat(read(hot + "generation: { m: { t: { temperature: 0.5 } } }\n").stacks()).hasSize(1);
    assertThatThrownBy(() -> read(hot + "generation: { m: { t: { temperature: 1.2 } } }\n"))
        .hasMessageContaining("line 5, column 38: generation.m.t.temperature: 1.2 is not what");
  }

  @Test
  void areFoundInFurtherFieldsToo() {
    assertThatThrownBy(
            () -> read(SCENARIO.formatted("body: { frequency_penalty: -3 }", "chat", "top_p: 0.5")))
        .hasMessageContaining("stacks.s.body.frequency_penalty: -3 is not what servers take");
    assertThatThrownBy(
            () ->
                read(
                    SCENARIO.formatted(
                        "protocol: tgi, body: { parameters: { frequency_penalty: 9 } }",
                        "completions",
                        "top_p: 0.5")))
        .hasMessageContaining("body.parameters.frequency_penalty: 9 is not what servers take");
  }
}
