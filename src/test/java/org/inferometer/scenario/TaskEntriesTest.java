package org.inferometer.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.inferometer.dataset.Conversation;
import org.inferometer.dataset.Conversation.History;
import org.inferometer.dataset.Prefix;
import org.inferometer.load.Cancel;
import org.inferometer.load.Think;
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
    Scenario tokens = read("modes: [stream], cancel: { share: 10%, after-tokens: 7 }");

    assertThat(time.task("chat").cancel())
        .isEqualTo(new Cancel(0.025, Duration.ofMillis(500), null))
        .hasToString("2.50 % after 500 ms");
    assertThat(tokens.task("chat").cancel()).isEqualTo(new Cancel(0.1, null, 7));
    assertThat(read("reuse: true").task("chat").cancel()).isNull();
    assertThat(time.task("chat").fingerprint())
        .isNotEqualTo(read("reuse: true").task("chat").fingerprint());
    for (Scenario one : new Scenario[] {time, tokens}) {
      Path file = folder.resolve("plan.json");
      Plan.of(one).write(file);
      assertThat(Plan.read(file).scenario()).isEqualTo(one);
    }
  }

  @Test
  void conversationsAreHeldAsTheTaskSays() throws IOException {
    Scenario said =
        read(
            "api: chat, loads: [{ rate: 2, duration: 1s }], conversation: { history: reference, think: 'uniform(1s, 2s)', turns: 2 }");
    Scenario unsaid = read("api: chat");

    Think think = new Think.Uniform(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(said.task("chat").talk()).isEqualTo(new Talk(History.REFERENCE, think, 2, null));
    assertThat(said.task("chat").fingerprint()).isNotEqualTo(unsaid.task("chat").fingerprint());
    assertThat(unsaid.task("chat").conversation()).isNull();
    assertThat(unsaid.task("chat").talk())
        .isEqualTo(new Talk(History.GIVEN, Think.NONE, null, null));
    assertThat(roundTrip(said)).isEqualTo(said);
    Scenario joined = read("conversation: { join: \"{role}: {content}\\n\" }");
    assertThat(joined.task("chat").talk().join()).isEqualTo("{role}: {content}\n");
    assertThat(roundTrip(joined)).isEqualTo(joined);
    assertThat(roundTrip(unsaid)).isEqualTo(unsaid);
  }

  @Test
  void onlyTheTurnsThatAreWantedAreAsked() throws IOException {
    Files.writeString(
        folder.resolve("p.jsonl"),
        "{\"id\":\"1\",\"turns\":[\"a\",\"b\",\"c\"]}\n{\"id\":\"2\",\"turns\":[\"d\"]}\n");

    assertThat(read("api: chat, conversation: { turns: 2 }").task("chat").allPrompts())
        .extracting(one -> new Conversation(one).turns())
        .containsExactly(2, 1);
  }

  @Test
  void somePromptsBeginWithASharedPrefix() throws IOException {
    Scenario some = read("prefix: { tokens: 512, share: 12.5%, of: 4 }");
    Scenario all = read("prefix: { tokens: 16 }");

    assertThat(some.task("chat").prefix()).isEqualTo(new Prefix(512, 0.125, 4));
    assertThat(all.task("chat").prefix()).isEqualTo(new Prefix(16, 1, 1));
    assertThat(some.task("chat").fingerprint()).isNotEqualTo(all.task("chat").fingerprint());
    assertThat(all.task("chat").sharedTokens(3)).isEqualTo(16);
    assertThat(roundTrip(some)).isEqualTo(some);
  }

  private Scenario roundTrip(Scenario scenario) {
    Path file = folder.resolve("plan.json");
    Plan.of(scenario).write(file);
    return Plan.read(file).scenario();
  }

  @Test
  void answersOfGreedyTasksAreKeptUnlessTheScenarioSaysOtherwise() throws IOException {
    String greedy = "generation: { max_tokens: 8, temperature: 0 }";
    String drawn = "generation: { max_tokens: 8, temperature: 0.5 }";

    assertThat(keeps(greedy, Map.of())).isTrue();
    assertThat(keeps(drawn, Map.of())).isFalse();
    assertThat(keeps(greedy + ", keep-answers: false", Map.of())).isFalse();
    assertThat(keeps(drawn + ", keep-answers: true", Map.of())).isTrue();
    assertThat(keeps(drawn, Map.of("keep-answers", "true"))).isTrue();
    assertThat(keeps(greedy + ", keep-answers: false", Map.of("keep-answers", "true"))).isTrue();
    assertThat(keeps(drawn + " } }\nkeep-answers: true\nmodes: [stream] #", Map.of())).isTrue();
  }

  private boolean keeps(String task, Map<String, String> overrides) throws IOException {
    String yaml = SCENARIO.replace("generation: { max_tokens: 8 }, %s", task);
    Path file = Files.writeString(folder.resolve("scenario.yaml"), yaml);
    return Scenarios.read(file, overrides, Map.of()).task("chat").keepsAnswers("m");
  }

  @Test
  void toolsStandInTheScenarioOrInAFile() throws IOException {
    String list = "[{\"type\": \"function\", \"function\": {\"name\": \"now\"}}]";
    Files.writeString(folder.resolve("tools.json"), list);

    Scenario inline = read("api: chat, tools: " + list);
    assertThat(inline.task("chat").tools()).isEqualTo(new JsonMapper().readTree(list));
    assertThat(read("api: chat, tools: tools.json").task("chat").tools())
        .isEqualTo(inline.task("chat").tools());
    assertThat(roundTrip(inline)).isEqualTo(inline);
    assertThat(inline.task("chat").fingerprint())
        .isNotEqualTo(read("api: chat").task("chat").fingerprint());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'conversation: { history: mine }'                     | conversation.history | given (default) if",
        "conversation: { turns: 0 }                            | conversation.turns | a whole number from 1",
        "conversation: { join: hi }                            | conversation.join | a text with {role} and {content} in it",
        "conversation: { think: soon }                         | conversation.think | a time like 2s",
        "conversation: { think: 1s }                           | conversation.think | no load of the task has a schedule",
        "conversation: { }                                     | conversation | history, think, turns",
        "'conversation: { history: given, of: x }'             | conversation.of | unknown key",
        "prefix: { share: 50% }                                | prefix | tokens",
        "prefix: { tokens: 0 }                                 | prefix.tokens | a whole number from 1",
        "'prefix: { tokens: 8, share: 0% }'                    | prefix.share | above 0% and at most 100%",
        "'prefix: { tokens: 8, share: 101% }'                  | prefix.share | above 0% and at most 100%",
        "'prefix: { tokens: 8, of: 0 }'                        | prefix.of | a whole number from 1",
        "'prefix: { tokens: 8 }, loads: [{ trace: p.jsonl }]'  | prefix | not with a trace",
        "'batch: 2, loads: [{ trace: p.jsonl }]'               | batch | not with a trace",
      })
  void saysWhatIsWrongWithATalk(String task, String key, String message) {
    assertThatThrownBy(() -> read(task))
        .hasMessageContaining("tasks.chat." + key)
        .hasMessageContaining(message);
  }

  @Test
  void toolsAreSentInProtocolsThatChat() throws IOException {
    String tools = "api: chat, tools: [{function: {name: x}}]";
    for (String protocol : List.of("openai-chat", "responses", "anthropic", "gemini", "ollama")) {
      assertThat(readFrom("protocol: " + protocol, tools).task("chat").tools()).hasSize(1);
    }
    for (String protocol : List.of("tgi", "llama-cpp", "sglang", "triton")) {
      assertThatThrownBy(() -> readFrom("protocol: " + protocol, tools))
          .hasMessageContaining("a chat cannot be put to stack a by protocol " + protocol);
    }
    assertThatThrownBy(() -> readFrom("body: { tools: [] }", tools))
        .hasMessageContaining("stacks.a.body.tools: task chat says which tools all stacks get");
  }

  private Scenario readFrom(String stack, String task) throws IOException {
    String yaml =
        SCENARIO
            .formatted(task)
            .replace("{ url:", "{ " + stack + ", url:")
            .replace("max_tokens: 8", "max_tokens: 16");
    Path file = Files.writeString(folder.resolve("scenario.yaml"), yaml);
    return Scenarios.read(file, Map.of(), Map.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tools: [{function: {name: x}}]        | only a chat can call tools",
        "'api: chat, tools: none.json'         | none.json cannot be read",
        "'api: chat, tools: p.jsonl'           | found no list",
        "'api: chat, tools: []'                | found an empty list",
        "'api: chat, tools: [{type: x}]'       | a tool without function.name",
        "'api: chat, tools: 3'                 | a list of them",
      })
  void saysWhatIsWrongWithTools(String task, String message) {
    assertThatThrownBy(() -> read(task))
        .hasMessageContaining("tools")
        .hasMessageContaining(message);
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
        "'modes: [stream], cancel: { share: 10%, after-tokens: 8 }' | answers of model m end after max_tokens, 8",
        "'modes: [stream], cancel: { share: 10%, after-tokens: 20 }' | tasks.chat.cancel.after-tokens: found 20",
        "'cancel: { share: 10%, after: 1s, of: x }'            | unknown key. Known: share, after",
      })
  void saysWhatIsWrongWithACancel(String task, String message) {
    assertThatThrownBy(() -> read(task))
        .hasMessageContaining("cancel")
        .hasMessageContaining(message);
  }
}
