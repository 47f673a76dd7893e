package org.inferometer.stack;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server's {@code /metrics} says, in Prometheus' text format 0.0.4 or OpenMetrics: a sample
 * a line, {@code name{label="value",...} number}, perhaps with a time after it.
 */
final class PrometheusText {
  private static final Pattern SAMPLE =
      Pattern.compile(
          "^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(?:[^\"{}]|\"(?:[^\"\\\\]|\\\\.)*+\")*+})?"
              + "[ \\t]++(?<value>[^ \\t\\r\\n]++)",
          Pattern.MULTILINE);

  private final Map<String, double[]> sumAndMost = new HashMap<>();

  PrometheusText(String text) {
    Matcher sample = SAMPLE.matcher(text);
    while (sample.find()) {
      double value = number(sample.group("value"));
      double[] both =
          sumAndMost.computeIfAbsent(
              sample.group("name"), name -> new double[] {0, Double.NEGATIVE_INFINITY});
      both[0] += value;
      both[1] = Math.max(both[1], value);
    }
  }

  /**
   * The sum of a metric over all its labels, such as the engines behind one address; empty if there
   * is none, or one of them is no finite number.
   */
  OptionalDouble sum(String name) {
    return finite(name, 0);
  }

  /** The largest value of a metric over all its labels; empty as {@link #sum} is. */
  OptionalDouble most(String name) {
    return finite(name, 1);
  }

  private OptionalDouble finite(String name, int which) {
    double[] both = sumAndMost.get(name);
    return both == null || !Double.isFinite(both[0])
        ? OptionalDouble.empty()
        : OptionalDouble.of(both[which]);
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
