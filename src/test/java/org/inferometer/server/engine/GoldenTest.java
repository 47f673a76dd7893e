package org.inferometer.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.inferometer.server.model.ModelConfig;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine against transformers in float32. */
class GoldenTest {
  private static final Offset<Float> TOLERANCE = within(2e-4f);

  @TempDir Path directory;

  static List<GoldenCase> cases() {
    return GoldenCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void repeatsTransformersTokenForTokenWithVectors(GoldenCase golden) {
    golden.write(directory);
    repeatsAlone(golden, new VectorKernels());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void repeatsTransformersTokenForTokenWithoutVectors(GoldenCase golden) {
    golden.write(directory);
    repeatsAlone(golden, new ScalarKernels());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void repeatsTransformersWhenAllPromptsRunInOneBatch(GoldenCase golden) {
    golden.write(directory);
    try (LanguageModel model = load(Kernels.best())) {
      List<Sequence> sequences = new ArrayList<>();
      for (int copy = 0; copy < 4; copy++) {
        golden.prompts().forEach(prompt -> sequences.add(new Sequence(model, prompt)));
      }
      while (sequences.stream().anyMatch(Sequence::unfinished)) {
        List<Sequence> running = sequences.stream().filter(Sequence::unfinished).toList();
        model.forward(running.stream().map(sequence -> sequence.next(1000)).toList());
        running.forEach(Sequence::check);
      }
      sequences.forEach(Sequence::close);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void repeatsTransformersWhenPromptsComeInPiecesBesideRunningSequences(GoldenCase golden) {
    golden.write(directory);
    try (LanguageModel model = load(Kernels.best())) {
      List<Sequence> sequences =
          golden.prompts().stream().map(prompt -> new Sequence(model, prompt)).toList();
      int piece = 3;
      while (sequences.stream().anyMatch(Sequence::unfinished)) {
        List<Sequence> running = sequences.stream().filter(Sequence::unfinished).toList();
        int length = piece++;
        model.forward(running.stream().map(sequence -> sequence.next(length)).toList());
        running.forEach(Sequence::check);
      }
      sequences.forEach(Sequence::close);
    }
  }

  private void repeatsAlone(GoldenCase golden, Kernels kernels) {
    try (LanguageModel model = load(kernels)) {
      for (GoldenCase.Prompt prompt : golden.prompts()) {
        Sequence sequence = new Sequence(model, prompt);
        while (sequence.unfinished()) {
          model.forward(List.of(sequence.next(1000)));
          sequence.check();
        }
        sequence.close();
      }
    }
  }

  private LanguageModel load(Kernels kernels) {
    return new Decoder(ModelConfig.read(directory), 2, kernels);
  }

  /** One prompt on its way through its expected output. */
  private static final class Sequence {
    private final GoldenCase.Prompt prompt;
    private final KvCache cache;
    private final float[] logits;
    private final int[] tokens;
    private int generated;

    Sequence(LanguageModel model, GoldenCase.Prompt prompt) {
      this.prompt = prompt;
      assertThat(prompt.output()).hasSizeGreaterThan(8);
      tokens = Arrays.copyOf(prompt.tokens(), prompt.tokens().length + prompt.output().length);
      System.arraycopy(prompt.output(), 0, tokens, prompt.tokens().length, prompt.output().length);
      cache = model.newCache(tokens.length);
      logits = new float[model.vocabularySize()];
    }

    boolean unfinished() {
      return generated < prompt.output().length;
    }

    Chunk next(int mostPromptTokens) {
      int left = prompt.tokens().length - cache.length();
      int count = left > 0 ? Math.min(left, mostPromptTokens) : 1;
      return new Chunk(cache, tokens, cache.length(), count, left > count ? null : logits);
    }

    void check() {
      if (cache.length() < prompt.tokens().length) {
        return;
      }
      int best = 0;
      for (int i = 1; i < logits.length; i++) {
        best = logits[i] > logits[best] ? i : best;
      }
      assertThat(best).as("token %d", generated).isEqualTo(prompt.output()[generated]);
      prompt
          .logits()
          .get(generated)
          .forEach((token, logit) -> assertThat(logits[token]).isCloseTo(logit, TOLERANCE));
      generated++;
    }

    void close() {
      cache.close();
    }
  }
}
