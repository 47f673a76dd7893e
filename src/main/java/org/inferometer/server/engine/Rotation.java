package org.inferometer.server.engine;

import org.inferometer.server.model.ModelConfig;

/** Rotary position embedding of a batch: dimension {@code i} turns with {@code i + size / 2}. */
final class Rotation {
  private final float[] frequencies;
  private float[] cosines = {};
  private float[] sines = {};

  /** For a model with rotary positions; without them {@link #turn} leaves vectors as they are. */
  Rotation(ModelConfig config) {
    frequencies =
        config.rope() == null ? new float[0] : config.rope().frequencies(config.headSize());
  }

  /** Computes the angles of the batch's rows, once for all layers. */
  void prepare(Batch batch) {
    int half = frequencies.length;
    if (cosines.length < batch.rows * half) {
      cosines = new float[batch.rows * half];
      sines = new float[batch.rows * half];
    }
    for (int row = 0; row < batch.rows; row++) {
      for (int i = 0; i < half; i++) {
        float angle = batch.position[row] * frequencies[i];
        cosines[row * half + i] = (float) Math.cos(angle);
        sines[row * half + i] = (float) Math.sin(angle);
      }
    }
  }

  /** Turns {@code x[offset, offset + headSize)} by a row's angles. */
  void turn(int row, float[] x, int offset) {
    int half = frequencies.length;
    int angle = row * half;
    for (int i = offset; i < offset + half; i++, angle++) {
      float a = x[i];
      float b = x[i + half];
      x[i] = a * cosines[angle] - b * sines[angle];
      x[i + half] = b * cosines[angle] + a * sines[angle];
    }
  }
}
