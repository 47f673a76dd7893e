package org.inferometer.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What memory lets a machine do at most with a model: each step of decoding reads every weight, for
 * however many requests at once.
 *
 * @param bytesPerToken weights that a step reads
 * @param bytesPerSecond how fast the machine reads as many bytes over and over
 */
public record MemoryBound(double bytesPerToken, double bytesPerSecond) {
  private static final double MILLIS = 1000;
  private static final int HALF_PRECISION_BYTES = 2;

  /** The bound of {@code model} in single precision on the processors, if it was measured. */
  public static Optional<MemoryBound> of(Run run, String model) {
    JsonNode bound = run.environment().path("bounds").path(model);
    return known(bound.path("bytesPerToken").asDouble(), bound.path("bytesPerSecond").asDouble());
  }

  /** That in half precision on the machine's GPU, if it has one alone and both are known. */
  public static Optional<MemoryBound> ofGpu(Run run, String model) {
    JsonNode gpus = run.environment().at("/host/gpus/gpus");
    double weights = run.environment().path("weightsPerToken").path(model).asDouble();
    return gpus.size() == 1
        ? known(
            HALF_PRECISION_BYTES * weights, gpus.path(0).path("memoryBytesPerSecond").asDouble())
        : Optional.empty();
  }

  private static Optional<MemoryBound> known(double bytesPerToken, double bytesPerSecond) {
    return bytesPerToken > 0 && bytesPerSecond > 0
        ? Optional.of(new MemoryBound(bytesPerToken, bytesPerSecond))
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
