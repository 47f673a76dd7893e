package org.inferometer.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TalkCheckTest {
  private static final String JOIN = "conversation: { join: '{role}: {content}, ' }, ";

  @TempDir Path folder;

  @Test
  void aConversationIsAskedInMessagesOrAsOneTextAsTheTaskSays() throws Exception {
    assertThatThrownBy(() -> plan("", ""))
        .hasMessageContaining("is a conversation")
        .hasMessageContaining("conversation.join, which makes one text of it");
    assertThatThrownBy(() -> plan("protocol: triton, ", ""))
        .hasMessageContaining("(protocol triton)")
        .hasMessageContaining("conversation.join");
    assertThatThrownBy(() -> plan("", "api: chat, " + JOIN))
        .hasMessageContaining("join: not with api: chat");
    assertThatCode(() -> plan("", "api: chat, ")).doesNotThrowAnyException();
    assertThatCode(() -> plan("", JOIN)).doesNotThrowAnyException();
    assertThatCode(() -> plan("protocol: triton, ", JOIN)).doesNotThrowAnyException();
  }

  @Test
  void instructionsStandWhereAProtocolHasThem() throws Exception {
    String first =
        "{'messages': [{'role': 'system', 'content': 's'}, {'role': 'user', 'content': 'Hi'}]}";
    String later =
        "{'messages': [{'role': 'user', 'content': 'Hi'}, {'role': 'system', 'content': 's'},"
            + " {'role': 'user', 'content': 'Why?'}]}";
    for (String protocol : List.of("anthropic", "gemini")) {
      String stack = "protocol: %s, ".formatted(protocol);
      assertThatCode(() -> plan(stack, "api: chat, ", first, first)).doesNotThrowAnyException();
      assertThatThrownBy(() -> plan(stack, "api: chat, ", first, later))
          .hasMessageContaining("tasks.talk.prompts: 2 of ")
          .hasMessageContaining("is instructed between its messages")
          .hasMessageContaining("(protocol %s)", protocol);
    }
    assertThatCode(() -> plan("", "api: chat, ", first, later)).doesNotThrowAnyException();
  }

  @Test
  void aCallOfAToolThatNobodyAnswersIsNoTurnToGoOnFrom() throws Exception {
    String tools =
        "api: chat, tools: [{ type: function, function: { name: search, parameters: {} } }], ";

    assertThatThrownBy(() -> plan("", tools))
        .hasMessageContaining("tasks.talk.tools: a model may answer a turn by a call")
        .hasMessageContaining("allowed: conversation.history: reference, or prompts of one turn");
    assertThatCode(
            () -> plan("", tools, "{'id': 'a', 'turns': ['Hi']}", "{'id': 'b', 'turns': ['Ho']}"))
        .doesNotThrowAnyException();
    String answered =
        "{'messages': [{'role': 'user', 'content': 'Hi'}, {'role': 'assistant', 'content': 'Yes'},"
            + " {'role': 'user', 'content': 'Why?'}]}";
    assertThatCode(
            () -> plan("", tools + "conversation: { history: reference }, ", answered, answered))
        .doesNotThrowAnyException();
  }

  private void plan(String stack, String task) throws Exception {
    plan(stack, task, "{'id': 'a', 'turns': ['Hi', 'Why?']}", "{'id': 'b', 'turns': ['Hello']}");
  }

  private void plan(String stack, String task, String... prompts) throws Exception {
    Files.writeString(folder.resolve("talk.jsonl"), String.join("\n", prompts).replace('\'', '"'));
    Path file =
        Files.writeString(
            folder.resolve("scenario.yaml"),
            """
            name: test
            models: { any: {} }
            stacks: { a: { %surl: "http://127.0.0.1:1" } }
            tasks: { talk: { %sprompts: talk.jsonl, generation: { max_tokens: 4 } } }
            modes: [stream]
            """
                .formatted(stack, task));
    new Choices(null, List.of(), false).plan(file, Map.of());
  }
}
