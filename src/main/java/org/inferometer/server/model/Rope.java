package org.inferometer.server.model;

/**
 * Rotary position embedding, as in transformers' {@code modeling_rope_utils}.
 *
 * @param theta base of the frequencies
 * @param type how frequencies are stretched for longer contexts
 * @param factor the stretch; 1 for {@link Type#DEFAULT}
 * @param lowFrequencyFactor llama3 only
 * @param highFrequencyFactor llama3 only
 * @param originalContextLength llama3 only: the context length before stretching
 */
public record Rope(
    double theta,
    Type type,
    double factor,
    double lowFrequencyFactor,
    double highFrequencyFactor,
    int originalContextLength) {

  /** The supported {@code rope_type} values. */
  public enum Type {
    DEFAULT,
    LINEAR,
    LLAMA3
  }

  /**
   * The rotation, in radians per position, of each pair of a head's dimensions.
   *
   * @param headSize dimensions of a head
   * @return {@code headSize / 2} frequencies, in float32 as transformers computes them
   */
  public float[] frequencies(int headSize) {
    float[] frequencies = new float[headSize / 2];
    for (int i = 0; i < frequencies.length; i++) {
      float exponent = (float) (2 * i) / headSize;
      float plain = 1f / (float) Math.pow(theta, exponent);
      frequencies[i] =
          switch (type) {
            case DEFAULT -> plain;
            case LINEAR -> (float) (plain / factor);
            case LLAMA3 -> llama3(plain);
          };
    }
    return frequencies;
  }

  private float llama3(float plain) {
    double wavelength = 2 * Math.PI / plain;
    if (wavelength > originalContextLength / lowFrequencyFactor) {
      return (float) (plain / factor);
    }
    if (wavelength < originalContextLength / highFrequencyFactor) {
      return plain;
    }
    double smooth =
        (originalContextLength / wavelength - lowFrequencyFactor)
            / (highFrequencyFactor - lowFrequencyFactor);
    return (float) ((1 - smooth) * plain / factor + smooth * plain);
  }
}
