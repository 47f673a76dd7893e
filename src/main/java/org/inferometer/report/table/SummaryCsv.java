package org.inferometer.report.table;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.inferometer.figure.Csv;
import org.inferometer.load.Closed;
import org.inferometer.load.Open;
import org.inferometer.result.Cell;
import org.inferometer.result.Estimate;
import org.inferometer.result.Estimate.Interval;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.inferometer.result.SameAnswers;
import org.inferometer.result.Statistic;
import org.inferometer.result.TimePart;
import org.inferometer.result.TrialResult;

/**
 * One row per stack and cell, one column per metric and statistic; units in the names. Intervals
 * are those of Student's t; a quantile's bootstrap, which is less sure, is in {@code summary.json}
 * only.
 */
final class SummaryCsv {
  private static final Map<String, String> UNITS =
      Map.ofEntries(
          entry("ms", "_ms"),
          entry("µs", "_us"),
          entry("tok/s", "_tok_per_s"),
          entry("req/s", "_req_per_s"),
          entry("conv/s", "_conv_per_s"),
          entry("answers/s", "_per_s"),
          entry("req/s²", "_req_per_s2"),
          entry("ms/tok", "_ms_per_tok"),
          entry("J/tok", "_j_per_tok"),
          entry("/Mtok", ""),
          entry("MiB", "_mib"),
          entry("W", "_w"),
          entry("%", "_percent"),
          entry("tok", "_tok"));

  /** What most readers want: with their intervals. */
  private static final List<Column> MAIN =
      List.of(
          new Column(Metric.P2FT, Statistic.MEAN),
          new Column(Metric.P2FT, Statistic.P50),
          new Column(Metric.P2FT, Statistic.P95),
          new Column(Metric.P2FT, Statistic.P99),
          new Column(Metric.TOTAL_LATENCY, Statistic.MEAN),
          new Column(Metric.TOTAL_LATENCY, Statistic.P50),
          new Column(Metric.TOTAL_LATENCY, Statistic.P95),
          new Column(Metric.TOTAL_LATENCY, Statistic.P99),
          new Column(Metric.TPOT, Statistic.MEAN),
          new Column(Metric.REQUEST_THROUGHPUT, Statistic.VALUE),
          new Column(Metric.TOKEN_THROUGHPUT, Statistic.VALUE),
          new Column(Metric.SLO_ATTAINMENT, Statistic.VALUE),
          new Column(Metric.GOODPUT, Statistic.VALUE));

  /** The same of what starts by the clock. */
  private static final List<Column> OF_SCHEDULES =
      Stream.of(Metric.P2FT_FROM_SCHEDULE, Metric.TOTAL_LATENCY_FROM_SCHEDULE)
          .flatMap(
              metric ->
                  Stream.of(Statistic.MEAN, Statistic.P50, Statistic.P95, Statistic.P99)
                      .map(statistic -> new Column(metric, statistic)))
          .toList();

  private SummaryCsv() {}

  /**
   * The main numbers: the same columns whatever was measured, and latencies from schedule where
   * there are schedules.
   */
  static String brief(Run run) {
    List<Column> columns = new ArrayList<>(MAIN);
    if (run.cells().stream().anyMatch(one -> one.load() instanceof Open)) {
      columns.addAll(OF_SCHEDULES);
    }
    return of(run, columns, new TreeSet<>(), false);
  }

  /** Everything that was measured, and the same by other tools' formulas. */
  static String of(Run run) {
    TreeSet<String> peers = new TreeSet<>();
    run.trials().forEach(one -> peers.addAll(one.peers().keySet()));
    return of(run, columns(run), peers, true);
  }

