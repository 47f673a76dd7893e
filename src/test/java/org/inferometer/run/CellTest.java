package org.inferometer.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.inferometer.dataset.Prompt;
import org.inferometer.dataset.Questions;
import org.inferometer.dataset.Synthetic;
import org.inferometer.dataset.SyntheticText;
import org.inferometer.load.Closed;
import org.inferometer.load.Load;
import org.inferometer.load.Open;
import org.inferometer.load.Trace;
import org.inferometer.record.Labels;
import org.inferometer.record.Mode;
import org.inferometer.record.Phase;
import org.inferometer.scenario.Plan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CellTest {
  private static final URI URL = URI.create("http://127.0.0.1:8123");

  @TempDir private Path folder;

  @Test
  void whatIsAskedBesideATrialAsksNoPromptOfIt() throws IOException {
    Plan plan = TwoStacks.plan(folder, "repeats: 2");

    Cell one = Cell.unrecorded(plan.scenario(), plan.trials().get(0), URL);
    Cell other = Cell.unrecorded(plan.scenario(), plan.trials().get(0), URL);

    assertThat(one.nonces()).isNotNull().isNotEqualTo(other.nonces());
    assertThat(one.labels().phase()).isEqualTo(Phase.WARMUP);
    assertThat(one.labels().trial()).isNull();
  }

  @Test
  void schedulesAreTheSameForEveryStackAndOthersInEveryRepeat() throws IOException {
    Plan plan = TwoStacks.plan(folder, "repeats: 2");

    assertThat(cell(plan, "a", 1).scheduleSeed()).isEqualTo(cell(plan, "b", 1).scheduleSeed());
    assertThat(cell(plan, "a", 2).scheduleSeed()).isEqualTo(cell(plan, "a", 1).scheduleSeed() + 1);
    assertThat(cell(plan, "a", 1).scheduleSeed())
        .as("what a run of an earlier version drew can be drawn again")
        .isEqualTo(-2045685300892033215L);
  }

  @Test
  void promptsAreTheTasksInItsTemplateAndOthersInEveryRepeat() throws IOException {
    Plan plan =
        TwoStacks.plan(folder, "repeats: 2", "hello: {", "hello: { template: 'Say: {text}',");

    assertThat(cell(plan, "a", 1).prompts())
        .extracting(Prompt::text)
        .containsExactly("Say: Hello there", "Say: Hello again");
    assertThat(asked(cell(plan, "a", 1))).matches("#.*\nSay: Hello (there|again)");
    assertThat(asked(cell(plan, "b", 1))).isEqualTo(asked(cell(plan, "a", 1)));
    assertThat(asked(cell(plan, "a", 2))).isNotEqualTo(asked(cell(plan, "a", 1)));
  }

  @Test
  void requestsOfATraceAreAsLongAsItSaysAndOthersInEveryRepeat() throws IOException {
    Plan plan = TwoStacks.plan(folder, "repeats: 2");
    Path trace =
        Files.writeString(
            folder.resolve("trace.jsonl"),
            """
            {"timestamp": 0, "input_length": 600, "output_length": 5, "hash_ids": [1, 2]}
            {"timestamp": 9, "input_length": 520, "output_length": 6, "hash_ids": [1, 3]}
            """);
    Load load = new Open(new Trace(trace, null, 1, null, null), null);
    Cell first = Cell.of(plan.scenario(), load, labels("a", 1), URL, "nonce");

    Questions questions = first.questions();
    String[] one = words(questions.prompt(Phase.MEASURED, 0));
    String[] other = words(questions.prompt(Phase.MEASURED, 1));
    assertThat(one).hasSize(600);
    assertThat(other).hasSize(520).startsWith(Arrays.copyOf(one, 512));
    assertThat(questions.generation(first.generation(), Phase.MEASURED, 1).maxTokens())
        .isEqualTo(6);
    assertThat(asked(Cell.of(plan.scenario(), load, labels("a", 2), URL, "nonce")))
        .isNotEqualTo(asked(first));
  }

  @Test
  void aSharedBeginningIsOneOfItsRepeatUnlessPromptsAreReused() throws IOException {
    String prefix = "hello: { prefix: { tokens: 8 },";
    Plan plan = TwoStacks.plan(folder, "repeats: 2", "hello: {", prefix);
    Plan reused = TwoStacks.plan(folder, "repeats: 2", "hello: {", prefix + " reuse: true,");
    Plan bare = TwoStacks.plan(folder, "repeats: 2", "hello: {", "hello: { reuse: true,");

    assertThat(asked(cell(plan, "a", 1)))
        .startsWith(SyntheticText.of(8, "nonce/trial/1", "prefix", 0));
    assertThat(asked(cell(plan, "a", 2)))
        .startsWith(SyntheticText.of(8, "nonce/trial/2", "prefix", 0));
    assertThat(asked(cell(reused, "a", 2)))
        .isEqualTo(SyntheticText.of(8, "", "prefix", 0) + asked(cell(bare, "a", 2)));
  }

  @Test
  void severalPromptsInARequestAreThoseThatFollowEachOther() throws IOException {
    Cell single = cell(TwoStacks.plan(folder, "repeats: 2"), "a", 1);
    Cell batch =
        new Cell(
            single.endpoint(),
            single.transport(),
            single.deadlines(),
            single.prompts(),
            single.renewal(),
            single.nonces(),
            single.seed(),
            single.generation(),
            single.load(),
            null,
            single.warmup(),
            single.labels(),
            single.talk(),
            null,
            null,
            2);

    assertThat(batch.questions().prompt(Phase.MEASURED, 1).texts())
        .containsExactly(
            single.questions().prompt(Phase.MEASURED, 2).text(),
            single.questions().prompt(Phase.MEASURED, 3).text());
    assertThat(single.questions().prompt(Phase.MEASURED, 1).texts()).hasSize(1);
  }

  @Test
  void aCellCanAskOtherPromptsOneAtATime() throws IOException {
    Cell other = cell(TwoStacks.plan(folder, "repeats: 2"), "a", 1).asking(new Synthetic(12, 2));

    assertThat(other.prompts()).hasSize(2);
    assertThat(words(other.questions().prompt(Phase.WARMUP, 0))).hasSize(12);
    assertThat(other.load()).isEqualTo(Closed.ONE);
    assertThat(other.labels()).isEqualTo(labels("a", 1));
  }

  @Test
  void answersAreHeardWhereALaterTurnSeesThem() throws IOException {
    String talk =
        "{\"id\": \"%s\", \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"},"
            + " {\"role\": \"assistant\", \"content\": \"Hi\"},"
            + " {\"role\": \"user\", \"content\": \"Bye\"}]}\n";
    Files.writeString(folder.resolve("talks.jsonl"), talk.formatted("a") + talk.formatted("b"));
    String file = "prompts: hello.jsonl";
    String talks = "api: chat, prompts: talks.jsonl";
    Plan given = TwoStacks.plan(folder, "repeats: 2", file, talks);
    Plan written =
        TwoStacks.plan(
            folder, "repeats: 2", file, talks + ", conversation: { history: reference }");

    Cell hears = cell(given, "a", 1);
    assertThat(hears.hasConversations()).isTrue();
    assertThat(hears.hearsAnswers()).isTrue();
    assertThat(hears.keepsTexts()).isTrue();
    assertThat(hears.settings(1).keepsTexts()).isTrue();
    Cell deaf = cell(written, "a", 1);
    assertThat(deaf.hasConversations()).isTrue();
    assertThat(deaf.hearsAnswers()).isFalse();
    assertThat(deaf.keepsTexts()).isFalse();
    Cell single = cell(TwoStacks.plan(folder, "repeats: 2"), "a", 1);
    assertThat(single.hasConversations()).isFalse();
    assertThat(single.hearsAnswers()).as("nothing comes after an answer").isFalse();
    assertThat(single.settings(1).keepsTexts()).isFalse();
  }

  @Test
  void withoutToolsAStacksOwnFieldsAreSentAsTheyAre() throws IOException {
    Plan plan = TwoStacks.plan(folder, "repeats: 2", "a: {", "a: { body: { user: me },");

    assertThat(cell(plan, "a", 1).endpoint().fields().toString()).isEqualTo("{\"user\":\"me\"}");
    assertThat(cell(plan, "b", 1).endpoint().fields()).isEmpty();
  }

  private static Cell cell(Plan plan, String stack, int repeat) {
    return Cell.of(plan.scenario(), Closed.ONE, labels(stack, repeat), URL, "nonce");
  }

  private static Labels labels(String stack, int repeat) {
    return new Labels(
        stack, "any", "hello", Mode.STREAM, "p=1", "trial", repeat, null, null, null, null);
  }

  /** The first measured prompt. */
  private static String asked(Cell cell) {
    return cell.questions().prompt(Phase.MEASURED, 0).text();
  }

  private static String[] words(Prompt prompt) {
    return prompt.text().strip().split(" ");
  }

  @Test
  void toolsAreSentBesideTheStacksOwnFields() throws IOException {
    Plan plan =
        TwoStacks.plan(
            folder,
            "repeats: 2",
            "hello: {",
            "hello: { api: chat, tools: [ { function: { name: now } } ],",
            "a: {",
            "a: { body: { user: me },");

    Cell cell = Cell.unrecorded(plan.scenario(), plan.trials().get(0), URL);

    assertThat(cell.endpoint().fields().toString())
        .isEqualTo("{\"user\":\"me\",\"tools\":[{\"function\":{\"name\":\"now\"}}]}");
    Plan other =
        TwoStacks.plan(
            folder,
            "repeats: 2",
            "hello: {",
            "hello: { api: chat, tools: [ { function: { name: now } } ],",
            "a: {",
            "a: { protocol: anthropic,");
    assertThat(
            Cell.unrecorded(other.scenario(), other.trials().get(0), URL)
                .endpoint()
                .fields()
                .toString())
        .isEqualTo("{\"tools\":[{\"name\":\"now\",\"input_schema\":{\"type\":\"object\"}}]}");
  }

  @Test
  void textsAreWantedWhereTheyAreKeptOrCounted() throws IOException {
    Plan drawn = TwoStacks.plan(folder, "repeats: 2");
    Plan greedy =
        TwoStacks.plan(folder, "repeats: 2", "max_tokens: 4", "temperature: 0, max_tokens: 4");

    assertThat(Cell.unrecorded(drawn.scenario(), drawn.trials().get(0), URL).keepsTexts())
        .isFalse();
    Cell kept = Cell.unrecorded(greedy.scenario(), greedy.trials().get(0), URL);
    assertThat(kept.texts()).isEqualTo(new Texts(true, null));
    assertThat(kept.settings(1).keepsTexts()).isTrue();
  }
}
