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

class UnlikeArgumentsTest {
  private static final String TWO =
      """
      name: two
      models: { gpt2: {} }
      stacks:
        custom: { url: "http://h:1" }
        vllm: { url: "http://h:2", dialect: vllm }
      """;
  private static final String ONE = TWO.replaceAll("  vllm.*\n", "");

  @TempDir private Path folder;

  @BeforeEach
  void writePrompts() throws IOException {
    Files.writeString(folder.resolve("chat.jsonl"), "");
  }

  @Test
  void refusesAnArgumentThatSomeStacksOnlyCanBeAskedFor() {
    assertThatThrownBy(() -> read(TWO + task("top_k: 3, ignore_eos: true")))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("line 6, column 53: tasks.chat.generation.top_k: ")
        .hasMessageContaining(
            "line 6, column 63: tasks.chat.generation.ignore_eos: cannot be asked of custom"
                + " (dialect openai), but of the other stacks, so that they would do other work;"
                + " allowed: a dialect that says it where the server understands it (vllm")
        .hasMessageContaining(
            "), no such argument, or allow-unlike: [ignore_eos], which marks every result");
    assertThatThrownBy(
            () ->
                read(
                    TWO
                        + task("temperature: 0")
                        + "generation: { gpt2: { chat: { top_k: 4 } } }\n"))
        .hasMessageContaining("line 7, column 31: generation.gpt2.chat.top_k: cannot be asked of");
  }

  @Test
  void tellsOfWhatIsAllowedToBeUnlike() throws IOException {
    Scenario scenario =
        read(TWO + task("ignore_eos: true, seed: 1") + "allow-unlike: [ignore_eos]\n");

    assertThat(Unsaid.of(scenario))
        .containsExactly(new Unsaid("custom", "gpt2", "chat", "ignore_eos", true));
    assertThat(Unsaid.sentences(scenario))
        .containsExactly(
            "custom is not asked for ignore_eos, which dialect openai cannot say, while others are"
                + " (tasks: chat)",
            "custom is not asked to count its tokens in every event of a stream, which dialect"
                + " openai cannot say, while others are");
  }

  @Test
  void tellsOfAnArgumentThatNobodyIsAskedFor() throws IOException {
    Scenario scenario = read(ONE + task("ignore_eos: true, stop: [x]"));

    assertThat(Unsaid.of(scenario))
        .containsExactly(new Unsaid("custom", "gpt2", "chat", "ignore_eos", false));
    assertThat(Unsaid.sentences(scenario))
        .containsExactly(
            "custom is not asked for ignore_eos, which dialect openai cannot say (tasks: chat)");
  }

  @Test
  void anArgumentThatAsksForNothingIsAskedAlike() throws IOException {
    assertThat(Unsaid.of(read(TWO + task("ignore_eos: false")))).isEmpty();
  }

  @Test
  void refusesATextThatSomeContinueAndOthersAnswer() throws IOException {
    String three = TWO + "  claude: { url: \"http://h:3\", protocol: anthropic }\n";
    assertThatThrownBy(() -> read(three + task("temperature: 0")))
        .hasMessageContaining(
            "tasks.chat: is put to claude (protocol anthropic) as a message to answer, and to the"
                + " other stacks as a text to continue, so that they would do other work; allowed:"
                + " api: chat, protocols that continue texts, or allow-unlike: [api], which marks"
                + " every result");

    String chat = three + task("temperature: 0").replace("prompts:", "api: chat, prompts:");
    assertThat(Unsaid.of(read(chat))).isEmpty();
    String tgi = "  tgi: { url: \"http://h:4\", protocol: tgi }\n";
    assertThatThrownBy(() -> read(three + tgi + task("temperature: 0")))
        .hasMessageContaining("other work; allowed: protocols that continue texts, or allow-un");

    Scenario allowed = read(three + task("temperature: 0") + "allow-unlike: [api]\n");
    assertThat(Unsaid.sentences(allowed).get(0))
        .isEqualTo(
            "claude is not asked for api: completions, which protocol anthropic cannot"
                + " say, while others are (tasks: chat)");
    assertThat(Unsaid.of(allowed))
        .containsExactly(new Unsaid("claude", "gpt2", "chat", "api: completions", true));
  }

  @Test
  void knowsWhichArgumentsCanBeAllowed() {
    assertThatThrownBy(() -> read(TWO + task("seed: 1") + "allow-unlike: [ignore-eos]\n"))
        .hasMessageContaining(
            "allow-unlike[0]: found the text \"ignore-eos\"; allowed: temperature");
  }

  private static String task(String arguments) {
    return "tasks: { chat: { prompts: chat.jsonl, generation: { " + arguments + " } } }\n";
  }

  private Scenario read(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("scenario.yaml"), yaml);
    return Scenarios.read(file, Map.of(), Map.of());
  }
}
