package org.inferometer.server.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.inferometer.server.model.ModelConfig;
import org.inferometer.server.model.ModelException;

/** Where language models come from. */
public final class LanguageModels {
  private static final int WARM_UP_LENGTH = 32;
  private static final int WARM_UP_SEQUENCES = 8;

  private LanguageModels() {}

  /**
   * Loads a Hugging Face model directory.
   *
   * @param directory holds {@code config.json} and {@code model.safetensors}
   * @param threads threads that compute, the calling one included; at least 1
   * @throws ModelException if the directory cannot be read or holds something unsupported
   */
  public static LanguageModel load(Path directory, int threads) {
    return new Decoder(ModelConfig.read(directory), threads, Kernels.best());
  }

  /**
   * Runs the model on made-up tokens until the JIT compiler has seen its loops. Without it the
   * first requests are served at a tenth of the speed. Takes about as long as a few hundred tokens.
   */
  public static void warmUp(LanguageModel model) {
    int length = Math.min(WARM_UP_LENGTH, model.contextLength());
    int[] tokens = new int[length];
    for (int sequences = 1; sequences <= WARM_UP_SEQUENCES; sequences *= 2) {
      List<KvCache> caches = new ArrayList<>();
      float[] logits = new float[model.vocabularySize()];
      for (int i = 0; i < sequences; i++) {
        caches.add(model.newCache(length));
      }
      for (int from = 0; from < length; ) {
        // First a prompt, then single tokens.
        int count = from == 0 ? Math.max(1, length / 2) : 1;
        int offset = from;
        model.forward(
            caches.stream().map(cache -> new Chunk(cache, tokens, offset, count, logits)).toList());
        from += count;
      }
      caches.forEach(KvCache::close);
    }
  }
}
