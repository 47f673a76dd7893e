package org.inferometer.server;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.inferometer.server.engine.Chunk;
import org.inferometer.server.engine.KvCache;
import org.inferometer.server.engine.LanguageModel;

/** Says the same tokens to everyone, over and over, each step when it is let. */
public final class ScriptedModel implements LanguageModel {
  private final int[] script;
  private final int vocabularySize;
  private final int contextLength;

  /** One for each step that may be taken. */
  public final Semaphore steps = new Semaphore(0);

  /** One for each step that has begun. */
  public final Semaphore begun = new Semaphore(0);

  public ScriptedModel(int[] script, int vocabularySize, int contextLength) {
    this.script = script.clone();
    this.vocabularySize = vocabularySize;
    this.contextLength = contextLength;
  }

  /** Takes all steps as they come. */
  public ScriptedModel freely() {
    steps.release(1_000_000);
    return this;
  }

  @Override
  public int vocabularySize() {
    return vocabularySize;
  }

  @Override
  public int contextLength() {
    return contextLength;
  }

  @Override
  public KvCache newCache(int capacity) {
    return new Cache(capacity);
  }

  @Override
  public void forward(List<Chunk> batch) {
    begun.release();
    steps.acquireUninterruptibly();
    for (Chunk chunk : batch) {
      Cache cache = (Cache) chunk.cache();
      cache.length += chunk.count();
      if (cache.length > cache.capacity) {
        throw new IllegalArgumentException("the cache is full");
      }
      if (chunk.logits() != null) {
        Arrays.fill(chunk.logits(), 0);
        chunk.logits()[script[cache.said++ % script.length]] = 10;
      }
    }
  }

  @Override
  public void close() {}

  private static final class Cache implements KvCache {
    private final int capacity;
    private int length;
    private int said;

    Cache(int capacity) {
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
      length = newLength;
    }

    @Override
    public void close() {}
  }
}
