package org.inferometer.examiner;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Examines a run directory: {@code java -cp ... org.inferometer.examiner.Examiner RUN}. */
public final class Examiner {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** What tells which number it is, and why a trial is suspect, for which there are rules. */
  private static final Set<String> NAMES = Set.of("p", "fork", "iteration", "reasons");

  private static final Set<String> SETTINGS =
      Set.of(
          "threads",
          "forks",
          "warmupIterations",
          "warmupBatchSize",
          "measurementIterations",
          "measurementBatchSize");

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
    JsonNode jmh = JSON.readTree(run.resolve("jmh.json").toFile());
    examiner.jmh(jmh);
    examiner.findings.complete("summary.json", summary, NAMES);
    examiner.findings.complete("jmh.json", jmh, SETTINGS);
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
    List<Answered> all = lines(told.path("stack").asText(), told.path("trial").asText());
    long origin = origin(trials);
    counts(name, told, answered, all);
    times(name, told.path("timeMillis"), all);
    distributions(name, told, List.copyOf(repeats.values()));
    singles(name, told, List.copyOf(repeats.values()));
    for (JsonNode repeat : told.path("repeats")) {
      part(name + " repeat", repeat, repeats.get(repeat.path("fork").asInt()), origin);
    }
    Map<String, Part> iterations =
        parts(
            answered,
            slots,
            one -> one.integer("fork") + "/" + one.integer("iteration"),
            one -> true);
    for (JsonNode iteration : told.path("iterations")) {
      String key = iteration.path("fork").asInt() + "/" + iteration.path("iteration").asInt();
      part(name + " iteration " + key, iteration, iterations.get(key), origin);
    }
    Peers.of(List.copyOf(iterations.values()))
        .forEach(
            (metric, value) ->
                findings.compare(
                    "peers", name + " " + metric, told.path("peers").path(metric), value));
  }

  private void jmh(JsonNode rows) throws IOException {
    for (JsonNode row : rows) {
      String stack = row.path("params").path("stack").asText();
      List<Answered> answered = read(stack, JmhRows.trial(row));
      Map<String, Part> iterations =
          parts(answered, row.path("threads").asInt(), Examiner::iteration, one -> true);
      Map<String, JsonNode> health = new TreeMap<>();
      for (String line :
          Files.readAllLines(
              run.resolve("health").resolve(stack).resolve(JmhRows.trial(row) + ".jsonl"))) {
        JsonNode one = JSON.readTree(line);
        health.put(iteration(new Answered(one)), one);
      }
      new JmhRows(findings)
          .row(row, List.copyOf(iterations.values()), List.copyOf(health.values()));
    }
  }

  /** Sorts as numbers do. */
  private static String iteration(Answered one) {
    return "%06d/%06d".formatted(one.integer("fork"), one.integer("iteration"));
  }

  /** What a trial's load was made of: all but the warm-up. */
  private List<Answered> read(String stack, String trial) throws IOException {
    return lines(stack, trial).stream().filter(one -> !one.is("phase", "warmup")).toList();
  }

  private List<Answered> lines(String stack, String trial) throws IOException {
    List<Answered> lines = new ArrayList<>();
    for (String line :
        Files.readAllLines(run.resolve("requests").resolve(stack).resolve(trial + ".jsonl"))) {
      lines.add(new Answered(JSON.readTree(line)));
    }
    return lines;
  }

  /** The earliest start of those that are the first in their files. */
  private long origin(JsonNode trials) throws IOException {
    long origin = Long.MAX_VALUE;
    for (JsonNode one : trials) {
      origin =
          Math.min(
              origin,
              lines(one.path("stack").asText(), one.path("trial").asText()).get(0).time("started"));
    }
    return origin;
  }

  private static <K> Map<K, Part> parts(
      List<Answered> answered, int slots, Function<Answered, K> key, Predicate<Answered> inMeans) {
    Map<K, Part> parts = new TreeMap<>();
    answered.stream()
        .collect(Collectors.groupingBy(key))
        .forEach((k, group) -> parts.put(k, new Part(group, slots, inMeans)));
    return parts;
  }

  private void counts(String name, JsonNode told, List<Answered> answered, List<Answered> all) {
    List<Answered> measured = answered.stream().filter(one -> one.is("phase", "measured")).toList();
    counts(name, told.path("outcomes"), "outcome", measured);
    counts(name, told.path("phases"), "phase", all);
    List<Answered> ok = measured.stream().filter(Answered::ok).toList();
    findings.compare(
        "counts", name + " answered", told.path("compared").path("answered"), (double) ok.size());
    double cached = sum(ok, "cachedTokens");
    findings.compare(
        "counts",
        name + " cache",
        told.path("cache").path("share"),
        ok.stream().noneMatch(one -> one.has("cachedTokens"))
            ? null
            : (Double) (cached / sum(ok, "promptTokens")));
    JsonNode perEvent = told.path("tokensPerEvent");
    double events = 0;
    double tokens = 0;
    Map<Integer, Double> sizes = new TreeMap<>();
    for (Answered one : ok.stream().filter(Answered::stream).toList()) {
      events += one.events();
      // A server may count the token that ends an answer, or not.
      double counted = one.tokens().orElseThrow();
      tokens += Math.abs(counted - one.events()) <= 1 ? one.events() : counted;
      one.eventSizes().forEach((size, count) -> sizes.merge(size, count, Double::sum));
    }
    findings.compare(
        "counts",
        name + " tokensPerEvent",
        perEvent.path("mean"),
        events == 0 ? null : (Double) (tokens / events));
    sizes.forEach(
        (size, count) ->
            findings.compare(
                "counts",
                name + " events of " + size,
                perEvent.path("events").path(size.toString()),
                count));
  }

  private static double sum(List<Answered> of, String field) {
    return of.stream().mapToDouble(one -> one.integer(field)).sum();
  }

  private void counts(String name, JsonNode told, String field, List<Answered> of) {
    of.stream()
        .collect(
            Collectors.groupingBy(one -> one.line().path(field).asText(), Collectors.counting()))
        .forEach(
            (what, count) ->
                findings.compare(
                    "counts", name + " " + what, told.path(what), Double.valueOf(count)));
  }

  /**
   * Where the time of all answered requests went, as far as the client sees: to the first token,
   * after.
   */
  private void times(String name, JsonNode told, List<Answered> all) {
    List<Answered> ok = all.stream().filter(Answered::ok).toList();
    Double first = mean(ok, "p2ft");
    Double whole = mean(ok, "total_latency");
    findings.compare("times", name + " delay", told.path("delay"), mean(ok, "schedule_delay"));
    findings.compare("times", name + " first", told.path("first"), first);
    findings.compare(
        "times",
        name + " after",
        told.path("after"),
        first == null ? null : (Double) (whole - first));
    findings.compare("times", name + " answer", told.path("answer"), first == null ? whole : null);
  }

  /** Of those that have it; null where none does. */
  private static Double mean(List<Answered> all, String metric) {
    double[] values =
        all.stream()
            .map(one -> one.metric(metric))
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .toArray();
    return values.length == 0 ? null : (Double) Numbers.mean(values);
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
      if (pooled.length > 1) {
        findings.compare(
            "std",
            place + ".std",
            estimates.path("std"),
            Estimated.of(Numbers.deviation(pooled, true), repeats.size(), pooled.length));
      }
      findings.compare(
          "min, max",
          place + ".min",
          estimates.path("min"),
          Estimated.of(Arrays.stream(pooled).min().getAsDouble(), repeats.size(), pooled.length));
      findings.compare(
          "min, max",
          place + ".max",
          estimates.path("max"),
          Estimated.of(Arrays.stream(pooled).max().getAsDouble(), repeats.size(), pooled.length));
      quantiles(place, estimates, known, metric, pooled, repeats.size());
    }
  }

  private void quantiles(
      String place,
      JsonNode estimates,
      List<Part> repeats,
      String metric,
      double[] pooled,
      int all) {
    Numbers.FLOORS.forEach(
        (quantile, floor) -> {
          double q = Double.parseDouble(quantile.substring(1)) / 100;
          JsonNode told = estimates.path(quantile);
          if (repeats.stream().allMatch(r -> r.values(metric).length >= floor)) {
            double[] own =
                repeats.stream().mapToDouble(r -> Numbers.quantile(r.values(metric), q)).toArray();
            findings.compare(
                "quantiles", place + "." + quantile, told, Estimated.over(own, pooled.length));
          } else if (pooled.length >= floor) {
            findings.compare(
                "pooled quantiles",
                place + "." + quantile,
                told,
                Estimated.of(Numbers.quantile(pooled, q), all, pooled.length));
          } else {
            findings.compare(
                "pooled quantiles", place + "." + quantile, told.path("value"), (Double) null);
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

  private void part(String place, JsonNode told, Part part, long origin) {
    findings.compare(
        "time",
        place + " startSeconds",
        told.path("startSeconds"),
        (Double) ((part.whole()[0] - origin) / 1e9));
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
