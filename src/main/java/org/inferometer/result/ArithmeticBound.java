package org.inferometer.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What arithmetic lets this machine do at most with a model in single precision: each token of a
 * prompt is multiplied with every weight of the layers and added up, which is 2 N FLOP a token for
 * N weights (Kaplan et al., "Scaling Laws for Neural Language Models", 2020, section 2.1, without
 * its term of attention).
 *
 * @param flopPerToken multiplications and additions for a token of a prompt
 * @param flopPerSecond how many of them this machine does over and over
 */
public record ArithmeticBound(double flopPerToken, double flopPerSecond) {
  private static final double MILLIS = 1000;

  /** The bound of {@code model}, if it was measured. */
  public static Optional<ArithmeticBound> of(Run run, String model) {
    JsonNode bound = run.environment().path("bounds").path(model);
    ArithmeticBound found =
        new ArithmeticBound(
            bound.path("flopPerToken").asDouble(), bound.path("flopPerSecond").asDouble());
    return found.flopPerToken > 0 && found.flopPerSecond > 0
        ? Optional.of(found)
        : Optional.empty();
  }

  /** From a request to its first token at least, with so many prompt tokens in no cache. */
  public double firstTokenMillis(double promptTokens) {
    return MILLIS * promptTokens * flopPerToken / flopPerSecond;
  }
}
