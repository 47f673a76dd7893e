package org.inferometer.examiner;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Examines a run directory: {@code java -cp ... org.inferometer.examiner.Examiner RUN}. */
public final class Examiner {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Path run;
  private final Findings findings = new Findings();

  private Examiner(Path run) {
    this.run = run;
  }

  public static void main(String[] args) throws IOException {
    Findings findings = examine(Path.of(args[0]));
    System.out.println(findings);
    System.exit(findings.mismatches().isEmpty() ? 0 : 1);
  }

  /** Computes every number of {@code run} anew and compares. */
  static Findings examine(Path run) throws IOException {
    Examiner examiner = new Examiner(run);
    JsonNode summary = JSON.readTree(run.resolve("summary.json").toFile());
    for (JsonNode trial : summary.path("trials")) {
      examiner.trial(trial, summary.path("trials"));
    }
    new Pairs(summary, examiner.findings).examine();
    examiner.jmh();
    return examiner.findings;
  }

  private void trial(JsonNode told, JsonNode trials) throws IOException {
    String name = told.path("stack").asText() + " " + told.path("trial").asText();
    List<Answered> answered = read(told.path("stack").asText(), told.path("trial").asText());
    int slots = told.path("p").asInt();
    List<List<Answered>> cell = new ArrayList<>();
    for (JsonNode one : trials) {
      if (one.path("trial").equals(told.path("trial"))) {
        cell.add(read(one.path("stack").asText(), one.path("trial").asText()));
      }
    }
    Predicate<Answered> shared = Shared.of(cell);
    findings.compare(
        "compared",
        name,
        told.path("compared").path("prompts"),
        (double)
            answered.stream()
                .filter(one -> one.is("phase", "measured") && one.ok() && shared.test(one))
                .count());
    Map<Integer, Part> repeats = parts(answered, slots, one -> one.integer("fork"), shared);
    outcomes(name, told, answered);
    distributions(name, told, List.copyOf(repeats.values()));
    singles(name, told, List.copyOf(repeats.values()));
    for (JsonNode repeat : told.path("repeats")) {
      part(name + " repeat", repeat, repeats.get(repeat.path("fork").asInt()));
    }
    Map<String, Part> iterations =
        parts(
            answered,
            slots,
            one -> one.integer("fork") + "/" + one.integer("iteration"),
            one -> true);
    for (JsonNode iteration : told.path("iterations")) {
      String key = iteration.path("fork").asInt() + "/" + iteration.path("iteration").asInt();
      part(name + " iteration " + key, iteration, iterations.get(key));
    }
    Peers.of(List.copyOf(iterations.values()))
        .forEach(
            (metric, value) ->
                findings.compare(
                    "peers", name + " " + metric, told.path("peers").path(metric), value));
  }

  private void jmh() throws IOException {
    for (JsonNode row : JSON.readTree(run.resolve("jmh.json").toFile())) {
      List<Answered> answered = read(row.path("params").path("stack").asText(), JmhRows.trial(row));
      Map<String, Part> iterations =
          parts(answered, row.path("threads").asInt(), Examiner::iteration, one -> true);
      new JmhRows(findings).row(row, List.copyOf(iterations.values()));
    }
  }

  /** Sorts as numbers do. */
  private static String iteration(Answered one) {
    return "%06d/%06d".formatted(one.integer("fork"), one.integer("iteration"));
  }

