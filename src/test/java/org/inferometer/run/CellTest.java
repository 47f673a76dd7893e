package org.inferometer.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.inferometer.load.Closed;
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
    assertThat(cell(plan, "a", 1).scheduleSeed()).isNotZero();
    assertThat(cell(plan, "a", 1).hasConversations()).isFalse();
  }

  private static Cell cell(Plan plan, String stack, int repeat) {
    Labels labels =
        new Labels(
            stack, "any", "hello", Mode.STREAM, "p=1", "trial", repeat, null, null, null, null);
    return Cell.of(plan.scenario(), Closed.ONE, labels, URL, "nonce");
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
