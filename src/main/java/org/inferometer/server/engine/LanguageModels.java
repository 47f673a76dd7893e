package org.inferometer.server.engine;

import java.nio.file.Path;
import org.inferometer.server.model.ModelConfig;
import org.inferometer.server.model.ModelException;

/** Where language models come from. */
public final class LanguageModels {
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
}
