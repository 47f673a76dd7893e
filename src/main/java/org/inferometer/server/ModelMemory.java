package org.inferometer.server;

import java.nio.file.Path;
import org.inferometer.server.model.ModelConfig;
import org.inferometer.server.model.Weights;

/** How much memory a model takes when it is served. */
public final class ModelMemory {
  private static final long MARGIN_BYTES = 768L << 20;

  private ModelMemory() {}

  /**
   * A heap that holds the weights in float32, the keys and values of all sequences at their
   * longest, and everything else with some room.
   *
   * @param sequences most sequences computed together
   * @param maxLength most tokens of a sequence, or {@code null} for the model's context
   * @throws org.inferometer.server.model.ModelException if the directory cannot be served
   */
  public static long heapBytes(Path directory, int sequences, Integer maxLength) {
    ModelConfig config = ModelConfig.read(directory);
    int length =
        maxLength == null ? config.contextLength() : Math.min(maxLength, config.contextLength());
    long perToken = 2L * config.layers() * config.keyValueHeads() * config.headSize();
    long values = Weights.open(directory).values() + sequences * (length * perToken);
    return Float.BYTES * values * 11 / 10 + MARGIN_BYTES;
  }
}
