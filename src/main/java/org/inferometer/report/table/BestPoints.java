package org.inferometer.report.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.inferometer.load.Load;
import org.inferometer.result.Cell;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.inferometer.result.Statistic;
import org.inferometer.result.TrialResult;

/**
 * Of cells that differ in the level of their load only, the load at which each stack gives the most
 * throughput for its latency, the best stack first.
 */
final class BestPoints {
  /** What the table is about. */
  static final String NOTE =
      "Best point: the load at which a stack's request throughput divided by the 99th percentile of"
          + " its total latency is largest; no statement that it differs from the next.";

  private BestPoints() {}

  /** Empty with fewer than two loads, or where none has answers enough for the percentile. */
  static Optional<Grid> of(Run run, List<Cell> cells) {
    Load load = cells.get(0).load();
    Metric ratio = Metric.THROUGHPUT_TO_LATENCY.under(load);
    Metric latency = Metric.TOTAL_LATENCY.under(load);
    Comparator<TrialResult> byRatio =
        Comparator.comparingDouble(one -> one.estimate(ratio).value());
    List<TrialResult> best =
        run.stacks().stream()
            .flatMap(
                stack ->
                    cells.stream()
                        .flatMap(cell -> run.trial(stack.name(), cell).stream())
                        .filter(one -> one.estimate(ratio).isPresent())
                        .max(byRatio)
                        .stream())
            .sorted(byRatio.reversed())
            .toList();
    if (cells.size() < 2 || best.isEmpty()) {
      return Optional.empty();
    }
    List<String> header = CellTable.names(cells);
    String name = latency.label().replace("Total latency", "latency");
    header.addAll(List.of("ratio, req/s²", "req/s", name + " p99, ms"));
    List<List<String>> rows = new ArrayList<>();
    for (TrialResult one : best) {
      List<String> row = CellTable.names(run, one);
      row.add(Decimals.of(one.estimate(ratio)));
      row.add(Decimals.of(one.estimate(Metric.REQUEST_THROUGHPUT)));
      row.add(Decimals.of(one.estimate(latency, Statistic.P99).value()));
      rows.add(row);
    }
    return Optional.of(new Grid(header, rows));
  }
}
