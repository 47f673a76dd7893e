package org.inferometer.stack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server's {@code /metrics} says, in Prometheus' text format 0.0.4 or OpenMetrics: a sample
 * a line, {@code name{label="value",...} number}, perhaps with a time after it. Of a page that
 * tells of several models only some count.
 */
final class PrometheusText {
  private static final Pattern SAMPLE =
      Pattern.compile(
          "^[ \\t]*+(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*+)[ \\t]*+"
              + "(?:[{](?<labels>(?:[^\"{}\\n]|\"(?:[^\"\\\\\\n]|\\\\.)*+\")*+)[}][ \\t]*+|(?<=[ \\t]))"
              + "(?<value>[^ \\t\\r\\n]++)",
          Pattern.MULTILINE | Pattern.UNIX_LINES);

  /** What servers call the label that says which of their models a sample is of. */
  private static final Pattern MODEL =
      Pattern.compile(
          "(?:^|[, \\t])model(?:_name)?[ \\t]*=[ \\t]*\"(?<name>(?:[^\"\\\\]|\\\\.)*+)\"");

  private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

  private record Sample(String name, String model, double value) {}

  private final Map<String, double[]> sumAndMost = new HashMap<>();

  /**
   * @param models where some samples say that they are of one of them, those of others do not
   *     count, such as the parts that an ensemble is made of
   */
  PrometheusText(String text, String... models) {
    List<String> wanted = Arrays.asList(models);
    List<Sample> samples = new ArrayList<>();
    Matcher found = SAMPLE.matcher(text);
    while (found.find()) {
      samples.add(
          new Sample(
              found.group("name"), model(found.group("labels")), number(found.group("value"))));
    }
    boolean isNamed =
        samples.stream().anyMatch(one -> one.model != null && wanted.contains(one.model));
    for (Sample one : samples) {
      if (!isNamed || one.model == null || wanted.contains(one.model)) {
        double[] both =
            sumAndMost.computeIfAbsent(
                one.name, name -> new double[] {0, Double.NEGATIVE_INFINITY});
        both[0] += one.value;
        both[1] = Math.max(both[1], one.value);
      }
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

  /** Null where the labels name none. */
  private static String model(String labels) {
    Matcher found = MODEL.matcher(labels == null ? "" : labels);
    return found.find() ? unescaped(found.group("name")) : null;
  }

  private static String unescaped(String label) {
    return ESCAPE
        .matcher(label)
        .replaceAll(
            one -> one.group(1).equals("n") ? "\n" : Matcher.quoteReplacement(one.group(1)));
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
