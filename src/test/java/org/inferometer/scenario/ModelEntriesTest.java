package org.inferometer.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Locale;
import org.inferometer.server.model.Architecture;
import org.inferometer.server.model.ModelShape;
import org.junit.jupiter.api.Test;

/** Which models a scenario can have, and what is said of others. */
class ModelEntriesTest extends SmallestScenario {
  @Test
  void needsNoDirectoryOfARunningServerWhoseNamesAreGiven() throws IOException {
    String bare = SMALLEST.replace("{ generate: { family: gpt2, size: tiny } }", "{}") + BUDGET;
    String named = bare.replace("a: {", "a: { dialect: transformers, models: { m: org/m },");
    assertThat(read(named).stack("a").served("m")).isEqualTo("org/m");
  }

  @Test
  void takesAModelWithoutDirectoryFromRunningServersOnly() throws IOException {
    String bare = SMALLEST.replace("{ generate: { family: gpt2, size: tiny } }", "{}") + BUDGET;

    assertThat(read(bare).model("m")).isEqualTo(new Model("m", null, null));
    assertProblem(
        bare.replace("url: \"http://127.0.0.1:8000/\"", "launch: {inferometer: []}"),
        "models.m: neither directory nor generate, but stack a needs the model's directory");
    assertProblem(
        bare.replace(
            "url: \"http://127.0.0.1:8000/\"",
            "launch: {command: [serve, '--model=${model.directory}']}"),
        "models.m: neither directory nor generate, but stack a needs the model's directory");
    assertThat(
            read(bare.replace(
                    "url: \"http://127.0.0.1:8000/\"",
                    "launch: {command: [serve, '--port=${port}', '--model=${model.name}']}"))
                .model("m"))
        .isEqualTo(new Model("m", null, null));
    assertProblem(bare.replace("a: {", "a: { dialect: transformers,"), "stack a needs the model's");
    assertProblem(
        bare.replace("a: {", "a: { models: { m: '${model.directory}' },"), "stack a needs the");
  }

  @Test
  void knowsTheModelsThatCanBeGenerated() throws IOException {
    assertProblem(SMALLEST.replace("gpt2", "bert"), "found the text \"bert\"; allowed: gpt2,");
    for (Architecture family : Architecture.values()) {
      for (ModelShape.Size size : ModelShape.Size.values()) {
        String spelled = size.name().toLowerCase(Locale.ROOT).replace('_', '-');
        String yaml =
            SMALLEST
                .replace("gpt2", family.name().toLowerCase(Locale.ROOT))
                .replace("tiny", spelled);
        assertThat(read(yaml + BUDGET).model("m").generate().size()).isEqualTo(spelled);
      }
    }
  }
}
