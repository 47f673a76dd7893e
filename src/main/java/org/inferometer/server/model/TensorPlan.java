package org.inferometer.server.model;

import java.util.ArrayList;
import java.util.List;

/** The tensors that a model of some configuration has, with the spread of their random values. */
final class TensorPlan {
  /**
   * Standard deviation of a matrix's outputs for inputs of standard deviation 1. With less, as
   * after the usual initialization, greedy decoding repeats one token for ever.
   */
  private static final double GAIN = 1.5;

  /** Length of a position's vector. */
  private static final double POSITION = 1.5;

  private static final double NORM_SPREAD = 0.1;
  private static final double BIAS_SPREAD = 0.05;

  /** What the rows of a tensor are. */
  enum Rows {
    /** Drawn independently. */
    PLAIN,
    /** One for each token of the vocabulary. */
    TOKENS,
    /**
     * Each second one the negative of the one before. GELU's results have a positive mean, which
     * independent rows would turn into one and the same vector for every token.
     */
    OPPOSITES
  }

  /**
   * One tensor: values are drawn around {@code mean} with standard deviation {@code spread}.
   *
   * @param rows what its rows are
   */
  record Planned(String name, int[] shape, double mean, double spread, Rows rows) {
    int rowCount() {
      return shape.length == 2 ? shape[0] : 1;
    }

    int columns() {
      return shape[shape.length - 1];
    }

    long values() {
      return (long) rowCount() * columns();
    }
  }

  private final ModelConfig config;
  private final int hidden;
  private final int inner;
  private final List<Planned> tensors = new ArrayList<>();

  private TensorPlan(ModelConfig config) {
    this.config = config;
    this.hidden = config.hiddenSize();
    this.inner = config.innerSize();
  }

  static List<Planned> of(ModelConfig config) {
    TensorPlan plan = new TensorPlan(config);
    if (config.architecture() == Architecture.GPT2) {
      plan.gpt2();
    } else {
      plan.llama();
    }
    if (!config.tiedHead()) {
      plan.perToken("lm_head.weight");
    }
    return List.copyOf(plan.tensors);
  }

  private void gpt2() {
    perToken("transformer.wte.weight");
    add("transformer.wpe.weight", POSITION / Math.sqrt(hidden), config.contextLength(), hidden);
    for (int layer = 0; layer < config.layers(); layer++) {
      String name = "transformer.h." + layer + ".";
      layerNorm(name + "ln_1");
      transposed(name + "attn.c_attn", hidden, 3 * hidden);
      transposed(name + "attn.c_proj", hidden, hidden);
      layerNorm(name + "ln_2");
      transposed(name + "mlp.c_fc", hidden, inner);
      String out = name + "mlp.c_proj";
      double spread = GAIN / Math.sqrt(inner);
      tensors.add(
          new Planned(out + ".weight", new int[] {inner, hidden}, 0, spread, Rows.OPPOSITES));
      add(out + ".bias", BIAS_SPREAD, hidden);
    }
    layerNorm("transformer.ln_f");
  }

  private void llama() {
    int queries = config.heads() * config.headSize();
    int keys = config.keyValueHeads() * config.headSize();
    perToken("model.embed_tokens.weight");
    for (int layer = 0; layer < config.layers(); layer++) {
      String name = "model.layers." + layer + ".";
      norm(name + "input_layernorm.weight");
      linear(name + "self_attn.q_proj", queries, hidden, config.queryKeyValueBias());
      linear(name + "self_attn.k_proj", keys, hidden, config.queryKeyValueBias());
      linear(name + "self_attn.v_proj", keys, hidden, config.queryKeyValueBias());
      linear(name + "self_attn.o_proj", hidden, queries, config.attentionOutputBias());
      norm(name + "post_attention_layernorm.weight");
      linear(name + "mlp.gate_proj", inner, hidden, config.feedForwardBias());
      linear(name + "mlp.up_proj", inner, hidden, config.feedForwardBias());
      linear(name + "mlp.down_proj", hidden, inner, config.feedForwardBias());
    }
    norm("model.norm.weight");
  }

  private void perToken(String name) {
    int[] shape = {config.vocabularySize(), hidden};
    tensors.add(new Planned(name, shape, 0, GAIN / Math.sqrt(hidden), Rows.TOKENS));
  }

  private void add(String name, double spread, int... shape) {
    tensors.add(new Planned(name, shape, 0, spread, Rows.PLAIN));
  }

  private void norm(String name) {
    tensors.add(new Planned(name, new int[] {hidden}, 1, NORM_SPREAD, Rows.PLAIN));
  }

  private void layerNorm(String name) {
    norm(name + ".weight");
    add(name + ".bias", BIAS_SPREAD, hidden);
  }

  private void transposed(String name, int inputs, int outputs) {
    add(name + ".weight", GAIN / Math.sqrt(inputs), inputs, outputs);
    add(name + ".bias", BIAS_SPREAD, outputs);
  }

  private void linear(String name, int outputs, int inputs, boolean bias) {
    add(name + ".weight", GAIN / Math.sqrt(inputs), outputs, inputs);
    if (bias) {
      add(name + ".bias", BIAS_SPREAD, outputs);
    }
  }
}
