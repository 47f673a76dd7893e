package org.inferometer.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.inferometer.server.engine.Chunk;
import org.inferometer.server.engine.KvCache;
import org.inferometer.server.model.Architecture;
import org.inferometer.server.model.ModelException;
import org.inferometer.server.model.ModelShape;
import org.inferometer.server.model.ModelWriter;
import org.inferometer.server.model.WeightType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Model directories as others have saved them. */
class ServedModelTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String POINTER =
      "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 9\n"
          .formatted("0".repeat(64));

  @TempDir Path directory;

  private void write(Architecture architecture) {
    ModelShape shape = new ModelShape(1, 16, 2, 2, 300, 64);
    ModelWriter.write(shape.config(directory, architecture), 1, WeightType.FLOAT32, 1);
  }

  private ServedModel load() {
    return ServedModel.load(directory, "m", 1, null);
  }

  private void setConfig(String file, String key, String json) throws IOException {
    Path path = directory.resolve(file);
    ObjectNode config = (ObjectNode) JSON.readTree(path.toFile());
    config.set(key, JSON.readTree(json));
    JSON.writeValue(path.toFile(), config);
  }

  /** Gives a tensor another name, as a model that was saved again may have. */
  private void rename(String from, String to) throws IOException {
    Path file = directory.resolve("model.safetensors");
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] old = new byte[(int) bytes.getLong()];
    bytes.get(old);
    ObjectNode tensors = (ObjectNode) JSON.readTree(old);
    tensors.set(to, tensors.remove(from));
    byte[] header = tensors.toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer renamed =
        ByteBuffer.allocate(Long.BYTES + header.length + bytes.remaining())
            .order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file, renamed.putLong(header.length).put(header).put(bytes).array());
  }

  private float[] logits() {
    try (ServedModel model = load();
        KvCache cache = model.engine().newCache(8)) {
      float[] logits = new float[300];
      model.engine().forward(List.of(new Chunk(cache, new int[] {1, 2, 3}, 0, 3, logits)));
      return logits;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GPT2, transformer.wte.weight",
    "LLAMA, model.embed_tokens.weight",
    "QWEN2, model.embed_tokens.weight",
    "MISTRAL, model.embed_tokens.weight"
  })
  void aTiedWeightMayHaveEitherOfItsNames(Architecture architecture, String name)
      throws IOException {
    write(architecture);
    boolean untied =
        !JSON.readTree(directory.resolve("config.json").toFile())
            .path("tie_word_embeddings")
            .asBoolean(true);
    setConfig("config.json", "tie_word_embeddings", "true");
    if (untied) {
      rename("lm_head.weight", "unused.weight");
    }
    float[] before = logits();

    rename(name, "lm_head.weight");

    assertThat(logits()).containsExactly(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"300 | ", "[299, 300] | 299", "-1 | ", "[2, 5000] | 2"})
  void endTokensBeyondTheVocabularyNeverCome(String given, Integer left) throws IOException {
    write(Architecture.LLAMA);
    setConfig("generation_config.json", "eos_token_id", given);
    setConfig("tokenizer_config.json", "eos_token", "null");

    try (ServedModel model = load()) {
      assertThat(model.endTokens()).isEqualTo(left == null ? Set.of() : Set.of(left));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"model.safetensors", "tokenizer.json", "config.json", "chat_template.jinja"})
  void saysThatAFileIsAPointerOfGitLfs(String file) throws IOException {
    write(Architecture.GPT2);
    Files.writeString(directory.resolve(file), POINTER);

    assertThatThrownBy(this::load)
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(file + ": is a Git LFS pointer");
  }

  @Test
  void saysThatAShardIsAPointerOfGitLfs() throws IOException {
    ModelShape shape = new ModelShape(1, 16, 2, 2, 300, 64);
    ModelWriter.write(shape.config(directory, Architecture.GPT2), 1, WeightType.FLOAT32, 2);
    Files.writeString(directory.resolve("model-00002-of-00002.safetensors"), POINTER);

    assertThatThrownBy(this::load).hasMessageContaining("00002.safetensors: is a Git LFS pointer");
  }
}
