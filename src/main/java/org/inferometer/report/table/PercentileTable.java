package org.inferometer.report.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.inferometer.result.Cell;
import org.inferometer.result.Estimate;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.inferometer.result.Statistic;
import org.inferometer.result.TrialResult;

/**
 * Median and tail of the stacks' latencies in cells that differ in the level of their load only.
 */
final class PercentileTable {
  /** What an empty cell means. */
  static final String NOTE =
      "Percentiles, in ms: p50 is told from %d values on, p95 from %d, p99 from %d; empty: fewer."
          .formatted(Statistic.P50.floor(), Statistic.P95.floor(), Statistic.P99.floor());

  private static final List<Metric> METRICS = List.of(Metric.P2FT, Metric.TOTAL_LATENCY);
  private static final List<Statistic> STATISTICS =
      List.of(Statistic.P50, Statistic.P95, Statistic.P99);

  private PercentileTable() {}

  private record Column(Metric metric, Statistic statistic) {
    Estimate of(TrialResult trial) {
      return trial.estimate(metric, statistic);
    }

    String name() {
      return "%s %s, %s".formatted(metric.label(), statistic.label(), metric.unit());
    }
  }

  /** With intervals; empty where no trial has enough values for any. */
  static Optional<Grid> of(Run run, List<Cell> cells) {
    return of(run, cells, PercentileTable::text);
  }

  /** The same without intervals and units, for a narrow screen. */
  static Optional<Grid> narrow(Run run, List<Cell> cells) {
    return of(run, cells, estimate -> Decimals.of(estimate.value()))
        .map(
            grid ->
                new Grid(
                    grid.header().stream()
                        .map(name -> name.replace(", ms", "").replace(CellTable.SCHEDULE, ""))
                        .toList(),
                    grid.rows()));
  }

  /** A bootstrap of all values together is not printed: it covers less than it promises. */
  private static String text(Estimate estimate) {
    return estimate.interval() == Estimate.Interval.BCA
        ? Decimals.of(estimate.value())
        : Decimals.of(estimate);
  }

  private static Optional<Grid> of(Run run, List<Cell> cells, Function<Estimate, String> text) {
    List<TrialResult> trials =
        cells.stream().flatMap(c -> CellTable.trials(run, c).stream()).toList();
    List<Column> columns =
        METRICS.stream()
            .map(metric -> metric.under(cells.get(0).load()))
            .flatMap(metric -> STATISTICS.stream().map(one -> new Column(metric, one)))
            .filter(column -> trials.stream().anyMatch(one -> column.of(one).isPresent()))
            .toList();
    if (columns.isEmpty()) {
      return Optional.empty();
    }
    List<String> header = CellTable.names(cells);
    columns.forEach(column -> header.add(column.name().replace("Total latency", "latency")));
    List<List<String>> rows = new ArrayList<>();
    for (TrialResult one : trials) {
      List<String> row = CellTable.names(run, one);
      columns.forEach(column -> row.add(text.apply(column.of(one))));
      rows.add(row);
    }
    return Optional.of(new Grid(header, rows));
  }
}
