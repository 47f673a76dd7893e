package org.inferometer.report.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inferometer.figure.Csv;
import org.inferometer.result.Comparison;
import org.inferometer.result.Estimate;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.inferometer.result.TrialResult;
import org.inferometer.result.tenants.Interference;
import org.inferometer.result.tenants.Together;
import org.inferometer.result.tenants.Victim;
import org.inferometer.scenario.Neighbour;
import org.inferometer.scenario.Sharing;

/** How much tenants slow each other down, and what a set of them does as a whole. */
public final class TenantTable {
  /** What the numbers are. */
  public static final String NOTE =
      "Slowdown: how many times worse than alone, of times together / alone, of rates alone /"
          + " together, paired by repeat unless an interruption of the run has cut it in two; the word is of"
          + " the first, corrected by Holm over a tenant's neighbours. STP: sum of what each gets done of what it does alone, n at best; ANTT: mean"
          + " slowdown of turnaround, 1 at best (Eyerman and Eeckhout 2008). Of closed loops by token"
          + " throughput, of others by total latency. Fairness: Jain's, 1 where all fare alike. total"
          + " tok/s: tokens of all / time until the last one ends; J/tok: energy by the GPUs' counters in"
          + " that time / these tokens. p99: slowdown of the 99th percentile of P2FT (not streamed: of total"
          + " latency), where each repeat has 662 requests. Processors and memory are those of"
          + " a launched tenant's processes, beside its neighbours.";

  private static final List<Metric> METRICS =
      List.of(Metric.P2FT, Metric.TOTAL_LATENCY, Metric.TPOT, Metric.TOKEN_THROUGHPUT);

  private TenantTable() {}

  /** Who asked at the same time as a trial, in words; empty where the run has no tenants. */
  static String company(Run run, TrialResult trial) {
    return run.plan().trials().stream()
        .filter(one -> one.neighbours() != null)
        .filter(one -> one.stack().equals(trial.stack()))
        .filter(one -> one.name().equals(trial.cell().name()))
        .findFirst()
        .map(
            one ->
                (one.neighbours().isEmpty() ? ", alone" : ", with " + words(one.neighbours()))
                    + (one.sharing() == null ? "" : ", " + one.sharing().label()))
        .orElse("");
  }

  /** {@code neighbours} in words. */
  static String words(List<Neighbour> neighbours) {
    return neighbours.isEmpty() ? "nobody" : Neighbour.words(neighbours);
  }

  /** A row for each tenant and its neighbours; empty without tenants. */
  public static Optional<Grid> slowdowns(Run run) {
    List<Victim> all =
        Interference.of(run).stream().flatMap(set -> set.victims().stream()).toList();
    boolean tails = all.stream().anyMatch(one -> tail(one).isPresent());
    List<List<String>> rows = all.stream().map(one -> row(run, one, tails)).toList();
    List<String> header = new ArrayList<>(List.of("tenant", "with"));
    METRICS.forEach(metric -> header.add(metric.label()));
    if (tails) {
      header.add("p99");
    }
    header.addAll(List.of("verdict", "misses its targets", "processors", "memory, MiB"));
    return rows.isEmpty() ? Optional.empty() : Optional.of(new Grid(header, rows));
  }

  private static List<String> row(Run run, Victim one, boolean tails) {
    List<String> row = new ArrayList<>();
    row.add(
        one.alone().validity().isValid() && one.together().validity().isValid()
            ? one.name()
            : one.name() + " *");
    row.add(words(one.neighbours()));
    for (Metric metric : METRICS) {
      Estimate slowdown = slowdown(one, metric);
      row.add(slowdown.isPresent() ? Decimals.ratio(slowdown) : "");
    }
    if (tails) {
      row.add(tail(one).isPresent() ? Decimals.ratio(tail(one)) : "");
    }
    row.add(one.headline().map(it -> it.word(run.unit())).orElse(""));
    row.add(violations(one));
    row.add(Decimals.of(one.together().estimate(Metric.STACK_CPU).value()));
    row.add(Decimals.of(one.together().estimate(Metric.STACK_MEMORY_PEAK).value()));
    return row;
  }

  private static Estimate tail(Victim one) {
    return one.tailSlowdown(Comparison.headline(one.together().cell()));
  }

  static Estimate slowdown(Victim one, Metric metric) {
    return one.slowdown(metric.under(one.together().cell().load()));
  }

  private static String violations(Victim one) {
    Estimate alone = one.alone().estimate(Metric.SLO_ATTAINMENT);
    Estimate together = one.together().estimate(Metric.SLO_ATTAINMENT);
    return alone.isPresent() && together.isPresent()
        ? Decimals.percent(1 - alone.value()) + " alone, " + Decimals.percent(1 - together.value())
        : "";
  }

  /** A row for each set of tenants; empty without any. */
  public static Optional<Grid> sets(Run run) {
    List<Together> all = Interference.of(run);
    boolean energy = all.stream().anyMatch(one -> one.energyPerToken().isPresent());
    List<String> header =
        new ArrayList<>(List.of("together", "STP", "ANTT", "fairness", "worst", "total tok/s"));
    if (energy) {
      header.add("J/tok");
    }
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(new Grid(header, all.stream().map(one -> row(one, energy)).toList()));
  }

  private static List<String> row(Together set, boolean energy) {
    List<String> row =
        new ArrayList<>(
            List.of(
                set.name(),
                Decimals.of(set.systemThroughput()),
                Decimals.of(set.turnaround()),
                Decimals.of(set.fairness()),
                set.worst().map(Victim::tenant).orElse(""),
                Decimals.of(set.totalThroughput())));
    if (energy) {
      row.add(Decimals.of(set.energyPerToken()));
    }
    return row;
  }

  /** A row for each tenant, its neighbours and each metric; empty without tenants. */
  static String csv(Run run) {
    List<Together> sets = Interference.of(run);
    if (sets.isEmpty()) {
      return "";
    }
    Csv csv =
        new Csv()
            .line(
                List.of(
                    "together",
                    "tenant",
                    "load",
                    "with",
                    "metric",
                    "alone",
                    "beside",
                    "slowdown",
                    "slowdown_low",
                    "slowdown_high",
                    "repeats",
                    "verdict",
                    "sharing",
                    "statistic"));
    for (Together set : sets) {
      for (Victim one : set.victims()) {
        one.comparisons().forEach(comparison -> csv.line(line(set, one, comparison)));
        one.tails().forEach(comparison -> csv.line(line(set, one, comparison)));
      }
    }
    return csv.toString();
  }

  private static List<String> line(Together set, Victim one, Comparison comparison) {
    Estimate slowdown = Victim.slowdown(comparison);
    return List.of(
        set.name(),
        one.tenant(),
        one.together().cell().load().label(),
        words(one.neighbours()),
        comparison.metric().id(),
        Csv.number(comparison.baseEstimate().value()),
        Csv.number(comparison.otherEstimate().value()),
        Csv.number(slowdown.value()),
        Csv.number(slowdown.low()),
        Csv.number(slowdown.high()),
        String.valueOf(comparison.repeats()),
        comparison.verdict().label(),
        set.sharing().map(Sharing::label).orElse(""),
        comparison.statistic().label());
  }
}
