package org.inferometer.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The levels of a load: a number, {@code "start:end:step"} as perf_analyzer has it, where the end
 * is a level if a step hits it, or a list of these.
 */
final class Levels {
  private static final int MOST = 1000;

  private Levels() {}

  /**
   * All levels, in their order.
   *
   * @throws IllegalArgumentException if a range has none, all together have too many, or one is
   *     above {@code highest}
   */
  static List<BigDecimal> of(JsonNode levels, int highest) {
    List<BigDecimal> all = new ArrayList<>();
    for (JsonNode one : levels.isArray() ? levels : List.of(levels)) {
      one(one, highest).forEach(all::add);
      if (all.size() > MOST) {
        throw new IllegalArgumentException(
            "found more than %d levels; allowed: fewer".formatted(MOST));
      }
    }
    return all;
  }

  private static Stream<BigDecimal> one(JsonNode level, int highest) {
    if (!level.isTextual()) {
      return Stream.of(level.decimalValue());
    }
    String[] parts = level.textValue().split(":");
    BigDecimal start = new BigDecimal(parts[0]);
    BigDecimal end = new BigDecimal(parts[1]);
    BigDecimal step = new BigDecimal(parts[2]);
    boolean rises = start.signum() > 0 && step.signum() > 0 && start.compareTo(end) <= 0;
    if (!rises || end.compareTo(BigDecimal.valueOf(highest)) > 0) {
      throw new IllegalArgumentException(
          "found the range %s; allowed: start:end:step with a start above 0, an end from there to %d, and a step above 0"
              .formatted(level, highest));
    }
    if (end.subtract(start).compareTo(step.multiply(BigDecimal.valueOf(MOST))) >= 0) {
      throw new IllegalArgumentException(
          "the range %s has more than %d levels; allowed: fewer".formatted(level, MOST));
    }
    return Stream.iterate(start, at -> at.compareTo(end) <= 0, at -> at.add(step));
  }
}