  /** What a trial's load was made of: all but the warm-up. */
  private List<Answered> read(String stack, String trial) throws IOException {
    Path file = run.resolve("requests").resolve(stack).resolve(trial + ".jsonl");
    List<Answered> answered = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      Answered one = new Answered(JSON.readTree(line));
      if (!one.is("phase", "warmup")) {
        answered.add(one);
      }
    }
    return answered;
  }

  private static <K> Map<K, Part> parts(
      List<Answered> answered, int slots, Function<Answered, K> key, Predicate<Answered> inMeans) {
    Map<K, Part> parts = new TreeMap<>();
    answered.stream()
        .collect(Collectors.groupingBy(key))
        .forEach((k, group) -> parts.put(k, new Part(group, slots, inMeans)));
    return parts;
  }

  private void outcomes(String name, JsonNode told, List<Answered> answered) {
    Map<String, Double> counts = new LinkedHashMap<>();
    for (Answered one : answered) {
      if (one.is("phase", "measured")) {
        counts.merge(one.line().path("outcome").asText(), 1.0, Double::sum);
      }
    }
    counts.forEach(
        (outcome, count) ->
            findings.compare(
                "outcomes", name + " " + outcome, told.path("outcomes").path(outcome), count));
  }

  private void distributions(String name, JsonNode told, List<Part> repeats) {
    List<String> metrics = new ArrayList<>(Part.PER_REQUEST);
    metrics.addAll(Part.PER_GAP);
    for (String metric : metrics) {
      JsonNode estimates = told.path("metrics").path(metric);
      String place = name + " " + metric;
      List<Part> known = repeats.stream().filter(r -> r.values(metric).length > 0).toList();
      double[] pooled =
          known.stream().flatMapToDouble(r -> Arrays.stream(r.values(metric))).toArray();
      if (pooled.length == 0) {
        findings.compare(
            "absent metrics", place, estimates.path("mean").path("value"), (Double) null);
        continue;
      }
      List<Part> meant = repeats.stream().filter(r -> r.meant(metric).length > 0).toList();
      double[] means = meant.stream().mapToDouble(r -> r.mean(metric)).toArray();
      findings.compare(
          "means",
          place + ".mean",
          estimates.path("mean"),
          Estimated.over(means, meant.stream().mapToLong(r -> r.meant(metric).length).sum()));
      findings.compare(
          "std",
          place + ".std",
          estimates.path("std").path("value"),
          pooled.length < 2 ? null : (Double) Numbers.deviation(pooled, true));
      findings.compare(
          "min, max",
          place + ".min",
          estimates.path("min").path("value"),
          (Double) Arrays.stream(pooled).min().getAsDouble());
      findings.compare(
          "min, max",
          place + ".max",
          estimates.path("max").path("value"),
          (Double) Arrays.stream(pooled).max().getAsDouble());
      quantiles(place, estimates, known, metric, pooled);
    }
  }

  private void quantiles(
      String place, JsonNode estimates, List<Part> repeats, String metric, double[] pooled) {
    Numbers.FLOORS.forEach(
        (quantile, floor) -> {
          double q = Double.parseDouble(quantile.substring(1)) / 100;
          JsonNode told = estimates.path(quantile);
          if (repeats.stream().allMatch(r -> r.values(metric).length >= floor)) {
            double[] own =
                repeats.stream().mapToDouble(r -> Numbers.quantile(r.values(metric), q)).toArray();
            findings.compare(
                "quantiles", place + "." + quantile, told, Estimated.over(own, pooled.length));
          } else {
            findings.compare(
                "pooled quantiles",
                place + "." + quantile,
                told.path("value"),
                pooled.length < floor ? null : (Double) Numbers.quantile(pooled, q));
          }
        });
  }

  private void singles(String name, JsonNode told, List<Part> repeats) {
    for (String metric : repeats.get(0).single().keySet()) {
      double[] values = repeats.stream().mapToDouble(r -> r.single().get(metric)[0]).toArray();
      long count = (long) repeats.stream().mapToDouble(r -> r.single().get(metric)[1]).sum();
      findings.compare(
          "rates",
          name + " " + metric,
          told.path("metrics").path(metric).path("value"),
          Estimated.over(values, count));
    }
  }

  private void part(String place, JsonNode told, Part part) {
    findings.compare("time", place + " seconds", told.path("seconds"), (Double) part.seconds());
    findings.compare(
        "time", place + " wholeSeconds", told.path("wholeSeconds"), (Double) part.wholeSeconds());
    JsonNode metrics = told.path("metrics");
    part.single()
        .forEach(
            (metric, value) ->
                findings.compare(
                    "rates of parts",
                    place + " " + metric,
                    metrics.path(metric),
                    (Double) value[0]));
    List<String> distributions = new ArrayList<>(Part.PER_REQUEST);
    distributions.addAll(Part.PER_GAP);
    for (String metric : distributions) {
      findings.compare(
          "means of parts",
          place + " " + metric,
          metrics.path(metric),
          part.meant(metric).length == 0 ? null : (Double) part.mean(metric));
    }
  }
}
