package org.inferometer.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.inferometer.server.model.Architecture;
import org.inferometer.server.model.ModelException;
import org.inferometer.server.model.ModelShape;
import org.inferometer.server.model.ModelWriter;
import org.inferometer.server.model.WeightType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecoderTest {
  @TempDir static Path directory;
  private static LanguageModel model;

  @BeforeAll
  static void load() {
    ModelShape shape = new ModelShape(2, 64, 4, 4, 512, 256);
    ModelWriter.write(shape.config(directory, Architecture.GPT2), 1, WeightType.FLOAT32, 1);
    model = LanguageModels.load(directory, 2);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void aTruncatedCacheContinuesAsIfTheRestHadNeverBeen() {
    int[] tokens = tokens(100);
    try (KvCache cache = model.newCache(200);
        KvCache fresh = model.newCache(200)) {
      run(cache, tokens, 0, 100);
      cache.truncate(30);
      float[] again = run(cache, tokens, 30, 20);
      assertThat(again).containsExactly(run(fresh, tokens, 0, 50), within(1e-4f));
    }
  }

  @Test
  void memoryOfAClosedCacheServesAnotherSequenceUnharmed() {
    int[] tokens = tokens(100);
    float[] first;
    try (KvCache cache = model.newCache(100)) {
      first = run(cache, tokens, 0, 70);
    }
    try (KvCache cache = model.newCache(100)) {
      run(cache, tokens, 30, 70);
    }
    try (KvCache cache = model.newCache(100)) {
      assertThat(run(cache, tokens, 0, 70)).containsExactly(first);
    }
  }

  @Test
  void greedyOutputVaries() {
    int[] tokens = Arrays.copyOf(tokens(10), 110);
    try (KvCache cache = model.newCache(110)) {
      float[] logits = run(cache, tokens, 0, 10);
      Set<Integer> distinct = new HashSet<>();
      for (int i = 10; i < 110; i++) {
        int best = 0;
        for (int t = 1; t < logits.length; t++) {
          best = logits[t] > logits[best] ? t : best;
        }
        distinct.add(best);
        tokens[i] = best;
        logits = run(cache, tokens, i, 1);
      }
      assertThat(distinct).hasSizeGreaterThan(30);
    }
  }

  @Test
  void refusesBatchesThatDoNotFitAndChangesNothing() {
    try (KvCache cache = model.newCache(10);
        LanguageModel other = LanguageModels.load(directory, 1);
        KvCache foreign = other.newCache(10)) {
      int[] tokens = tokens(20);
      refuses(new Chunk(cache, tokens, 0, 11, null), "does not fit a cache with 0 of 10 tokens");
      refuses(new Chunk(cache, tokens, 15, 6, null), "does not lie within 20 tokens");
      refuses(new Chunk(cache, tokens, 0, 0, null), "does not lie within");
      refuses(new Chunk(cache, new int[] {512}, 0, 1, null), "Token 512 is not in [0, 512)");
      refuses(new Chunk(cache, tokens, 0, 1, new float[5]), "Room for 5 logits");
      refuses(new Chunk(foreign, tokens, 0, 1, null), "another model's");
      Chunk chunk = new Chunk(cache, tokens, 0, 1, null);
      assertThatThrownBy(() -> model.forward(List.of(chunk, chunk)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("same cache");
      assertThat(cache.length()).isZero();
    }
    assertThatThrownBy(() -> model.newCache(257))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("allowed: 1 to 256");
  }

  private static void refuses(Chunk chunk, String message) {
    assertThatThrownBy(() -> model.forward(List.of(chunk)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesADirectoryWithoutWeights(@TempDir Path empty) {
    assertThatThrownBy(() -> LanguageModels.load(empty, 1)).isInstanceOf(ModelException.class);
  }

  @Test
  void aFailureInAWorkerReachesTheCallerAndTheWorkersGoOn() {
    try (Workers workers = new Workers(3)) {
      for (int round = 0; round < 100; round++) {
        assertThatThrownBy(
                () ->
                    workers.run(
                        50,
                        (task, worker) -> {
                          if (task == 40) {
                            throw new ArithmeticException("task 40");
                          }
                        }))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("task 40");
        int[] done = new int[50];
        workers.run(50, (task, worker) -> done[task]++);
        assertThat(done).containsOnly(1);
      }
    }
  }

  private static int[] tokens(int count) {
    int[] tokens = new int[count];
    Arrays.setAll(tokens, i -> (i * 131 + 7) % 512);
    return tokens;
  }

  private static float[] run(KvCache cache, int[] tokens, int offset, int count) {
    float[] logits = new float[model.vocabularySize()];
    model.forward(List.of(new Chunk(cache, tokens, offset, count, logits)));
    return logits;
  }
}
