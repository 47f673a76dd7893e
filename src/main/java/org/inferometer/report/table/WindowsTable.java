package org.inferometer.report.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inferometer.figure.Csv;
import org.inferometer.result.Cell;
import org.inferometer.result.Run;
import org.inferometer.result.TrialResult;
import org.inferometer.scenario.Until;

/** perf_analyzer's table: of the last repeats, which had to agree, all values together. */
final class WindowsTable {
  private static final List<String> NUMBERS =
      List.of(
          "inferences_per_second",
          "avg_latency_ms",
          "p50_latency_ms",
          "p90_latency_ms",
          "p95_latency_ms",
          "p99_latency_ms");
  private static final List<String> HEADS =
      List.of("inferences/s", "client avg, ms", "p50", "p90", "p95", "p99");

  private WindowsTable() {}

  /** Of cells that differ in the level of their load only; empty where no repeats had to agree. */
  static Optional<Grid> of(Run run, List<Cell> cells) {
    if (!hasWindows(run)) {
      return Optional.empty();
    }
    List<String> header = CellTable.names(cells);
    header.addAll(HEADS);
    header.add("windows");
    List<List<String>> rows = new ArrayList<>();
    for (TrialResult one : trials(run, cells)) {
      List<String> row = CellTable.names(run, one);
      NUMBERS.forEach(name -> row.add(Decimals.of(number(one, name))));
      row.add(one.repeats().size() + (isStable(run, one) ? ", stable" : ", not stable"));
      rows.add(row);
    }
    return Optional.of(new Grid(header, rows));
  }

  /** What the table is of. */
  static Optional<String> note(Run run) {
    return hasWindows(run)
        ? Optional.of(
            "Windows: all values of the last %d repeats together, which had to agree, by perf_analyzer's formulas; percentiles whatever the number of requests."
                .formatted(run.plan().scenario().measure().windows()))
        : Optional.empty();
  }

  private static boolean hasWindows(Run run) {
    return run.plan().scenario().measure().until() instanceof Until.Stable;
  }

  /** All of a run as comma-separated values; empty where no repeats had to agree. */
  static String csv(Run run) {
    if (!hasWindows(run)) {
      return "";
    }
    Csv csv = new Csv();
    List<String> header =
        new ArrayList<>(List.of("stack", "model", "task", "mode", "measure", "load"));
    header.addAll(NUMBERS);
    header.addAll(List.of("windows", "stable"));
    csv.line(header);
    for (TrialResult one : run.trials()) {
      Cell cell = one.cell();
      List<String> row =
          new ArrayList<>(
              List.of(
                  one.stack(),
                  cell.model(),
                  cell.task(),
                  cell.mode().label(),
                  cell.measure().label(),
                  cell.load().label()));
      NUMBERS.forEach(name -> row.add(Csv.number(number(one, name))));
      row.addAll(List.of(String.valueOf(one.repeats().size()), String.valueOf(isStable(run, one))));
      csv.line(row);
    }
    return csv.toString();
  }

  private static List<TrialResult> trials(Run run, List<Cell> cells) {
    return cells.stream().flatMap(cell -> CellTable.trials(run, cell).stream()).toList();
  }

  private static double number(TrialResult one, String name) {
    return one.peers().getOrDefault("perf_analyzer." + name, Double.NaN);
  }

  private static boolean isStable(Run run, TrialResult one) {
    return run.plan().stopped().stream()
        .anyMatch(cell -> cell.trial().equals(one.cell().trial()) && cell.reached());
  }
}
