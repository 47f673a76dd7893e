package org.inferometer.result;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.inferometer.record.Mode;
import org.inferometer.record.RecordReader;

/**
 * From one records file to one {@link TrialResult}. Raw values are held for one file at a time.
 *
 * @param idle what the machine read before the stacks were there
 * @param origin start of the run's first recorded request
 * @param health what else is known to make a trial suspect
 */
record TrialSummarizer(
    Slo slo,
    Telemetry telemetry,
    Map<String, Double> idle,
    long origin,
    Health health,
    Consumer<String> problems) {

  TrialResult summarize(String stack, Cell cell, Path file) {
    TrialRecords records = new TrialRecords(slo);
    RecordReader.read(file, records::add, problems);
    for (Iteration iteration : records.all()) {
      iteration.finish(cell.parallelism(), telemetry);
    }
    List<Repetition> iterations = new ArrayList<>();
    Map<Integer, List<Iteration>> forks = new TreeMap<>();
    for (Iteration one : records.measured()) {
      iterations.add(repetition(stack, cell.mode(), List.of(one), one.number));
      forks.computeIfAbsent(one.fork, fork -> new ArrayList<>()).add(one);
    }
    List<Repetition> repeats = new ArrayList<>();
    forks.values().forEach(members -> repeats.add(repetition(stack, cell.mode(), members, 0)));
    Map<Window, Map<Metric, List<Sample>>> samples = samples(forks);
    Map<Window, Map<Metric, Map<Statistic, Estimate>>> estimates = new EnumMap<>(Window.class);
    samples.forEach(
        (window, byMetric) -> estimates.put(window, Estimates.of(repeats, window, byMetric)));
    TrialResult found =
        new TrialResult(
            stack,
            cell,
            repeats,
            iterations,
            estimates,
            records.outcomes,
            records.tokenSource,
            new Validity(List.of()),
            curves(samples.getOrDefault(Window.WHOLE, Map.of())),
            SeriesBuilder.of(records.all(), origin),
            peers(records, repeats, samples.getOrDefault(Window.WHOLE, Map.of())));
    return found.with(ValidityRules.of(found, records, forks, health));
  }

  private Repetition repetition(String stack, Mode mode, List<Iteration> members, int number) {
    Map<Window, Double> seconds = new EnumMap<>(Window.class);
    Map<Window, Summary> summaries = new EnumMap<>(Window.class);
    for (Window window : Window.values()) {
      Totals totals = new Totals();
      Map<Metric, List<Sample>> samples = new EnumMap<>(Metric.class);
      for (Iteration one : members) {
        if (one.totals.containsKey(window)) {
          totals.add(one.totals.get(window));
          one.samples
              .get(window)
              .forEach((m, s) -> samples.computeIfAbsent(m, x -> new ArrayList<>()).add(s));
        }
      }
      if (totals.seconds > 0) {
        Summary summary = new Summary();
        samples.forEach((metric, parts) -> summary.put(metric, Sample.union(parts)));
        totals.rates(summary, slo.appliesTo(mode));
        MachineMetrics.put(summary, totals, idle, stack);
        seconds.put(window, totals.seconds);
        summaries.put(window, summary);
      }
    }
    long start = members.get(0).bounds.get(Window.WHOLE).from();
    return new Repetition(members.get(0).fork, number, (start - origin) * 1e-9, seconds, summaries);
  }

  /** By window and metric: one sample per repeat. */
  private static Map<Window, Map<Metric, List<Sample>>> samples(
      Map<Integer, List<Iteration>> forks) {
    Map<Window, Map<Metric, List<Sample>>> samples = new EnumMap<>(Window.class);
    for (List<Iteration> members : forks.values()) {
      for (Window window : Window.values()) {
        Map<Metric, List<Sample>> parts = new EnumMap<>(Metric.class);
        for (Iteration one : members) {
          one.samples
              .getOrDefault(window, Map.of())
              .forEach((m, s) -> parts.computeIfAbsent(m, x -> new ArrayList<>()).add(s));
        }
        parts.forEach(
            (metric, list) ->
                samples
                    .computeIfAbsent(window, w -> new EnumMap<>(Metric.class))
                    .computeIfAbsent(metric, m -> new ArrayList<>())
                    .add(Sample.union(list)));
      }
    }
    return samples;
  }

  private static Map<Metric, Curve> curves(Map<Metric, List<Sample>> samples) {
    return List.of(Metric.P2FT, Metric.TOTAL_LATENCY, Metric.TPOT, Metric.ITL).stream()
        .filter(metric -> samples.containsKey(metric))
        .map(metric -> Map.entry(metric, Sample.union(samples.get(metric))))
        .filter(one -> one.getValue().size() > 0)
        .collect(Collectors.toMap(Map.Entry::getKey, one -> CurveBuilder.of(one.getValue())));
  }

  private Map<String, Double> peers(
      TrialRecords records, List<Repetition> repeats, Map<Metric, List<Sample>> samples) {
    List<Answer> ok =
        records.measured().stream()
            .flatMap(iteration -> iteration.answers.stream())
            .filter(one -> one.measured() && one.ok())
            .toList();
    double seconds =
        repeats.stream().mapToDouble(one -> one.windowSeconds().get(Window.WHOLE)).sum();
    // Events of one read share its time, so all but one of them follow after no time at all.
    Sample eventGaps =
        Sample.union(
            List.of(
                Sample.union(samples.getOrDefault(Metric.ICL, List.of())),
                Sample.of(new float[Math.toIntExact(records.crowd)], 1)));
    return Peers.of(new PeerTrial(ok, records.outcomes, eventGaps, seconds, slo));
  }
}
