package org.inferometer.server.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelWriterTest {
  private static final String REPLACEMENT = "\ufffd";

  @TempDir Path directory;

  private ModelConfig config(String name, int vocabulary) {
    return new ModelShape(1, 8, 2, 2, vocabulary, 16)
        .config(directory.resolve(name), Architecture.GPT2);
  }

  @Test
  void sameSeedGivesTheSameBytesAndAnotherSeedOthers() throws IOException {
    ModelWriter.write(config("a", 300), 1, WeightType.FLOAT32, 1);
    ModelWriter.write(config("b", 300), 1, WeightType.FLOAT32, 1);
    ModelWriter.write(config("c", 300), 2, WeightType.FLOAT32, 1);
    for (String file : new String[] {"config.json", "tokenizer.json", "model.safetensors"}) {
      assertThat(directory.resolve("a").resolve(file))
          .hasSameBinaryContentAs(directory.resolve("b").resolve(file));
    }
    assertThat(Files.mismatch(weights("a"), weights("c"))).isNotNegative();
  }

  private Path weights(String name) {
    return directory.resolve(name).resolve("model.safetensors");
  }

  @Test
  void theVocabularyHasExactlyTheAskedSize() {
    for (int size : new int[] {257, 300, 4096, 50257}) {
      Vocabulary vocabulary = Vocabulary.ofSize(size);
      assertThat(vocabulary.tokens()).hasSize(size - 1);
      assertThat(vocabulary.tokens().values()).doesNotHaveDuplicates().contains(0, size - 2);
      assertThat(vocabulary.merges()).hasSize(size - 257).doesNotHaveDuplicates();
    }
  }

  @Test
  void everyTokenButHalfCharactersDecodesToTextAndAnyTextSurvives() throws IOException {
    int size = 4096;
    ModelWriter.write(config("m", size), 1, WeightType.FLOAT16, 2);
    Path file = directory.resolve("m").resolve("tokenizer.json");
    try (HuggingFaceTokenizer tokenizer =
        HuggingFaceTokenizer.newInstance(file, Map.of("addSpecialTokens", "false"))) {
      for (int id = 0; id < size; id++) {
        if (!Vocabulary.isQuiet(id, size)) {
          String text = tokenizer.decode(new long[] {id}, false);
          assertThat(text).as("token %d", id).isNotEmpty().doesNotContain(REPLACEMENT);
        }
      }
      String text = "Grüße aus Zürich, 東京 and an emoji 🙂 then\n\tdef f(x): return x";
      long[] ids = tokenizer.encode(text).getIds();
      assertThat(tokenizer.decode(ids, false)).isEqualTo(text);
      assertThat(tokenizer.encode("<|endoftext|>").getIds()).containsExactly(size - 1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model.safetensors",
        "model-00001-of-00002.safetensors",
        "config.json",
        "tokenizer.json"
      })
  void leavesModelsOfOthersAlone(String file) throws IOException {
    Files.writeString(directory.resolve(file), "precious");

    assertThatThrownBy(() -> ModelWriter.refuseOthers(directory))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(directory + ": has a model in it")
        .hasMessageContaining("give another directory");
  }

  @Test
  void writesAgainWhatItHasWritten() throws IOException {
    ModelWriter.refuseOthers(directory.resolve("m"));
    ModelWriter.write(config("m", 300), 1, WeightType.FLOAT32, 2);
    Files.writeString(directory.resolve("m").resolve("notes.txt"), "mine");

    ModelWriter.refuseOthers(directory.resolve("m"));
    Files.writeString(directory.resolve("m").resolve("other.safetensors"), "precious");
    assertThatThrownBy(() -> ModelWriter.refuseOthers(directory.resolve("m")))
        .isInstanceOf(ModelException.class);
  }

  @Test
  void refusesAVocabularyWithoutRoomForTheBytes() {
    assertThatThrownBy(() -> ModelWriter.write(config("s", 256), 1, WeightType.FLOAT32, 1))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("The vocabulary has 256 tokens, allowed: 257");
  }
}
