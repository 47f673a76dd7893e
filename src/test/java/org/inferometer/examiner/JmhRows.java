package org.inferometer.examiner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The rows of {@code jmh.json}: repeats are forks, and each fork tells of its iterations. */
final class JmhRows {
  private static final Map<String, String> DISTRIBUTIONS =
      Map.of("p2ft", "p2ft", "latency", "total_latency", "tpot", "tpot", "itl", "itl");
  private static final Map<String, String> RATES =
      Map.of("requests.throughput", "request_throughput", "tokens.throughput", "token_throughput");
  private static final List<String> PERCENTILES =
      List.of("0.0", "50.0", "90.0", "95.0", "99.0", "99.9", "100.0");

  private final Findings findings;

  JmhRows(Findings findings) {
    this.findings = findings;
  }

  /** The trial's name, as its records file has it. */
  static String trial(JsonNode row) {
    JsonNode parameters = row.path("params");
    return "%s-%s-%s-%s-p%d"
        .formatted(
            row.path("benchmark").asText().contains("FirstToken") ? "first-token" : "complete",
            parameters.path("model").asText(),
            parameters.path("task").asText(),
            parameters.path("mode").asText(),
            row.path("threads").asInt());
  }

  /** Compares a row with its iterations, in the order of forks. */
  void row(JsonNode row, List<Part> iterations) {
    String name = row.path("params").path("stack").asText() + " " + trial(row);
    JsonNode numbers = row.path("secondaryMetrics");
    compare(name + " unmatched", numbers.path("requests.unmatched"), (Double) null);
    counts(name, row.path("primaryMetric").path("rawDataHistogram"), iterations);
    each(name + " ok", numbers.path("requests.ok"), iterations, part -> part.ok().size());
    compare(
        name + " ok",
        numbers.path("requests.ok").path("score"),
        sum(iterations, part -> part.ok().size()));
    compare(
        name + " failed",
        numbers.path("requests.failed").path("score"),
        sum(iterations, part -> part.measured().size() - part.ok().size()));
    RATES.forEach(
        (label, metric) -> {
          each(
              name + " " + label,
              numbers.path(label),
              iterations,
              part -> part.single().get(metric)[0]);
          compare(
              name + " " + label,
              numbers.path(label).path("score"),
              sum(iterations, part -> part.single().get(metric)[1])
                  / sum(iterations, Part::seconds));
        });
    DISTRIBUTIONS.forEach(
        (label, metric) ->
            distribution(name + " " + label, numbers.path(label), metric, iterations));
  }

  private void distribution(String place, JsonNode told, String metric, List<Part> iterations) {
    double[] pooled =
        iterations.stream().flatMapToDouble(part -> Arrays.stream(part.values(metric))).toArray();
    if (pooled.length == 0) {
      compare(place, told.path("score"), (Double) null);
      return;
    }
    compare(place, told.path("score"), Numbers.mean(pooled));
    for (String percentile : PERCENTILES) {
      compare(
          place + " " + percentile,
          told.path("scorePercentiles").path(percentile),
          Numbers.quantile(pooled, Double.parseDouble(percentile) / 100));
    }
  }

  /** JMH's own count of operations against the measured requests on record. */
  private void counts(String name, JsonNode forks, List<Part> iterations) {
    int next = 0;
    for (JsonNode fork : forks) {
      for (JsonNode histogram : fork) {
        double operations = 0;
        for (JsonNode bucket : histogram) {
          operations += bucket.path(1).asDouble();
        }
        findings.compare(
            "jmh.json",
            name + " operations",
            DoubleNode.valueOf(operations),
            Double.valueOf(iterations.get(next++).measured().size()));
      }
    }
    findings.check("jmh.json", name + " iterations", next == iterations.size(), true);
  }

  private void each(
      String place, JsonNode told, List<Part> iterations, ToDoubleFunction<Part> number) {
    int next = 0;
    for (JsonNode fork : told.path("rawData")) {
      for (JsonNode value : fork) {
        compare(place, value, number.applyAsDouble(iterations.get(next++)));
      }
    }
  }

  private static double sum(List<Part> iterations, ToDoubleFunction<Part> number) {
    return iterations.stream().mapToDouble(number).sum();
  }

  private void compare(String place, JsonNode found, Double expected) {
    findings.compare("jmh.json", place, found, expected);
  }
}
