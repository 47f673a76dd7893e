package org.inferometer.server.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * Keys and values in blocks of {@value #BLOCK} tokens. In a block, each layer's head has its keys
 * with the positions of one dimension side by side, then its values with the dimensions of one
 * position side by side: both are what the kernels read in sequence.
 */
final class BlockCache implements KvCache {
  /** Tokens of a block. */
  static final int BLOCK = 64;

  private final BlockPool pool;
  private final int capacity;
  private final List<float[]> blocks = new ArrayList<>();
  private int length;
  private boolean closed;

  BlockCache(BlockPool pool, int capacity) {
    this.pool = pool;
    this.capacity = capacity;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public int capacity() {
    return capacity;
  }

  @Override
  public void truncate(int newLength) {
    if (newLength < 0 || newLength > length) {
      throw new IllegalArgumentException(
          "Cannot truncate a cache of " + length + " tokens to " + newLength);
    }
    length = newLength;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      length = 0;
      blocks.forEach(pool::giveBack);
      blocks.clear();
    }
  }

  boolean belongsTo(BlockPool other) {
    return pool == other && !closed;
  }

  /** Makes room for positions up to {@code newLength}. */
  void reserve(int newLength) {
    while (blocks.size() * BLOCK < newLength) {
      blocks.add(pool.take());
    }
  }

  /** Counts the positions up to {@code newLength} as filled. */
  void advance(int newLength) {
    length = newLength;
  }

  float[] block(int position) {
    return blocks.get(position / BLOCK);
  }
}
