package org.inferometer.server.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes {@code config.json} and {@code generation_config.json}, in the older spellings, which both
 * old and new versions of transformers read.
 */
final class ConfigWriter {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ConfigWriter() {}

  static void write(ModelConfig config, WeightType type) throws IOException {
    ObjectNode json = config.architecture() == Architecture.GPT2 ? gpt2(config) : llama(config);
    json.put("vocab_size", config.vocabularySize());
    json.put("tie_word_embeddings", config.tiedHead());
    json.put("torch_dtype", type.configName());
    json.put("use_cache", true);
    putTokens(json, config);
    writeJson(config.directory().resolve("config.json"), json);
    ObjectNode generation = JSON.createObjectNode();
    generation.put("do_sample", false);
    putTokens(generation, config);
    writeJson(config.directory().resolve("generation_config.json"), generation);
  }

  static void writeJson(Path file, JsonNode json) throws IOException {
    JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), json);
  }

  private static void putTokens(ObjectNode json, ModelConfig config) {
    int endOfText = Vocabulary.endOfText(config.vocabularySize());
    json.put("bos_token_id", endOfText);
    if (config.eosTokens().size() == 1) {
      json.put("eos_token_id", config.eosTokens().iterator().next());
    } else {
      config.eosTokens().stream().sorted().forEach(json.withArray("eos_token_id")::add);
    }
  }

  private static ObjectNode gpt2(ModelConfig config) {
    ObjectNode json = JSON.createObjectNode();
    json.putArray("architectures").add("GPT2LMHeadModel");
    json.put("model_type", "gpt2");
    json.put("n_embd", config.hiddenSize());
    json.put("n_layer", config.layers());
    json.put("n_head", config.heads());
    json.put("n_positions", config.contextLength());
    json.put("n_ctx", config.contextLength());
    if (config.innerSize() == 4 * config.hiddenSize()) {
      json.putNull("n_inner");
    } else {
      json.put("n_inner", config.innerSize());
    }
    json.put("activation_function", config.activation() == Activation.GELU ? "gelu" : "gelu_new");
    json.put("layer_norm_epsilon", rounded(config.normEpsilon()));
    for (String dropout : new String[] {"attn_pdrop", "embd_pdrop", "resid_pdrop"}) {
      json.put(dropout, 0.0);
    }
    return json;
  }

  private static ObjectNode llama(ModelConfig config) {
    ObjectNode json = JSON.createObjectNode();
    String name =
        switch (config.architecture()) {
          case MISTRAL -> "Mistral";
          case QWEN2 -> "Qwen2";
          default -> "Llama";
        };
    json.putArray("architectures").add(name + "ForCausalLM");
    json.put("model_type", config.architecture().modelType());
    json.put("hidden_size", config.hiddenSize());
    json.put("intermediate_size", config.innerSize());
    json.put("num_hidden_layers", config.layers());
    json.put("num_attention_heads", config.heads());
    json.put("num_key_value_heads", config.keyValueHeads());
    if (config.headSize() * config.heads() != config.hiddenSize()) {
      json.put("head_dim", config.headSize());
    }
    json.put("max_position_embeddings", config.contextLength());
    json.put("rms_norm_eps", rounded(config.normEpsilon()));
    json.put("hidden_act", "silu");
    switch (config.architecture()) {
      case MISTRAL -> {
        if (config.slidingWindow().isPresent()) {
          json.put("sliding_window", config.slidingWindow().getAsInt());
        } else {
          json.putNull("sliding_window");
        }
      }
      case QWEN2 -> json.put("use_sliding_window", false);
      default -> {
        json.put("attention_bias", config.attentionOutputBias());
        json.put("mlp_bias", config.feedForwardBias());
      }
    }
    putRope(json, config.rope());
    return json;
  }

  private static void putRope(ObjectNode json, Rope rope) {
    json.put("rope_theta", rope.theta());
    if (rope.type() == Rope.Type.DEFAULT) {
      json.putNull("rope_scaling");
      return;
    }
    ObjectNode scaling = json.putObject("rope_scaling");
    scaling.put("factor", rope.factor());
    if (rope.type() == Rope.Type.LINEAR) {
      scaling.put("rope_type", "linear");
    } else {
      scaling.put("rope_type", "llama3");
      scaling.put("low_freq_factor", rope.lowFrequencyFactor());
      scaling.put("high_freq_factor", rope.highFrequencyFactor());
      scaling.put("original_max_position_embeddings", rope.originalContextLength());
    }
  }

  /** The decimal that was meant: 1.0E-5, not 9.999999747378752E-6. */
  private static double rounded(float value) {
    return Double.parseDouble(Float.toString(value));
  }
}
