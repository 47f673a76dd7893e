package org.inferometer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.inferometer.record.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationTest {
  private static final Message SYSTEM = new Message("system", "Be brief.");
  private static final Message ASKED = new Message("user", "Hi");
  private static final Message ANSWER = new Message("assistant", "Hello.");
  private static final Message AGAIN = new Message("user", "Why?");

  @TempDir Path folder;

  @Test
  void readsTurnsMessagesAndShareGptAlike() throws IOException {
    List<Prompt> all =
        read(
            """
            {"id": "a", "system": "Be brief.", "turns": [{"text": "Hi", "reference": "Hello."}, "Why?"]}
            {"id": "b", "messages": [{"role": "system", "content": "Be brief."},
             {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."},
             {"role": "user", "content": "Why?"}]}
            {"id": "c", "conversations": [{"from": "system", "value": "Be brief."},
             {"from": "human", "value": "Hi", "markdown": null}, {"from": "gpt", "value": "Hello."},
             {"from": "human", "value": "Why?"}]}
            """
                .replace(",\n ", ", "));

    assertThat(all).extracting(Prompt::id).containsExactly("a", "b", "c");
    assertThat(all)
        .allSatisfy(
            one -> {
              assertThat(one.messages()).containsExactly(SYSTEM, ASKED, ANSWER, AGAIN);
              assertThat(one.text()).isEqualTo("Why?");
            });
  }

  @Test
  void becomesOneTextForThoseWhoKnowNoMessages() throws IOException {
    Prompt asked =
        new Conversation(
                read("""
                        {"id": "a", "system": "Be {content}.", "turns": ["Hi", "Why?"]}
                        {"id": "b", "text": "alone"}
                        """)
                    .get(0))
            .ask(2, List.of("Hello."));

    Prompt joined = asked.joined("{role}: {content}\n");
    assertThat(joined.text())
        .isEqualTo("system: Be {content}.\nuser: Hi\nassistant: Hello.\nuser: Why?\nassistant:");
    assertThat(joined.hasMessages()).isFalse();
    assertThat(joined.id()).isEqualTo("a");
    Prompt text = new Prompt("b", "alone", null);
    assertThat(text.joined("{role}: {content}\n")).isEqualTo(text);
  }

  @Test
  void readsAShareGptCollectionAndNumbersWhatHasNoName() throws IOException {
    List<Prompt> all =
        read(
            """
            [{"conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": ""}]},
             {"id": "x", "items": 1, "conversations": [{"from": "gpt", "value": "Hello."},
              {"from": "human", "value": "Why?"}]}]
            """);

    assertThat(all).extracting(Prompt::id).containsExactly("1", "x");
    assertThat(all.get(1).messages()).containsExactly(ANSWER, AGAIN);
  }

  @Test
  void readsMessagesAsOpenAisApiGivesAndTakesThem() throws IOException {
    List<Prompt> all =
        read(
            """
            {"id": 7, "text": null, "messages": [{"role": "system", "content": [{"type": "text", "text": "Be "},
             {"type": "input_text", "text": "brief."}]}, {"role": "user", "content": "Hi", "name": null},
             {"role": "assistant", "content": "Hello.", "refusal": null, "tool_calls": null},
             {"role": "user", "content": [{"type": "text", "text": "Why?"}]}]}
            """
                .replace(",\n ", ", "));

    assertThat(all).extracting(Prompt::id).containsExactly("7");
    assertThat(all.get(0).messages()).containsExactly(SYSTEM, ASKED, ANSWER, AGAIN);
  }

  @Test
  void namesTheLineOfWhatIsNoConversation() {
    String user = "{\"messages\": [{\"role\": \"user\", \"content\": %s}]}";
    assertMistake(
        user.formatted("[{\"type\": \"image_url\", \"image_url\": {\"url\": \"x\"}}]"),
        "line 1: a part of a content that is no text: \"image_url\"; allowed: one JSON object a line");
    assertMistake(user.formatted("[]"), "line 1: a question without a text");
    assertMistake(user.formatted("{\"text\": \"x\"}"), "line 1: not one object of texts");
    assertMistake(
        "{\"messages\": [{\"role\": \"assistant\", \"content\": null, \"tool_calls\": [{}]}]}",
        "line 1: unknown key \"tool_calls\"");
    assertMistake("{\"id\": \"a\", \"turns\": []}", "line 1: a conversation without a question");
    assertMistake("{\"id\": \"a\", \"turns\": \"x\"}", "line 1: turns is no list; allowed: one");
    assertMistake("{\"turns\": [\"x\"]}", "line 1: no id");
    assertMistake("{\"id\": \"a\", \"turns\": [\" \"]}", "line 1: a question without a text");
    assertMistake("{\"id\": \"a\", \"turns\": [{\"txt\": \"x\"}]}", "unknown key \"txt\"");
    assertMistake("{\"id\": \"a\", \"turns\": [\"\\ud83d\"]}", "half of a surrogate pair");
    assertMistake(
        "{\"messages\": [{\"role\": \"tool\", \"content\": \"x\"}]}",
        "line 1: role \"tool\"; allowed: one JSON object a line, with messages");
    assertMistake("{\"messages\": [{\"role\": \"user\"}]}", "line 1: a message without a text");
    assertMistake(
        "[{\"conversations\": [{\"from\": \"human\", \"value\": \"x\"}]},\n{\"conversations\": []}]",
        "line 2: a conversation without a question");
    assertMistake("[{\"conversations\": [{\"from\": \"dog\", \"value\": \"x\"}]}]", "from \"dog\"");
    assertMistake("[{\"conversations\": [", "line 1: ");
    assertMistake("[]", "it holds no prompt");
    assertMistake(
        "{\"id\": \"a\", \"turns\": [\"x\"" + ", \"x\"".repeat(1000) + "]}", "1001 turns");
  }

  @Test
  void aTurnAsksWithTheAnswersThatWereGiven() {
    Conversation of = new Conversation(Prompt.of("a", List.of(SYSTEM, ASKED, ANSWER, AGAIN)));

    assertThat(of.turns()).isEqualTo(2);
    assertThat(of.reference(1)).isEqualTo("Hello.");
    assertThat(of.reference(2)).isNull();
    assertThat(of.ask(1, List.of()).messages()).containsExactly(SYSTEM, ASKED);
    assertThat(of.ask(1, List.of()).text()).isEqualTo("Hi");
    assertThat(of.ask(2, List.of("Good day.")).messages())
        .containsExactly(SYSTEM, ASKED, new Message("assistant", "Good day."), AGAIN);
  }

  @Test
  void eachQuestionIsATurnWhateverStandsBeforeIt() {
    Conversation of =
        new Conversation(Prompt.of("a", List.of(ANSWER, ASKED, AGAIN, SYSTEM, ASKED)));

    assertThat(of.turns()).isEqualTo(3);
    assertThat(of.ask(3, List.of("x", "y")).messages())
        .containsExactly(
            ANSWER,
            ASKED,
            new Message("assistant", "x"),
            AGAIN,
            new Message("assistant", "y"),
            SYSTEM,
            ASKED);
  }

  @Test
  void aTextIsOneTurnAndAskedAsItIs() {
    Prompt text = new Prompt("a", "x", "y");

    assertThat(new Conversation(text).turns()).isEqualTo(1);
    assertThat(new Conversation(text).reference(1)).isEqualTo("y");
    assertThat(new Conversation(text).ask(1, List.of())).isSameAs(text);
  }

  @Test
  void onlyItsFirstTurnsMayBeWanted() {
    Prompt whole = Prompt.of("a", List.of(SYSTEM, ASKED, ANSWER, AGAIN));

    assertThat(new Conversation(whole).first(2)).isSameAs(whole);
    assertThat(new Conversation(whole).first(1).messages()).containsExactly(SYSTEM, ASKED, ANSWER);
  }

  @Test
  void aTemplateIsForQuestionsOnly() {
    Prompt filled =
        new Template("<{text}>", null).applied(Prompt.of("a", List.of(SYSTEM, ASKED, ANSWER)));

    assertThat(filled.messages()).containsExactly(SYSTEM, new Message("user", "<Hi>"), ANSWER);
  }

  @Test
  void aNonceStandsBeforeEverythingElseOfAConversation() {
    Prompt whole = Prompt.of("a", List.of(SYSTEM, ASKED, ANSWER, AGAIN));
    PromptSequence sequence =
        new PromptSequence(
            List.of(whole, whole), PromptSequence.Renewal.NONCE, "run", 1, "trial", 1);

    Prompt asked = sequence.prompt(Phase.MEASURED, 0);

    assertThat(asked.messages().get(0).content()).matches("#( [a-z]{4}){8}\nBe brief.");
    assertThat(asked.messages().subList(1, 4)).containsExactly(ASKED, ANSWER, AGAIN);
    assertThat(sequence.prompt(Phase.MEASURED, 1)).isNotEqualTo(asked);
  }

  private void assertMistake(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(message);
  }

  private List<Prompt> read(String text) throws IOException {
    return Prompts.read(Files.writeString(folder.resolve("prompts.jsonl"), text));
  }
}
