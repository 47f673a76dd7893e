package org.inferometer.server.engine;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.inferometer.server.model.Architecture;
import org.inferometer.server.model.ModelConfig;
import org.inferometer.server.model.Tensor;
import org.inferometer.server.model.Weights;

/** Brings the tensors of a model directory into the order of the kernels. */
final class WeightsLoader {
  /** A linear layer of the file, {@code [outputs, inputs]}, that becomes part of a matrix. */
  private record Part(String name, int outputs, boolean bias) {}

  private static final String HEAD = "lm_head.weight";

  private final ModelConfig config;
  private final Weights weights;
  private final Workers workers;
  private final int width;

  WeightsLoader(ModelConfig config, Workers workers, int panelWidth) {
    this.config = config;
    this.weights = Weights.open(config.directory());
    this.workers = workers;
    this.width = panelWidth;
  }

  DecoderWeights load() {
    return config.architecture() == Architecture.GPT2 ? gpt2() : llama();
  }

  private DecoderWeights gpt2() {
    String prefix = weights.has("transformer.wpe.weight") ? "transformer." : "";
    Matrix embedding = embedding(inputEmbedding(prefix + "wte.weight"));
    List<Block> blocks =
        IntStream.range(0, config.layers())
            .mapToObj(layer -> gpt2Block(prefix + "h." + layer + "."))
            .toList();
    return new DecoderWeights(
        embedding,
        positions(prefix + "wpe.weight"),
        blocks,
        norm(prefix + "ln_f"),
        config.tiedHead() ? embedding : embedding(HEAD));
  }

  private Block gpt2Block(String name) {
    int hidden = config.hiddenSize();
    int inner = config.innerSize();
    return new Block(
        norm(name + "ln_1"),
        transposed(name + "attn.c_attn", hidden, 3 * hidden),
        transposed(name + "attn.c_proj", hidden, hidden),
        norm(name + "ln_2"),
        transposed(name + "mlp.c_fc", hidden, inner),
        null,
        transposed(name + "mlp.c_proj", inner, hidden));
  }

  private DecoderWeights llama() {
    String prefix = weights.has("model.norm.weight") ? "model." : "";
    Matrix embedding = embedding(inputEmbedding(prefix + "embed_tokens.weight"));
    List<Block> blocks =
        IntStream.range(0, config.layers())
            .mapToObj(layer -> llamaBlock(prefix + "layers." + layer + "."))
            .toList();
    return new DecoderWeights(
        embedding,
        null,
        blocks,
        norm(prefix + "norm"),
        config.tiedHead() ? embedding : embedding(HEAD));
  }

  private Block llamaBlock(String name) {
    int hidden = config.hiddenSize();
    int inner = config.innerSize();
    int queries = config.heads() * config.headSize();
    int keys = config.keyValueHeads() * config.headSize();
    boolean bias = config.queryKeyValueBias();
    boolean innerBias = config.feedForwardBias();
    String attention = name + "self_attn.";
    return new Block(
        norm(name + "input_layernorm"),
        linear(
            hidden,
            new Part(attention + "q_proj", queries, bias),
            new Part(attention + "k_proj", keys, bias),
            new Part(attention + "v_proj", keys, bias)),
        linear(queries, new Part(attention + "o_proj", hidden, config.attentionOutputBias())),
        norm(name + "post_attention_layernorm"),
        linear(hidden, new Part(name + "mlp.gate_proj", inner, innerBias)),
        linear(hidden, new Part(name + "mlp.up_proj", inner, innerBias)),
        linear(inner, new Part(name + "mlp.down_proj", hidden, innerBias)));
  }

  private Norm norm(String name) {
    boolean layerNorm = config.architecture() == Architecture.GPT2;
    return new Norm(
        vector(name + ".weight", config.hiddenSize()),
        layerNorm ? vector(name + ".bias", config.hiddenSize()) : null,
        config.normEpsilon());
  }

  private float[] vector(String name, int size) {
    float[] vector = new float[size];
    weights.tensor(name, size).readRow(0, vector, 0);
    return vector;
  }

  private float[] positions(String name) {
    Tensor tensor = weights.tensor(name, config.contextLength(), config.hiddenSize());
    float[] positions = new float[Math.multiplyExact(tensor.rows(), tensor.columns())];
    for (int row = 0; row < tensor.rows(); row++) {
      tensor.readRow(row, positions, row * tensor.columns());
    }
    return positions;
  }

  /** One weight with two names, of which a model that was saved again may have either. */
  private String inputEmbedding(String name) {
    return config.tiedHead() && !weights.has(name) && weights.has(HEAD) ? HEAD : name;
  }

  private Matrix embedding(String name) {
    Matrix matrix = new Matrix(config.hiddenSize(), config.vocabularySize(), width);
    fill(matrix, 0, weights.tensor(name, config.vocabularySize(), config.hiddenSize()));
    return matrix;
  }

  private Matrix linear(int inputs, Part... parts) {
    int outputs = Arrays.stream(parts).mapToInt(Part::outputs).sum();
    Matrix matrix = new Matrix(inputs, outputs, width);
    int first = 0;
    for (Part part : parts) {
      fill(matrix, first, weights.tensor(part.name() + ".weight", part.outputs(), inputs));
      if (part.bias()) {
        weights.tensor(part.name() + ".bias", part.outputs()).readRow(0, matrix.bias, first);
      }
      first += part.outputs();
    }
    return matrix;
  }

  private void fill(Matrix matrix, int firstOutput, Tensor tensor) {
    int tasks = (tensor.rows() + width - 1) / width;
    workers.run(
        tasks,
        (task, worker) -> {
          float[] row = new float[tensor.columns()];
          int end = Math.min(tensor.rows(), (task + 1) * width);
          for (int i = task * width; i < end; i++) {
            tensor.readRow(i, row, 0);
            matrix.setOutput(firstOutput + i, row);
          }
        });
  }

  /** A layer of GPT-2's, stored {@code [inputs, outputs]}, with its bias. */
  private Matrix transposed(String name, int inputs, int outputs) {
    Matrix matrix = new Matrix(inputs, outputs, width);
    Tensor tensor = weights.tensor(name + ".weight", inputs, outputs);
    int rows = 64;
    workers.run(
        (inputs + rows - 1) / rows,
        (task, worker) -> {
          float[] row = new float[outputs];
          for (int i = task * rows; i < Math.min(inputs, (task + 1) * rows); i++) {
            tensor.readRow(i, row, 0);
            matrix.setInput(i, row);
          }
        });
    weights.tensor(name + ".bias", outputs).readRow(0, matrix.bias, 0);
    return matrix;
  }
}
