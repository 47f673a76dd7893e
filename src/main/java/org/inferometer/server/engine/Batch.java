package org.inferometer.server.engine;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** The chunks of one forward pass, checked, with their tokens as rows one after another. */
final class Batch {
  final List<Chunk> chunks;
  final int rows;

  /** Row at which each chunk starts. */
  final int[] firstRow;

  /** Token of each row. */
  final int[] token;

  /** Position of each row in its sequence. */
  final int[] position;

  Batch(List<Chunk> chunks, BlockPool pool, int vocabularySize) {
    this.chunks = chunks;
    firstRow = new int[chunks.size()];
    Set<KvCache> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    int count = 0;
    for (int i = 0; i < firstRow.length; i++) {
      Chunk chunk = chunks.get(i);
      check(chunk, pool, vocabularySize);
      if (!seen.add(chunk.cache())) {
        throw new IllegalArgumentException("Two chunks of a batch have the same cache");
      }
      firstRow[i] = count;
      count = Math.addExact(count, chunk.count());
    }
    rows = count;
    token = new int[rows];
    position = new int[rows];
    for (int i = 0; i < firstRow.length; i++) {
      Chunk chunk = chunks.get(i);
      System.arraycopy(chunk.tokens(), chunk.offset(), token, firstRow[i], chunk.count());
      for (int j = 0; j < chunk.count(); j++) {
        position[firstRow[i] + j] = chunk.cache().length() + j;
      }
    }
  }

  private static void check(Chunk chunk, BlockPool pool, int vocabularySize) {
    if (!(chunk.cache() instanceof BlockCache cache) || !cache.belongsTo(pool)) {
      throw new IllegalArgumentException("A chunk's cache is closed or another model's");
    }
    if (chunk.count() < 1
        || chunk.offset() < 0
        || chunk.offset() > chunk.tokens().length - chunk.count()) {
      throw new IllegalArgumentException(
          "A chunk of %d tokens from %d on does not lie within %d tokens"
              .formatted(chunk.count(), chunk.offset(), chunk.tokens().length));
    }
    if (chunk.count() > cache.capacity() - cache.length()) {
      throw new IllegalArgumentException(
          "A chunk of %d tokens does not fit a cache with %d of %d tokens"
              .formatted(chunk.count(), cache.length(), cache.capacity()));
    }
    if (chunk.logits() != null && chunk.logits().length < vocabularySize) {
      throw new IllegalArgumentException(
          "Room for %d logits, the vocabulary has %d tokens"
              .formatted(chunk.logits().length, vocabularySize));
    }
    for (int i = chunk.offset(); i < chunk.offset() + chunk.count(); i++) {
      if (chunk.tokens()[i] < 0 || chunk.tokens()[i] >= vocabularySize) {
        throw new IllegalArgumentException(
            "Token %d is not in [0, %d)".formatted(chunk.tokens()[i], vocabularySize));
      }
    }
  }

  BlockCache cache(int chunk) {
    return (BlockCache) chunks.get(chunk).cache();
  }

  /** Makes room in every chunk's cache. */
  void reserve() {
    for (int i = 0; i < firstRow.length; i++) {
      cache(i).reserve(cache(i).length() + chunks.get(i).count());
    }
  }

  /** Counts every chunk's tokens as part of its cache. */
  void advance() {
    for (int i = 0; i < firstRow.length; i++) {
      cache(i).advance(cache(i).length() + chunks.get(i).count());
    }
  }
}
