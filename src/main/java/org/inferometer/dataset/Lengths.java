package org.inferometer.dataset;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.statistics.distribution.TruncatedNormalDistribution;

/**
 * How many tokens texts have: all the same, or spread over a distribution. Of n texts each stands
 * for an n-th part of it, so that together they are no draw that only came near.
 *
 * @param from the least
 * @param to the most
 * @param mean of the normal distribution of which they are cut out; null where all lengths are as
 *     frequent
 * @param deviation its standard deviation
 */
public record Lengths(int from, int to, Double mean, Double deviation) {
  private static final int LONGEST = 1_000_000;

  /** All the same. */
  public static Lengths of(int tokens) {
    return new Lengths(tokens, tokens, null, null);
  }

  /** As scenarios and plans have them: a number, or an object of what is known. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Lengths read(JsonNode lengths) {
    return lengths.isNumber()
        ? of(lengths.intValue())
        : new Lengths(
            lengths.path("from").asInt(1),
            lengths.path("to").asInt(LONGEST),
            lengths.has("mean") ? lengths.get("mean").doubleValue() : null,
            lengths.has("deviation") ? lengths.get("deviation").doubleValue() : null);
  }

  @JsonValue
  Object written() {
    if (from == to) {
      return from;
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("from", from);
    object.put("to", to);
    if (mean != null) {
      object.put("mean", mean);
      object.put("deviation", deviation);
    }
    return object;
  }

  /** The length of one of {@code count} texts, which are numbered from 1. */
  int of(int number, int count) {
    double share = (number - 0.5) / count;
    double length =
        mean == null || from == to
            ? from + Math.floor(share * (to - from + 1))
            : Math.rint(
                TruncatedNormalDistribution.of(mean, deviation, from - 0.5, to + 0.5)
                    .inverseCumulativeProbability(share));
    return (int) Math.max(from, Math.min(to, length));
  }
}
