package org.inferometer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Path;
import org.inferometer.scenario.Model;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Trial;
import org.inferometer.server.model.Architecture;
import org.inferometer.server.model.ModelShape;
import org.inferometer.server.model.ModelWriter;
import org.inferometer.server.model.WeightType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptProofTest {
  @TempDir Path folder;

  @Test
  void aTokenizerThatTakesWordsApartIsRefused() {
    assertThat(PromptProof.byTokenizer(model(257)))
        .hasValueSatisfying(
            problem ->
                assertThat(problem)
                    .contains("the tokenizer of model m (")
                    .endsWith("allowed: prompts of a file"));
    assertThat(PromptProof.byTokenizer(model(512))).isEmpty();
  }

  @Test
  void withoutATokenizerTheStacksTell() {
    assertThat(PromptProof.byTokenizer(new Model("m", null, null))).isEmpty();
    assertThat(PromptProof.byTokenizer(new Model("m", folder, null))).isEmpty();
  }

  @Test
  void syntheticPromptsAreProvenForEachModelOfAMix() throws IOException {
    Plan plan =
        TwoStacks.mixingModels(
            folder, "repeats: 2", "prompts: hello.jsonl", "synthetic: { prompt-tokens: 8 }");

    assertThat(PromptProof.wanted(plan.scenario(), plan.trials()))
        .extracting(Trial::stack, Trial::model, Trial::task)
        .containsExactlyInAnyOrder(
            tuple("a", "any", "hello"),
            tuple("a", "other", "hello"),
            tuple("b", "any", "hello"),
            tuple("b", "other", "hello"));
  }

  private Model model(int vocabulary) {
    Path directory = folder.resolve("with-" + vocabulary);
    ModelShape shape = new ModelShape(1, 64, 2, 2, vocabulary, 64);
    ModelWriter.write(shape.config(directory, Architecture.GPT2), 1, WeightType.FLOAT32, 1);
    return new Model("m", directory, null);
  }
}
