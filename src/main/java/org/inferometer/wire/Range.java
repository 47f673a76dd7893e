package org.inferometer.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/**
 * Values of an argument that a server takes: numbers, or how many texts a list of them holds.
 *
 * @param from the least, which it takes
 * @param to the most, which it takes
 */
public record Range(double from, double to) {

  /** Whether it is taken; what is no number and no list the schema or the server judges. */
  public boolean holds(JsonNode value) {
    double size = value.isArray() ? value.size() : value.doubleValue();
    return !value.isNumber() && !value.isArray() || size >= from && size <= to;
  }

  /** Such as {@code 0 to 1}, {@code at least 16} or {@code at most 4}. */
  @Override
  public String toString() {
    String least = plain(from);
    String most = plain(to);
    if (Double.isInfinite(from)) {
      return "at most " + most;
    }
    return Double.isInfinite(to) ? "at least " + least : least + " to " + most;
  }

  private static String plain(double number) {
    return Double.isInfinite(number)
        ? ""
        : BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  static Range atLeast(double from) {
    return new Range(from, Double.POSITIVE_INFINITY);
  }

  static Range atMost(double to) {
    return new Range(Double.NEGATIVE_INFINITY, to);
  }
}
