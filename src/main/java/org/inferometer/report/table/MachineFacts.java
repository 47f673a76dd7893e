package org.inferometer.report.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.inferometer.result.Metric;
import org.inferometer.result.OwnError;
import org.inferometer.result.Run;
import org.inferometer.result.SampleSeries;
import org.inferometer.result.TrialResult;
import org.inferometer.scenario.Stack;
import org.inferometer.telemetry.ReadingNames;

/** On what a run was measured, who shared it, what it could do at most, and how exactly. */
final class MachineFacts {
  private static final double GIB = 1L << 30;

  private final Run run;
  private final Facts facts = new Facts();

  private MachineFacts(Run run) {
    this.run = run;
  }

  static Facts of(Run run) {
    MachineFacts of = new MachineFacts(run);
    of.machine();
    of.facts.put("shared", of.shared());
    of.facts.put("upper bound", UpperBounds.of(run));
    of.facts.put("telemetry", of.telemetry());
    of.instrument();
    return of.facts;
  }

  /** What {@code environment.json} knows of a stack. */
  static JsonNode known(Run run, Stack stack) {
    return StreamSupport.stream(run.environment().path("stacks").spliterator(), false)
        .filter(one -> one.path("name").asText().equals(stack.name()))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  private void machine() {
    JsonNode host = run.environment().path("host");
    if (!host.isObject()) {
      return;
    }
    List<String> parts = new ArrayList<>();
    parts.add(host.path("cpu").asText());
    parts.add(host.has("cores") ? host.path("cores").asText() + " cores" : "");
    parts.add(
        host.has("memoryBytes")
            ? String.format(Locale.ROOT, "%.0f GiB", host.path("memoryBytes").asDouble() / GIB)
            : "");
    parts.add(host.path("kernel").asText(host.path("os").asText()));
    parts.add(host.path("jvm").asText());
    parts.add(frequency(host));
    parts.removeIf(String::isEmpty);
    List<String> gpus = new ArrayList<>();
    host.path("gpus").path("gpus").forEach(gpu -> gpus.add(gpu.path("name").asText()));
    String status = host.path("gpus").path("status").asText();
    facts.put(
        "machine",
        List.of(String.join(", ", parts), gpus.isEmpty() ? status : String.join(", ", gpus)));
    facts.put("measured", List.of(day()));
  }

  private static String frequency(JsonNode host) {
    String governor = host.path("governor").asText();
    String most = megahertz(host.path("most_megahertz"), " at most");
    String now = megahertz(host.path("megahertz"), " when the run began");
    String told =
        Stream.of(now, most).filter(one -> !one.isEmpty()).collect(Collectors.joining(", "));
    return governor.isEmpty() && told.isEmpty()
        ? "governor and frequency of the processors not told"
        : (governor.isEmpty() ? "" : "governor " + governor + (told.isEmpty() ? "" : ", ")) + told;
  }

  private static String megahertz(JsonNode value, String when) {
    return value.isNumber() ? Math.round(value.asDouble()) + " MHz" + when : "";
  }

  /** Whether the client, which measures, takes processors from the stacks. */
  private List<String> shared() {
    List<String> sentences = new ArrayList<>();
    String client = run.environment().path("host").path("processors").asText();
    for (Stack stack : run.stacks()) {
      String label = CellTable.label(run, stack.name());
      String own = known(run, stack).path("processors").asText();
      if (!own.isEmpty() && !client.isEmpty()) {
        List<String> both = new ArrayList<>(List.of(own.split(",")));
        both.retainAll(List.of(client.split(",")));
        sentences.add(
            both.isEmpty()
                ? "%s has processors %s, the client others".formatted(label, own)
                : "%s and the client may both use processors %s"
                    .formatted(label, String.join(", ", both)));
      } else if (stack.launch() != null || isHere(known(run, stack).path("url").asText())) {
        sentences.add(
            label + " and the client share the machine; which processors each may use is unknown");
      }
    }
    return sentences;
  }

  private static boolean isHere(String url) {
    try {
      String host = URI.create(url).getHost();
      return host != null && host.matches("localhost|127\\..*|\\[::1\\]");
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** What the readings cost, each thread of them by itself. */
  private List<String> telemetry() {
    Map<String, Map<String, Double>> costs = new TreeMap<>();
    for (SampleSeries one : run.samples()) {
      if (one.source().startsWith(ReadingNames.SAMPLER)) {
        String of = one.source().substring(ReadingNames.SAMPLER.length());
        costs
            .computeIfAbsent(of, name -> new TreeMap<>())
            .put(one.name(), Arrays.stream(one.values()).sum());
      }
    }
    return costs.entrySet().stream()
        .map(
            cost ->
                String.format(
                    Locale.ROOT,
                    "%s: %.0f readings, %.0f missed, %.2f %% of a core",
                    cost.getKey(),
                    cost.getValue().get(ReadingNames.READINGS),
                    cost.getValue().get(ReadingNames.MISSED),
                    100
                        * cost.getValue().get(ReadingNames.CPU_SECONDS)
                        / cost.getValue().get(ReadingNames.SECONDS)))
        .toList();
  }

  private String day() {
    return run.environment().path("clock").path(0).path("wall").asText().replaceFirst("T.*", "")
        + (run.environment().has("inferometer")
            ? " with inferometer " + run.environment().path("inferometer").asText()
            : "");
  }

  private void instrument() {
    JsonNode points = run.calibration().path("points");
    if (points.isEmpty()) {
      facts.put("own error", List.of("not measured in this run"));
      return;
    }
    Map<String, List<JsonNode>> byWay = new TreeMap<>();
    points.forEach(
        one -> byWay.computeIfAbsent(OwnError.way(one), x -> new ArrayList<>()).add(one));
    facts.put(
        "own error",
        byWay.entrySet().stream()
            .map(
                one ->
                    "P2FT %s ms, latency %s ms, at p = %s by %s"
                        .formatted(
                            errors(one.getValue(), "p2ftMillis"),
                            errors(one.getValue(), "totalMillis"),
                            each(
                                one.getValue(),
                                point -> point.path("point").path("streams").asText()),
                            one.getKey()))
            .toList());
    List<String> mirrored = new ArrayList<>();
    for (TrialResult one : run.trials()) {
      OwnError error =
          OwnError.of(run.calibration(), run.plan().scenario().stack(one.stack()), one.cell());
      if (error.isMirrored()) {
        mirrored.add(
            "%s in %s: %s"
                .formatted(
                    CellTable.label(run, one),
                    CellTable.title(run, one.cell()),
                    Stream.of(Metric.P2FT, Metric.TOTAL_LATENCY)
                        .flatMap(metric -> share(one, error, metric).stream())
                        .collect(Collectors.joining(", "))));
      }
    }
    if (!mirrored.isEmpty()) {
      facts.put("own error, imitating", mirrored);
    }
  }

  /** The mean error of {@code metric} and what it is of the value. */
  private static Optional<String> share(TrialResult trial, OwnError error, Metric metric) {
    double value = trial.estimate(metric).value();
    return error.mean(metric).isEmpty() || Double.isNaN(value)
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%s %.3f ms (%.2f %%)",
                metric.label(),
                error.mean(metric).getAsDouble(),
                100 * error.mean(metric).getAsDouble() / value));
  }

  private static String errors(List<JsonNode> points, String kind) {
    return each(
        points,
        one -> {
          JsonNode mean = one.path(kind).path("mean");
          return mean.isNumber() ? String.format(Locale.ROOT, "%.2f", mean.asDouble()) : "unknown";
        });
  }

  private static String each(List<JsonNode> points, Function<JsonNode, String> text) {
    return points.stream().map(text).collect(Collectors.joining(", "));
  }
}
