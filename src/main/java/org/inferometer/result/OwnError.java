package org.inferometer.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.StreamSupport;
import org.inferometer.scenario.Stack;

/**
 * The instrument's own error at the load of a trial: where the standard imitated the stack, or else
 * where it was asked by the same way and answered at as many requests in flight.
 *
 * @param point of {@code calibration.json}; a missing node where there is none
 */
public record OwnError(JsonNode point) {
  /** The way of points that do not say it, as was usual. */
  private static final String USUAL = "sockets";

  private static final Map<Metric, String> KEYS =
      Map.of(
          Metric.P2FT, "p2ftMillis",
          Metric.ITL, "itlMillis",
          Metric.TPOT, "tpotMillis",
          Metric.TOTAL_LATENCY, "totalMillis");

  /** What {@code calibration} says of trials of {@code cell} on {@code stack}. */
  public static OwnError of(JsonNode calibration, Stack stack, Cell cell) {
    return StreamSupport.stream(calibration.path("mirrored").spliterator(), false)
        .filter(one -> one.path("stack").asText().equals(stack.name()))
        .filter(one -> one.path("trial").asText().equals(cell.trial()))
        .findFirst()
        .or(() -> atAsManyStreams(calibration, stack, cell))
        .map(OwnError::new)
        .orElse(new OwnError(calibration.path("none")));
  }

  private static Optional<JsonNode> atAsManyStreams(JsonNode calibration, Stack stack, Cell cell) {
    return StreamSupport.stream(calibration.path("points").spliterator(), false)
        .filter(one -> way(one).equals(stack.reached()))
        .filter(one -> one.path("point").path("streams").asInt() == cell.load().connections())
        .findFirst();
  }

  /** By which way the client asked for {@code point} of {@code calibration.json}. */
  public static String way(JsonNode point) {
    return point.path("way").asText(USUAL);
  }

  /** Mean size of the error of {@code metric}, in milliseconds, where it is known. */
  public OptionalDouble mean(Metric metric) {
    JsonNode mean = point.path(KEYS.getOrDefault(metric, "none")).path("mean");
    return mean.isNumber() ? OptionalDouble.of(mean.asDouble()) : OptionalDouble.empty();
  }

  /** Whether it was measured by imitation of the stack. */
  public boolean isMirrored() {
    return point.has("stack");
  }
}
