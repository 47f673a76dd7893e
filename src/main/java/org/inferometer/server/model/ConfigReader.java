package org.inferometer.server.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** Turns the spellings that transformers has used over the years into a {@link ModelConfig}. */
final class ConfigReader {
  private final Path directory;
  private final ConfigFile config;

  ConfigReader(Path directory) {
    this.directory = directory;
    this.config = ConfigFile.read(directory.resolve("config.json"));
  }

  ModelConfig read() {
    if (config.has("quantization_config")) {
      throw config.wrong("quantization_config", "none (float32, float16 or bfloat16 weights)");
    }
    String modelType = config.text("model_type", "");
    return switch (modelType) {
      case "gpt2" -> gpt2();
      case "llama" -> llama(Architecture.LLAMA);
      case "mistral" -> llama(Architecture.MISTRAL);
      case "qwen2" -> llama(Architecture.QWEN2);
      default -> throw config.wrong("model_type", "gpt2, llama, mistral, qwen2");
    };
  }

  private ModelConfig gpt2() {
    requireFlag("scale_attn_weights", true, true);
    requireFlag("scale_attn_by_inverse_layer_idx", false, false);
    requireFlag("add_cross_attention", false, false);
    int hidden = config.positiveInt("n_embd");
    int heads = config.positiveInt("n_head");
    if (hidden % heads != 0) {
      throw config.wrong("n_head", "a divisor of n_embd (" + hidden + ")");
    }
    Activation activation =
        switch (config.text("activation_function", "gelu_new")) {
          case "gelu_new", "gelu_pytorch_tanh", "gelu_fast" -> Activation.GELU_TANH;
          case "gelu" -> Activation.GELU;
          default ->
              throw config.wrong(
                  "activation_function", "gelu_new, gelu_pytorch_tanh, gelu_fast, gelu");
        };
    return new ModelConfig(
        directory,
        Architecture.GPT2,
        config.positiveInt("vocab_size"),
        hidden,
        config.positiveInt("n_inner", 4 * hidden),
        config.positiveInt("n_layer"),
        heads,
        heads,
        hidden / heads,
        config.positiveInt("n_positions", config.positiveInt("n_ctx", 1024)),
        (float) config.positiveNumber("layer_norm_epsilon", 1e-5),
        activation,
        config.flag("tie_word_embeddings", true),
        true,
        true,
        true,
        null,
        OptionalInt.empty(),
        eosTokens());
  }

  private ModelConfig llama(Architecture architecture) {
    if (!config.text("hidden_act", "silu").equals("silu")) {
      throw config.wrong("hidden_act", "silu");
    }
    int hidden = config.positiveInt("hidden_size");
    int heads = config.positiveInt("num_attention_heads");
    int keyValueHeads = config.positiveInt("num_key_value_heads", heads);
    if (heads % keyValueHeads != 0) {
      throw config.wrong("num_key_value_heads", "a divisor of num_attention_heads (" + heads + ")");
    }
    if (!config.has("head_dim") && hidden % heads != 0) {
      throw config.wrong("num_attention_heads", "a divisor of hidden_size (" + hidden + ")");
    }
    int headSize = config.positiveInt("head_dim", hidden / heads);
    if (headSize % 2 != 0) {
      throw config.wrong("head_dim", "an even number of dimensions a head");
    }
    boolean qwen = architecture == Architecture.QWEN2;
    boolean attentionBias = !qwen && config.flag("attention_bias", false);
    int context = config.positiveInt("max_position_embeddings");
    return new ModelConfig(
        directory,
        architecture,
        config.positiveInt("vocab_size"),
        hidden,
        config.positiveInt("intermediate_size"),
        config.positiveInt("num_hidden_layers"),
        heads,
        keyValueHeads,
        headSize,
        context,
        (float) config.positiveNumber("rms_norm_eps", 1e-6),
        Activation.SILU,
        config.flag("tie_word_embeddings", false),
        qwen || attentionBias,
        attentionBias,
        config.flag("mlp_bias", false),
        new RopeReader(config, context).read(),
        slidingWindow(architecture, context),
        eosTokens());
  }

  /**
   * Mistral limits every layer's attention; Llama ignores the key, and so does Qwen2 unless it is
   * switched on, where only some layers are limited.
   */
  private OptionalInt slidingWindow(Architecture architecture, int context) {
    if (!config.has("sliding_window") || architecture == Architecture.LLAMA) {
      return OptionalInt.empty();
    }
    int window = config.positiveInt("sliding_window");
    if (window >= context) {
      return OptionalInt.empty();
    }
    if (architecture == Architecture.QWEN2) {
      requireFlag("use_sliding_window", false, false);
      return OptionalInt.empty();
    }
    return OptionalInt.of(window);
  }

  private void requireFlag(String key, boolean otherwise, boolean supported) {
    if (config.flag(key, otherwise) != supported) {
      throw config.wrong(key, String.valueOf(supported));
    }
  }

  private Set<Integer> eosTokens() {
    Path generation = directory.resolve("generation_config.json");
    if (Files.exists(generation)) {
      ConfigFile file = ConfigFile.read(generation);
      if (file.has("eos_token_id")) {
        return eosTokens(file);
      }
    }
    return config.has("eos_token_id") ? eosTokens(config) : Set.of();
  }

  private static Set<Integer> eosTokens(ConfigFile file) {
    JsonNode value = file.value("eos_token_id");
    Set<Integer> tokens = new TreeSet<>();
    for (JsonNode token : value.isArray() ? value : Set.of(value)) {
      if (!token.isIntegralNumber() || !token.canConvertToInt()) {
        throw file.wrong("eos_token_id", "a token id or a list of them");
      }
      tokens.add(token.intValue());
    }
    return Set.copyOf(tokens);
  }
}
