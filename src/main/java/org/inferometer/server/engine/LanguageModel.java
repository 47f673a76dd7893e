package org.inferometer.server.engine;

import java.util.List;

/**
 * A decoder-only transformer with its weights, computing in float32.
 *
 * <p>{@link #forward} is called from one thread at a time and uses all the threads it was loaded
 * with inside.
 */
public interface LanguageModel extends AutoCloseable {
  /** Number of token ids; every id is in {@code [0, vocabularySize)}. */
  int vocabularySize();

  /** Most tokens a sequence may have, prompt and output together. */
  int contextLength();

  /**
   * Room for the keys and values of one sequence. Memory is taken in blocks as the sequence grows,
   * not for the whole capacity at once.
   *
   * @param capacity most tokens the sequence will have, at most {@link #contextLength()}
   * @throws IllegalArgumentException if the capacity is not in {@code [1, contextLength]}
   */
  KvCache newCache(int capacity);

  /**
   * Appends each chunk's tokens to its cache and fills the logits where asked for. One pass over
   * the weights serves the rows of all chunks, so prompts and single tokens may be mixed.
   *
   * @throws IllegalArgumentException if a token is not in the vocabulary, a chunk does not fit its
   *     cache, a cache appears twice or belongs to another model; nothing is changed then
   */
  void forward(List<Chunk> batch);

  /** Ends the worker threads. The model and its caches must not be used afterwards. */
  @Override
  void close();
}
