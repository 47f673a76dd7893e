package org.inferometer.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What memory lets this machine do at most with a model in single precision: each step of decoding
 * reads every weight, for however many requests at once.
 *
 * @param bytesPerToken weights that a step reads
 * @param bytesPerSecond how fast this machine reads as many bytes over and over
 */
public record MemoryBound(double bytesPerToken, double bytesPerSecond) {
  private static final double MILLIS = 1000;

  /** The bound of {@code model}, if it was measured. */
  public static Optional<MemoryBound> of(Run run, String model) {
    JsonNode bound = run.environment().path("bounds").path(model);
    MemoryBound found =
        new MemoryBound(
            bound.path("bytesPerToken").asDouble(), bound.path("bytesPerSecond").asDouble());
    return found.bytesPerToken > 0 && found.bytesPerSecond > 0
        ? Optional.of(found)
        : Optional.empty();
  }

  /** Tokens that one request can get in a second at most. */
  public double tokensPerSecond() {
    return bytesPerSecond / bytesPerToken;
  }

  /** From the first to the last of so many tokens at least. */
  public double decodeMillis(double tokens) {
    return MILLIS * Math.max(0, tokens - 1) / tokensPerSecond();
  }
}
