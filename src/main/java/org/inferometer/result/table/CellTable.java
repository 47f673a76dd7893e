package org.inferometer.result.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.inferometer.result.Cell;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.inferometer.result.TrialResult;

/** The stacks of one cell, one row each, by the metrics that were measured. */
public final class CellTable {
  /** What stands in the columns, where any stack has it. */
  private static final List<Metric> COLUMNS =
      List.of(
          Metric.P2FT,
          Metric.TOTAL_LATENCY,
          Metric.TPOT,
          Metric.TOKEN_THROUGHPUT,
          Metric.REQUEST_THROUGHPUT);

  private CellTable() {}

  /** What was measured, in words. */
  public static String title(Cell cell) {
    return "%s, %s, %s, %s, p = %d"
        .formatted(
            cell.task(),
            cell.model(),
            cell.mode().label(),
            cell.measure().label().replace('-', ' '),
            cell.parallelism());
  }

  /** A star marks a suspect trial. */
  public static Grid of(Run run, Cell cell) {
    List<TrialResult> trials =
        run.stacks().stream().flatMap(stack -> run.trial(stack.name(), cell).stream()).toList();
    List<Metric> columns =
        COLUMNS.stream()
            .filter(metric -> trials.stream().anyMatch(one -> one.estimate(metric).isPresent()))
            .toList();
    List<String> header = new ArrayList<>(List.of("stack"));
    columns.forEach(metric -> header.add(metric.label() + ", " + metric.unit()));
    header.replaceAll(
        text -> text.replace("Token throughput, ", "").replace("Request throughput, ", ""));
    header.add("failed");
    List<List<String>> rows = new ArrayList<>();
    for (TrialResult one : trials) {
      List<String> row = new ArrayList<>();
      row.add(label(run, one.stack()) + (one.validity().isValid() ? "" : " *"));
      columns.forEach(metric -> row.add(Decimals.of(one.estimate(metric))));
      row.add(
          one.failed() == 0
              ? "0"
              : String.format(
                  Locale.ROOT,
                  "%d (%.1f %%)",
                  one.failed(),
                  100.0 * one.failed() / one.requests()));
      rows.add(row);
    }
    return new Grid(header, rows);
  }

  /** The stack's name in tables. */
  public static String label(Run run, String stack) {
    String label = run.plan().scenario().stack(stack).label();
    return label == null ? stack : label;
  }
}
