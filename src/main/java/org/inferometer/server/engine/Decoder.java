package org.inferometer.server.engine;

import java.util.List;
import org.inferometer.server.model.ModelConfig;

/** GPT-2 and the Llama family: the same blocks, with different norms, positions and gates. */
final class Decoder implements LanguageModel {
  private final ModelConfig config;
  private final Kernels kernels;
  private final Workers workers;
  private final DecoderWeights weights;
  private final BlockPool pool;
  private final Products products;
  private final Attention attention;
  private final Rotation rotation;
  private final int hiddenStride;
  private final int attendedStride;

  // Grown to the largest batch seen, so that a step allocates nothing large.
  private int room;
  private float[] hidden = {};
  private float[] projected = {};
  private float[] attended = {};
  private float[] inner = {};
  private float[] gated = {};
  private float[] last = {};
  private float[] logits = {};

  Decoder(ModelConfig config, int threads, Kernels kernels) {
    this.config = config;
    this.kernels = kernels;
    workers = new Workers(threads);
    weights = load();
    int width = kernels.panelWidth();
    pool = new BlockPool(config.layers(), config.keyValueHeads(), config.headSize(), width);
    products = new Products(kernels, workers, config.hiddenSize());
    attention = new Attention(config, kernels, workers, pool);
    rotation = new Rotation(config);
    hiddenStride = (config.hiddenSize() + width - 1) / width * width;
    attendedStride = config.heads() * config.headSize();
  }

  private DecoderWeights load() {
    try {
      return new WeightsLoader(config, workers, kernels.panelWidth()).load();
    } catch (RuntimeException | Error e) {
      workers.close();
      throw e;
    }
  }

  @Override
  public int vocabularySize() {
    return config.vocabularySize();
  }

  @Override
  public int contextLength() {
    return config.contextLength();
  }

  @Override
  public KvCache newCache(int capacity) {
    if (capacity < 1 || capacity > contextLength()) {
      throw new IllegalArgumentException(
          "Capacity is %d, allowed: 1 to %d".formatted(capacity, contextLength()));
    }
    return new BlockCache(pool, capacity);
  }

  @Override
  public void forward(List<Chunk> chunks) {
    Batch batch = new Batch(chunks, pool, vocabularySize());
    batch.reserve();
    makeRoom(batch.rows);
    rotation.prepare(batch);
    embed(batch);
    for (int layer = 0; layer < weights.blocks().size(); layer++) {
      run(weights.blocks().get(layer), layer, batch);
    }
    batch.advance();
    fillLogits(batch);
  }

  private void makeRoom(int rows) {
    if (rows <= room) {
      return;
    }
    int tile = kernels.tileRows();
    room = (rows + tile - 1) / tile * tile;
    Block block = weights.blocks().get(0);
    hidden = new float[room * hiddenStride];
    projected = new float[room * block.queryKeyValue().stride()];
    attended = new float[room * attendedStride];
    inner = new float[room * block.feedForwardIn().stride()];
    gated = new float[block.feedForwardUp() == null ? 0 : inner.length];
  }

  private void embed(Batch batch) {
    int size = config.hiddenSize();
    for (int row = 0; row < batch.rows; row++) {
      int at = row * hiddenStride;
      weights.embedding().getOutput(batch.token[row], hidden, at);
      if (weights.positions() != null) {
        int position = batch.position[row] * size;
        for (int i = 0; i < size; i++) {
          hidden[at + i] += weights.positions()[position + i];
        }
      }
    }
  }

  private void run(Block block, int layer, Batch batch) {
    int rows = batch.rows;
    products.multiply(
        block.attentionNorm(), hidden, hiddenStride, rows, block.queryKeyValue(), projected, false);
    attention.apply(
        layer,
        batch,
        rotation,
        projected,
        block.queryKeyValue().stride(),
        attended,
        attendedStride);
    products.multiply(null, attended, attendedStride, rows, block.attentionOut(), hidden, true);
    products.feedForward(
        block.feedForwardNorm(),
        hidden,
        hiddenStride,
        rows,
        block.feedForwardIn(),
        block.feedForwardUp(),
        config.activation(),
        inner,
        gated);
    products.multiply(
        null, inner, block.feedForwardIn().stride(), rows, block.feedForwardOut(), hidden, true);
  }

  private void fillLogits(Batch batch) {
    List<Chunk> asked = batch.chunks.stream().filter(chunk -> chunk.logits() != null).toList();
    if (asked.isEmpty()) {
      return;
    }
    int tile = kernels.tileRows();
    int rows = (asked.size() + tile - 1) / tile * tile;
    int stride = weights.head().stride();
    if (logits.length < rows * stride) {
      last = new float[rows * hiddenStride];
      logits = new float[Math.multiplyExact(rows, stride)];
    }
    int row = 0;
    for (int i = 0; i < batch.firstRow.length; i++) {
      Chunk chunk = batch.chunks.get(i);
      if (chunk.logits() != null) {
        int from = (batch.firstRow[i] + chunk.count() - 1) * hiddenStride;
        System.arraycopy(hidden, from, last, row++ * hiddenStride, config.hiddenSize());
      }
    }
    products.multiply(
        weights.finalNorm(), last, hiddenStride, asked.size(), weights.head(), logits, false);
    workers.run(
        asked.size(),
        (i, worker) ->
            System.arraycopy(logits, i * stride, asked.get(i).logits(), 0, vocabularySize()));
  }

  @Override
  public void close() {
    workers.close();
  }
}
