package org.inferometer.stack;

import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server's {@code /metrics} says, in Prometheus' text format 0.0.4 or OpenMetrics: a sample
 * a line, {@code name{label="value",...} number}, perhaps with a time after it.
 */
record PrometheusText(String text) {
  private static final Pattern SAMPLE =
      Pattern.compile(
          "^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(?:[^\"{}]|\"(?:[^\"\\\\]|\\\\.)*+\")*+})?"
              + "[ \\t]++(?<value>[^ \\t\\r\\n]++)",
          Pattern.MULTILINE);

  /**
   * The sum of a metric over all its labels, such as the engines behind one address; empty if there
   * is none, or one of them is no finite number.
   */
  OptionalDouble sum(String name) {
    double sum = 0;
    boolean found = false;
    Matcher sample = SAMPLE.matcher(text);
    while (sample.find()) {
      if (sample.group("name").equals(name)) {
        sum += number(sample.group("value"));
        found = true;
      }
    }
    return found && Double.isFinite(sum) ? OptionalDouble.of(sum) : OptionalDouble.empty();
  }

  private static double number(String value) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      // +Inf, -Inf, or no sample at all.
      return Double.NaN;
    }
  }
}
