package org.inferometer.server.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ModelConfigTest {
  private static final String LLAMA =
      """
      {"model_type": "llama", "hidden_size": 64, "intermediate_size": 160, "vocab_size": 300,
       "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2,
       "max_position_embeddings": 256, "rms_norm_eps": 1e-5, "hidden_act": "silu"%s}
      """;

  private static final String GPT2 =
      """
      {"model_type": "gpt2", "n_embd": 64, "n_layer": 2, "n_head": 4, "n_positions": 256,
       "vocab_size": 300%s}
      """;

  @TempDir Path directory;

  @Test
  void readsOldAndNewSpellingsOfRopeAlike() throws IOException {
    String scaling =
        "\"factor\": 8.0, \"low_freq_factor\": 1.0, \"high_freq_factor\": 4.0,"
            + " \"original_max_position_embeddings\": 32";
    Rope old =
        read(
                LLAMA,
                ", \"rope_theta\": 5e5, \"rope_scaling\": {\"type\": \"llama3\", %s}"
                    .formatted(scaling))
            .rope();
    Rope renewed =
        read(
                LLAMA,
                ", \"rope_parameters\": {\"rope_theta\": 5e5, \"rope_type\": \"llama3\", %s}"
                    .formatted(scaling))
            .rope();
    assertThat(old).isEqualTo(new Rope(5e5, Rope.Type.LLAMA3, 8, 1, 4, 32)).isEqualTo(renewed);
  }

  @Test
  void readsEndTokensAsNumberOrListAndPrefersTheGenerationConfiguration() throws IOException {
    assertThat(read(GPT2, "").eosTokens()).isEmpty();
    assertThat(read(GPT2, ", \"eos_token_id\": 5").eosTokens()).containsExactly(5);
    assertThat(read(GPT2, ", \"eos_token_id\": [5, 6]").eosTokens())
        .containsExactlyInAnyOrder(5, 6);
    Files.writeString(directory.resolve("generation_config.json"), "{\"eos_token_id\": [7]}");
    assertThat(read(GPT2, ", \"eos_token_id\": 5").eosTokens()).containsExactly(7);
  }

  @Test
  void takesDefaultsWhereNothingIsSaid() throws IOException {
    ModelConfig gpt2 = read(GPT2, ", \"n_inner\": null");
    assertThat(gpt2.innerSize()).isEqualTo(256);
    assertThat(gpt2.tiedHead()).isTrue();
    assertThat(gpt2.activation()).isEqualTo(Activation.GELU_TANH);
    ModelConfig llama = read(LLAMA, "");
    assertThat(llama.headSize()).isEqualTo(16);
    assertThat(llama.tiedHead()).isFalse();
    assertThat(llama.rope().theta()).isEqualTo(10_000);
  }

  @Test
  void appliesASlidingWindowToMistralOnlyAndOnlyBelowTheContext() throws IOException {
    String window = ", \"sliding_window\": %d";
    String mistral = LLAMA.replace("llama", "mistral");
    assertThat(read(mistral, window.formatted(20)).slidingWindow()).isEqualTo(OptionalInt.of(20));
    assertThat(read(mistral, window.formatted(256)).slidingWindow()).isEmpty();
    assertThat(read(LLAMA, window.formatted(20)).slidingWindow()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'model_type': 'mamba' | model_type is \"mamba\", supported: gpt2, llama, mistral, qwen2",
        "'quantization_config': {'bits': 4} | quantization_config is",
        "'hidden_act': 'relu' | hidden_act is \"relu\", supported: silu",
        "'rope_scaling': {'rope_type': 'yarn'} | rope_scaling.rope_type is \"yarn\", supported:"
            + " default, linear, llama3",
        "'rope_parameters': {'rope_type': 'linear'} | rope_parameters.factor is missing",
        "'partial_rotary_factor': 0.5 | partial_rotary_factor is 0.5, supported: 1",
        "'num_key_value_heads': 3 | num_key_value_heads is 3, supported: a divisor of"
            + " num_attention_heads (4)",
        "'hidden_size': -1 | hidden_size is -1, supported: a whole number above 0",
        "'hidden_size': 1e99 | hidden_size is",
        "'vocab_size': '300' | vocab_size is \"300\", supported: a whole number above 0",
        "'head_dim': 15 | head_dim is 15, supported: an even number",
        "'eos_token_id': 2.5 | eos_token_id is 2.5, supported: a token id",
        "'tie_word_embeddings': 1 | tie_word_embeddings is 1, supported: true or false",
      })
  void refusesWhatIsNotSupportedNamingFileKeyAndValue(String entry, String message)
      throws IOException {
    // The last of two equal keys counts.
    String json = LLAMA.formatted(", " + entry.replace('\'', '"'));
    Files.writeString(directory.resolve("config.json"), json);
    assertThatThrownBy(() -> ModelConfig.read(directory))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("config.json: ")
        .hasMessageContaining(message);
  }

  @Test
  void refusesMissingAndBrokenFiles() throws IOException {
    assertThatThrownBy(() -> ModelConfig.read(directory))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("config.json: no such file");
    Files.writeString(directory.resolve("config.json"), "{");
    assertThatThrownBy(() -> ModelConfig.read(directory))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("not valid JSON");
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void readsBackWhatIsWritten(Architecture family) {
    ModelConfig config = ModelShape.Size.TINY.of(family).config(directory, family);
    ModelWriter.write(config, 1, WeightType.BFLOAT16, 2);
    assertThat(ModelConfig.read(directory)).isEqualTo(config);
  }

  private ModelConfig read(String json, String more) throws IOException {
    Files.writeString(directory.resolve("config.json"), json.formatted(more));
    return ModelConfig.read(directory);
  }
}
