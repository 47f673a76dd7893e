package org.inferometer.server.engine;

/** Keys and values of one sequence in every layer. Used by one thread at a time. */
public interface KvCache extends AutoCloseable {
  /** Number of tokens held. */
  int length();

  /** Most tokens it may hold. */
  int capacity();

  /**
   * Forgets all tokens from the given one on.
   *
   * @throws IllegalArgumentException if {@code length} is negative or above {@link #length()}
   */
  void truncate(int length);

  /** Gives its memory back to the model; the cache must not be used afterwards. */
  @Override
  void close();
}
