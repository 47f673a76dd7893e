package org.inferometer.report.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inferometer.result.Cell;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.inferometer.result.TrialResult;

/** How well the stacks meet the targets in cells that differ in the level of their load only. */
public final class TargetTable {
  private static final List<String> COLUMNS =
      List.of("meet the targets", "goodput, req/s", "goodput, tok/s");

  private TargetTable() {}

  /** Empty where no targets are set or none applies. */
  public static Optional<Grid> of(Run run, List<Cell> cells) {
    List<List<String>> rows = new ArrayList<>();
    cells.stream()
        .flatMap(cell -> CellTable.trials(run, cell).stream())
        .filter(one -> one.estimate(Metric.SLO_ATTAINMENT).isPresent())
        .forEach(one -> rows.add(row(run, one)));
    List<String> header = CellTable.names(cells);
    header.addAll(COLUMNS);
    return rows.isEmpty() ? Optional.empty() : Optional.of(new Grid(header, rows));
  }

  /** What the targets are, and of what goodput is a part. */
  public static Optional<String> note(Run run) {
    return run.slo().targets().isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Targets: %s. Of all measured requests, failed ones too, those that meet every target that their mode has; goodput: these per second."
                .formatted(run.slo().text()));
  }

  private static List<String> row(Run run, TrialResult one) {
    List<String> row = CellTable.names(run, one);
    row.add(Decimals.percent(one.estimate(Metric.SLO_ATTAINMENT)));
    row.add(Decimals.of(one.estimate(Metric.GOODPUT)));
    row.add(Decimals.of(one.estimate(Metric.TOKEN_GOODPUT)));
    return row;
  }
}
