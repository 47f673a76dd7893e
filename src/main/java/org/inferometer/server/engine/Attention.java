package org.inferometer.server.engine;

import static org.inferometer.server.engine.BlockCache.BLOCK;

import java.util.Arrays;
import org.inferometer.server.model.ModelConfig;

/** Causal attention with grouped heads over the cached keys and values. */
final class Attention {
  /** What one worker needs besides its inputs. */
  private static final class Scratch {
    final float[] query;
    final float[] sum;
    float[] scores = {};

    Scratch(int headSize, int valueStride) {
      query = new float[headSize];
      sum = new float[valueStride];
    }
  }

  private final Kernels kernels;
  private final Workers workers;
  private final BlockPool pool;
  private final Scratch[] scratches;
  private final int heads;
  private final int keyValueHeads;
  private final int headSize;
  private final int window;
  private final float scale;

  Attention(ModelConfig config, Kernels kernels, Workers workers, BlockPool pool) {
    this.kernels = kernels;
    this.workers = workers;
    this.pool = pool;
    heads = config.heads();
    keyValueHeads = config.keyValueHeads();
    headSize = config.headSize();
    window = config.slidingWindow().orElse(Integer.MAX_VALUE);
    scale = (float) (1 / Math.sqrt(headSize));
    scratches = new Scratch[workers.count()];
    Arrays.setAll(scratches, i -> new Scratch(headSize, pool.valueStride()));
  }

  /**
   * Appends the batch's keys and values to their caches and lets each query attend to its past.
   *
   * @param projected rows of queries, keys and values; queries and keys are turned in place
   * @param out receives the heads' results side by side
   */
  void apply(
      int layer,
      Batch batch,
      Rotation rotation,
      float[] projected,
      int projectedStride,
      float[] out,
      int outStride) {
    // Heads do not read each other's keys: one task can append and attend without waiting.
    workers.run(
        batch.firstRow.length * keyValueHeads,
        (task, worker) -> {
          int chunk = task / keyValueHeads;
          int head = task % keyValueHeads;
          int group = heads / keyValueHeads;
          BlockCache cache = batch.cache(chunk);
          int end = batch.firstRow[chunk] + batch.chunks.get(chunk).count();
          for (int row = batch.firstRow[chunk]; row < end; row++) {
            int position = batch.position[row];
            int from = row * projectedStride;
            int key = from + (heads + head) * headSize;
            rotation.turn(row, projected, key);
            append(cache, layer, head, position, projected, key);
            for (int h = head * group; h < (head + 1) * group; h++) {
              rotation.turn(row, projected, from + h * headSize);
              attend(
                  cache, layer, head, position, projected, from + h * headSize, scratches[worker]);
              System.arraycopy(
                  scratches[worker].sum, 0, out, row * outStride + h * headSize, headSize);
            }
          }
        });
  }

  private void append(
      BlockCache cache, int layer, int head, int position, float[] projected, int key) {
    float[] block = cache.block(position);
    int inBlock = position % BLOCK;
    int keys = pool.keyOffset(layer, head) + inBlock;
    for (int d = 0; d < headSize; d++) {
      block[keys + d * BLOCK] = projected[key + d];
    }
    int values = pool.valueOffset(layer, head) + inBlock * pool.valueStride();
    System.arraycopy(projected, key + keyValueHeads * headSize, block, values, headSize);
  }

  private void attend(
      BlockCache cache,
      int layer,
      int head,
      int position,
      float[] projected,
      int query,
      Scratch scratch) {
    System.arraycopy(projected, query, scratch.query, 0, headSize);
    int start = Math.max(0, position - window + 1);
    int firstBlock = start / BLOCK * BLOCK;
    // Room for whole blocks, and for whole vectors from any start.
    int room = position + 1 + 2 * BLOCK;
    if (scratch.scores.length < room) {
      scratch.scores = new float[room + position / 2];
    }
    float[] scores = scratch.scores;
    for (int p = firstBlock; p <= position; p += BLOCK) {
      kernels.scores(
          scratch.query, headSize, cache.block(p), pool.keyOffset(layer, head), scores, p);
    }
    float sum = kernels.exponentials(scores, start, position + 1 - start, scale);
    Arrays.fill(scratch.sum, 0);
    for (int p = firstBlock; p <= position; p += BLOCK) {
      int from = Math.max(p, start);
      int count = Math.min(p + BLOCK, position + 1) - from;
      int values = pool.valueOffset(layer, head) + (from - p) * pool.valueStride();
      kernels.addValues(
          scores, from, count, cache.block(p), values, pool.valueStride(), scratch.sum);
    }
    for (int d = 0; d < headSize; d++) {
      scratch.sum[d] /= sum;
    }
  }
}