  private static String of(Run run, List<Column> columns, SortedSet<String> peers, boolean whole) {
    Csv out = new Csv();
    List<String> header =
        new ArrayList<>(
            List.of(
                "stack",
                "model",
                "task",
                "mode",
                "measure",
                "load",
                "p",
                "repeats",
                "requests",
                "failed",
                "cancelled"));
    header.addAll(List.of("token_source", "validity", "reasons", "run_complete"));
    columns.forEach(column -> header.addAll(column.names()));
    List<TimePart> parts =
        Arrays.stream(TimePart.values())
            .filter(
                part ->
                    whole
                        && run.trials().stream()
                            .anyMatch(one -> one.side().parts().containsKey(part)))
            .toList();
    parts.forEach(part -> header.add("time_" + SummaryJson.lower(part) + "_ms"));
    List<SameAnswers> same = whole ? SameAnswers.read(run.directory().sameAnswers()) : List.of();
    if (!same.isEmpty()) {
      header.addAll(List.of("compared_answers", "same_answers", "first_difference_p50"));
    }
    header.addAll(peers);
    out.line(header);
    for (TrialResult one : run.trials()) {
      List<String> row = identity(run, one);
      columns.forEach(column -> row.addAll(column.values(one)));
      parts.forEach(part -> row.add(Csv.number(one.side().parts().getOrDefault(part, Double.NaN))));
      if (!same.isEmpty()) {
        row.addAll(same(same, one));
      }
      peers.forEach(name -> row.add(Csv.number(one.peers().getOrDefault(name, Double.NaN))));
      out.line(row);
    }
    return out.toString();
  }

  /** How a trial's answers compare with those of the first stack; empty cells for that one. */
  private static List<String> same(List<SameAnswers> all, TrialResult trial) {
    return all.stream()
        .filter(one -> one.trial().equals(trial.cell().name()))
        .filter(one -> one.other().equals(trial.stack()))
        .findFirst()
        .map(
            one ->
                List.of(
                    String.valueOf(one.compared()),
                    String.valueOf(one.same()),
                    Csv.number(one.median().orElse(Double.NaN))))
        .orElse(List.of("", "", ""));
  }

  private static List<String> identity(Run run, TrialResult one) {
    Cell cell = one.cell();
    List<String> row = new ArrayList<>();
    row.add(one.stack());
    row.add(cell.model());
    row.add(cell.task());
    row.add(cell.mode().label());
    row.add(cell.measure().label());
    row.add(cell.load().label());
    row.add(cell.load() instanceof Closed closed ? String.valueOf(closed.parallelism()) : "");
    row.add(String.valueOf(one.repeats().size()));
    row.add(String.valueOf(one.requests()));
    row.add(String.valueOf(one.failed()));
    row.add(String.valueOf(one.cancelled()));
    row.add(one.tokenSource() == null ? "" : SummaryJson.lower(one.tokenSource()));
    row.add(one.validity().verdict());
    row.add(one.validity().text());
    row.add(String.valueOf(run.complete()));
    return row;
  }

  private static List<Column> columns(Run run) {
    List<Column> columns = new ArrayList<>();
    for (Metric metric : Metric.values()) {
      for (Statistic statistic : metric.statistics()) {
        Column column = new Column(metric, statistic);
        if (run.trials().stream().anyMatch(one -> column.estimate(one).isPresent())) {
          columns.add(column);
        }
      }
    }
    return columns;
  }

  private record Column(Metric metric, Statistic statistic) {
    Estimate estimate(TrialResult trial) {
      return trial.estimate(metric, statistic);
    }

    List<String> names() {
      String name = metric.id() + (statistic == Statistic.VALUE ? "" : "_" + statistic.label());
      String unit = UNITS.getOrDefault(metric.unit(), "");
      return withInterval()
          ? List.of(name + unit, name + "_low" + unit, name + "_high" + unit)
          : List.of(name + unit);
    }

    List<String> values(TrialResult trial) {
      Estimate estimate = estimate(trial);
      if (!withInterval()) {
        return List.of(Csv.number(estimate.value()));
      }
      return estimate.interval() == Interval.BCA
          ? List.of(Csv.number(estimate.value()), "", "")
          : List.of(
              Csv.number(estimate.value()),
              Csv.number(estimate.low()),
              Csv.number(estimate.high()));
    }

    private boolean withInterval() {
      return statistic == Statistic.VALUE || statistic == Statistic.MEAN || statistic.isQuantile();
    }
  }
}
