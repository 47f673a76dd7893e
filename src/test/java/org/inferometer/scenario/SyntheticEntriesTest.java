package org.inferometer.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.inferometer.dataset.Lengths;
import org.inferometer.dataset.Synthetic;
import org.junit.jupiter.api.Test;

/** How long prompts that are made are to be. */
class SyntheticEntriesTest extends SmallestScenario {
  @Test
  void readsSyntheticPrompts() throws IOException {
    Task task = read(synthetic("synthetic: { prompt-tokens: 128 }")).task("chat");

    assertThat(task.synthetic()).isEqualTo(new Synthetic(128, 100));
    assertThat(task.prompts()).isNull();
    assertThat(task.allPrompts()).hasSize(100);
    assertProblem(synthetic("api: chat"), "tasks.chat: neither prompts nor synthetic; allowed:");
    assertProblem(
        synthetic("prompts: chat.jsonl, synthetic: { prompt-tokens: 128 }"),
        "tasks.chat: both prompts and synthetic; allowed: prompts (path of a JSON Lines file) or");
    assertProblem(
        synthetic("synthetic: { count: 5 }"),
        "tasks.chat.synthetic.prompt-tokens: missing; allowed: tokens of each prompt");
    assertProblem(
        synthetic("synthetic: { prompt-tokens: 0 }"), "found 0; allowed: tokens of each prompt");
    assertProblem(
        synthetic("synthetic: { prompt-tokens: long }"),
        "found the text \"long\"; allowed: tokens of each prompt");
    assertProblem(
        synthetic("synthetic: { prompt-tokens: 9 }, template: 'x {text}'"),
        "tasks.chat.template: not with synthetic");
  }

  @Test
  void readsDistributionsOfLengths() throws IOException {
    Scenario scenario =
        read(synthetic("synthetic: { prompt-tokens: { from: 64, to: 512 }, count: 50 }"));
    assertThat(scenario.task("chat").synthetic())
        .isEqualTo(new Synthetic(new Lengths(64, 512, null, null), 50));
    Path file = folder.resolve("plan.json");
    Plan.of(scenario).write(file);
    assertThat(Plan.read(file).scenario()).isEqualTo(scenario);

    scenario =
        read(synthetic("synthetic: { prompt-tokens: { mean: 128, deviation: 40.5, to: 200 } }"));
    assertThat(scenario.task("chat").synthetic().promptTokens())
        .isEqualTo(new Lengths(1, 200, 128.0, 40.5));
    Plan.of(scenario).write(file);
    assertThat(Plan.read(file).scenario()).isEqualTo(scenario);

    String at = "tasks.chat.synthetic.prompt-tokens";
    for (String part :
        List.of("{}", "{ from: 1 }", "{ mean: 9 }", "{ deviation: 9, from: 1, to: 9 }")) {
      assertProblem(
          synthetic("synthetic: { prompt-tokens: " + part + " }"),
          at + ": no distribution; allowed: from and to, or mean and deviation");
    }
    assertProblem(
        synthetic("synthetic: { prompt-tokens: { from: 9, to: 8 } }"),
        at + ": from is larger than to");
    assertProblem(
        synthetic("synthetic: { prompt-tokens: { mean: 300, deviation: 1, to: 200 } }"),
        at + ".mean: not between from and to");
    assertProblem(
        synthetic("synthetic: { prompt-tokens: { mean: 300, deviation: 0 } }"),
        "found 0; allowed: its standard deviation");
    assertProblem(
        synthetic("synthetic: { prompt-tokens: { mean: 300, std: 1 } }"), at + ".std: unknown key");
  }

  private static String synthetic(String task) {
    return SMALLEST.replace("prompts: chat.jsonl", task) + BUDGET;
  }
}
