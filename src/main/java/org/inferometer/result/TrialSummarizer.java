package org.inferometer.result;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import org.inferometer.record.RecordReader;
import org.inferometer.result.peers.Peers;
import org.inferometer.scenario.Task;

/**
 * From one records file to one {@link TrialResult}. Raw values are held for one file at a time.
 *
 * @param windows how many repeats had to agree; all of them where none had to
 * @param unit the independent unit that a fork belongs to: itself, or a launch of the stacks
 * @param idle what the machine read before the stacks were there
 * @param origin start of the run's first recorded request
 * @param stretches in which the run was measured
 * @param health what else is known to make a trial suspect
 * @param servers what servers counted over each repeat, by {@link CounterReading#key}
 * @param served what servers counted of each repeat, by {@link CounterReading#key}
 * @param tasks what a task's name stands for
 */
record TrialSummarizer(
    Slo slo,
    int windows,
    IntUnaryOperator unit,
    Telemetry telemetry,
    Map<String, Double> idle,
    long origin,
    Stretches stretches,
    Health health,
    Map<String, SortedMap<Integer, ServerGrowth>> servers,
    Map<String, Map<Integer, Served>> served,
    Function<String, Task> tasks,
    Consumer<String> problems) {

  private static final List<Metric> CURVES =
      List.of(
          Metric.P2FT,
          Metric.P2FT_FROM_SCHEDULE,
          Metric.TOTAL_LATENCY,
          Metric.TOTAL_LATENCY_FROM_SCHEDULE,
          Metric.TPOT,
          Metric.ITL,
          Metric.SCHEDULE_DELAY);

  /** The same with other targets. */
  TrialSummarizer holding(Slo other) {
    return new TrialSummarizer(
        other, windows, unit, telemetry, idle, origin, stretches, health, servers, served, tasks,
        problems);
  }

  /** What came of {@code cell}, and then, where it mixes tasks, of each of these. */
  List<TrialResult> summarize(Tenancy stack, Cell cell, Path file, CommonPrompts common) {
    TrialRecords all = new TrialRecords(stack.stack(), cell, slo, common, tasks);
    List<TrialRecords> parts =
        cell.parts().stream()
            .map(one -> new TrialRecords(stack.stack(), one, slo, common, tasks))
            .toList();
    RecordReader.read(
        file,
        record -> {
          boolean active = stack.isComplete(cell.trial(), record);
          all.add(record, active);
          parts.stream()
              .filter(one -> one.cell.asks(record.model(), record.task()))
              .forEach(one -> one.add(record, active));
        },
        problem -> {
          all.checks.damagedLine();
          problems.accept(problem);
        });
    all.all().forEach(iteration -> iteration.finish(cell.load(), telemetry));
    List<TrialResult> found = new ArrayList<>();
    found.add(result(stack, all));
    for (TrialRecords part : parts) {
      // What the machine did it did for all tasks together.
      part.all().forEach(one -> one.finish(cell.load(), Telemetry.NONE, all.beside(one).answers));
      found.add(result(stack, part));
    }
    return found;
  }

  private TrialResult result(Tenancy stack, TrialRecords records) {
    Cell cell = records.cell;
    List<Repetition> iterations = new ArrayList<>();
    Map<Integer, List<Iteration>> forks = new TreeMap<>();
    for (Iteration one : records.measured()) {
      iterations.add(repetition(stack, cell, List.of(one), one.fork, one.number, one.means));
      forks.computeIfAbsent(unit.applyAsInt(one.fork), number -> new ArrayList<>()).add(one);
    }
    List<Repetition> repeats = new ArrayList<>();
    forks.forEach(
        (number, members) -> {
          Means means = new Means();
          members.forEach(one -> means.add(one.commonMeans));
          Repetition repeat = repetition(stack, cell, members, number, 0, means);
          served(stack, cell, members).ifPresent(one -> one.put(repeat.summary()));
          repeats.add(repeat);
        });
    Map<Metric, List<Sample>> samples = samples(forks);
    SortedMap<Integer, ServerGrowth> server =
        servers.getOrDefault(
            CounterReading.key(stack.stack(), cell.trial()), Collections.emptySortedMap());
    CacheUse counted = CacheUse.of(server.values());
    TrialResult found =
        new TrialResult(
            stack.stack(),
            cell,
            repeats,
            iterations,
            Estimates.of(repeats, samples),
            records.phases,
            records.outcomes,
            records.failures.all(),
            records.tokenSource,
            new Asked(
                counted == null ? records.cache() : counted,
                records.earlier(),
                records.lengths,
                records.compared()),
            new Answers(
                records.perEvent, cell.isPart() ? null : AfterCancel.of(server, records.received)),
            new Validity(List.of()),
            curves(samples),
            SeriesBuilder.of(records.all(), origin),
            Peers.of(PeerTrials.of(records.measured(), slo), PeerTrials.of(last(forks), slo)),
            served(stack, cell, records.measured()).orElse(null),
            ServerSide.of(
                stack.stack(),
                cell.isPart() ? Collections.emptySortedMap() : server,
                records.seen,
                records.measured(),
                telemetry),
            records.turns.results(unit));
    return found.with(ValidityRules.of(found, records, forks, health, stack));
  }

  /** What the server counted of these; it does not tell apart tasks that are mixed. */
  private Optional<Served> served(Tenancy stack, Cell cell, List<Iteration> members) {
    Map<Integer, Served> counted =
        cell.isPart()
            ? Map.of()
            : served.getOrDefault(CounterReading.key(stack.stack(), cell.trial()), Map.of());
    return members.stream()
        .map(one -> one.fork)
        .distinct()
        .filter(counted::containsKey)
        .map(counted::get)
        .reduce(Served::with);
  }

  private List<Iteration> last(Map<Integer, List<Iteration>> forks) {
    return forks.values().stream()
        .skip(Math.max(0, forks.size() - windows))
        .flatMap(List::stream)
        .toList();
  }

  private Repetition repetition(
      Tenancy stack, Cell cell, List<Iteration> members, int fork, int number, Means means) {
    Totals totals = new Totals();
    members.forEach(one -> totals.add(one.totals));
    Summary summary = new Summary();
    samples(members).forEach(summary::put);
    totals.rates(summary, slo.appliesTo(cell.mode()));
    means.put(summary);
    // What is to be known of iterations is to be known of their repeats, too.
    MachineMetrics.put(summary, totals, idle, stack, number == 0 ? problems : note -> {});
    return new Repetition(
        fork,
        number,
        members.stream()
            .filter(one -> one.whole != null)
            .mapToDouble(one -> (one.whole.from() - origin) * 1e-9)
            .findFirst()
            .orElse(Double.NaN),
        totals.seconds,
        totals.wholeSeconds,
        members.stream()
            .filter(one -> one.whole != null)
            .map(one -> stretches.at(one.whole.from()))
            .collect(Collectors.toSet()),
        summary);
  }

  private static Map<Metric, Sample> samples(List<Iteration> members) {
    Map<Metric, List<Sample>> parts = new EnumMap<>(Metric.class);
    members.forEach(
        one ->
            one.samples.forEach(
                (metric, sample) ->
                    parts.computeIfAbsent(metric, m -> new ArrayList<>()).add(sample)));
    Map<Metric, Sample> samples = new EnumMap<>(Metric.class);
    parts.forEach((metric, list) -> samples.put(metric, Sample.union(list)));
    return samples;
  }

  /** By metric: one sample per repeat. */
  private static Map<Metric, List<Sample>> samples(Map<Integer, List<Iteration>> forks) {
    Map<Metric, List<Sample>> samples = new EnumMap<>(Metric.class);
    for (List<Iteration> members : forks.values()) {
      samples(members)
          .forEach(
              (metric, sample) ->
                  samples.computeIfAbsent(metric, m -> new ArrayList<>()).add(sample));
    }
    return samples;
  }

  private static Map<Metric, Curve> curves(Map<Metric, List<Sample>> samples) {
    return CURVES.stream()
        .filter(metric -> samples.containsKey(metric))
        .map(metric -> Map.entry(metric, Sample.union(samples.get(metric))))
        .filter(one -> one.getValue().size() > 0)
        .collect(Collectors.toMap(Map.Entry::getKey, one -> CurveBuilder.of(one.getValue())));
  }
}
