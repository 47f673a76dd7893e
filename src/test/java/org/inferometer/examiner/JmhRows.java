package org.inferometer.examiner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** The rows of {@code jmh.json}: repeats are forks, and each fork tells of its iterations. */
final class JmhRows {
  private static final Map<String, String> DISTRIBUTIONS =
      Map.of("p2ft", "p2ft", "latency", "total_latency", "tpot", "tpot", "itl", "itl");
  private static final Map<String, String> RATES =
      Map.of("requests.throughput", "request_throughput", "tokens.throughput", "token_throughput");
  private static final List<String> PERCENTILES =
      List.of("0.0", "50.0", "90.0", "95.0", "99.0", "99.9", "99.99", "99.999", "99.9999", "100.0");

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

  /**
   * Compares a row with its iterations, in the order of forks.
   *
   * @param health how the process fared in each
   */
  void row(JsonNode row, List<Part> iterations, List<JsonNode> health) {
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
    each(
        name + " failed",
        numbers.path("requests.failed"),
        iterations,
        part -> part.measured().size() - part.ok().size());
    process(name + " lag", numbers.path("client.lag"), health, "/lagMillis/mean");
    process(name + " cpu", numbers.path("client.cpu"), health, "/cpuPercent");
    leave(row, numbers);
    RATES.forEach(
        (label, metric) -> {
          each(
              name + " " + label,
              numbers.path(label),
              iterations,
              part -> part.single().get(metric)[0]);
          rate(
              name + " " + label,
              numbers.path(label),
              sum(iterations, part -> part.single().get(metric)[1])
                  / sum(iterations, Part::seconds));
        });
    JsonNode speed = numbers.path("tokens.speed");
    each(name + " speed", speed, iterations, part -> part.mean("token_speed"));
    rate(
        name + " speed",
        speed,
        sum(iterations, part -> DoubleStream.of(part.values("output_tokens")).sum())
            / sum(iterations, part -> DoubleStream.of(part.values("total_latency")).sum() / 1e3));
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
    each(place, told, iterations, part -> Numbers.mean(part.values(metric)));
    for (String percentile : PERCENTILES) {
      compare(
          place + " " + percentile,
          told.path("scorePercentiles").path(percentile),
          Numbers.quantile(pooled, Double.parseDouble(percentile) / 100));
    }
  }

  /** Of a rate each percentile is the rate. */
  private void rate(String place, JsonNode told, double expected) {
    compare(place, told.path("score"), expected);
    PERCENTILES.forEach(
        percentile -> compare(place, told.path("scorePercentiles").path(percentile), expected));
  }

  private void process(String place, JsonNode told, List<JsonNode> health, String field) {
    double sum = 0;
    int next = 0;
    for (JsonNode fork : told.path("rawData")) {
      for (JsonNode value : fork) {
        double expected = health.get(next++).at(field).asDouble();
        compare(place, value, expected);
        sum += expected;
      }
    }
    compare(place, told.path("score"), sum / next);
  }

  /** JMH's own times of its operations, and what it makes of the numbers of several iterations. */
  private void leave(JsonNode row, JsonNode numbers) {
    findings.leave(row.path("primaryMetric"));
    numbers.properties().stream()
        .filter(one -> one.getKey().matches("p[01][.][0-9]+"))
        .forEach(one -> findings.leave(one.getValue()));
    for (String label : List.of("requests.ok", "requests.failed", "client.lag", "client.cpu")) {
      findings.leave(numbers.path(label).path("scorePercentiles"));
      findings.leave(numbers.path(label).path("scoreError"));
      findings.leave(numbers.path(label).path("scoreConfidence"));
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
