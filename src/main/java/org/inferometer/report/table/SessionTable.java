package org.inferometer.report.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inferometer.result.Cell;
import org.inferometer.result.Estimate;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.inferometer.result.TrialResult;

/** Whole conversations, in cells that differ in the level of their load only. */
final class SessionTable {
  private static final double MILLIS_PER_SECOND = 1000;

  private SessionTable() {}

  /** Empty where nobody held conversations. */
  static Optional<Grid> of(Run run, List<Cell> cells) {
    List<List<String>> rows = new ArrayList<>();
    cells.stream()
        .flatMap(cell -> CellTable.trials(run, cell).stream())
        .filter(one -> one.estimate(Metric.CONVERSATION_FAILURE_RATE).isPresent())
        .forEach(one -> rows.add(row(run, one)));
    List<String> header = CellTable.names(cells);
    header.addAll(List.of("conversations", "failed", "conv/s", "session time, s"));
    return rows.isEmpty() ? Optional.empty() : Optional.of(new Grid(header, rows));
  }

  private static List<String> row(Run run, TrialResult one) {
    List<String> row = CellTable.names(run, one);
    Estimate failed = one.estimate(Metric.CONVERSATION_FAILURE_RATE);
    row.add(String.valueOf(failed.count()));
    row.add(Decimals.percent(failed.value()));
    row.add(Decimals.of(one.estimate(Metric.CONVERSATION_THROUGHPUT)));
    row.add(Decimals.of(one.estimate(Metric.SESSION_TIME).value() / MILLIS_PER_SECOND));
    return row;
  }
}
