package org.inferometer.server.engine;

import java.util.concurrent.ConcurrentLinkedQueue;

/** The blocks of one model's caches: their layout, and those that are free for reuse. */
final class BlockPool {
  private final ConcurrentLinkedQueue<float[]> free = new ConcurrentLinkedQueue<>();
  private final int keyValueHeads;
  private final int keySize;
  private final int valueStride;
  private final int length;

  BlockPool(int layers, int keyValueHeads, int headSize, int panelWidth) {
    this.keyValueHeads = keyValueHeads;
    keySize = headSize * BlockCache.BLOCK;
    valueStride = (headSize + panelWidth - 1) / panelWidth * panelWidth;
    length = Math.multiplyExact(layers * keyValueHeads, keySize + valueStride * BlockCache.BLOCK);
  }

  float[] take() {
    float[] block = free.poll();
    return block == null ? new float[length] : block;
  }

  void giveBack(float[] block) {
    free.add(block);
  }

  /** Values of one position in a block: the head's size, filled up to a whole panel. */
  int valueStride() {
    return valueStride;
  }

  int keyOffset(int layer, int head) {
    return (layer * keyValueHeads + head) * (keySize + valueStride * BlockCache.BLOCK);
  }

  int valueOffset(int layer, int head) {
    return keyOffset(layer, head) + keySize;
  }
}
