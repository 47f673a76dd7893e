package org.inferometer.report.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inferometer.figure.Csv;
import org.inferometer.load.Closed;
import org.inferometer.record.Outcome;
import org.inferometer.result.Cell;
import org.inferometer.result.Knee;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.inferometer.result.TrialResult;
import org.inferometer.scenario.Measure;

/** Throughput, latencies and outcomes against the requests in flight, with the knee marked. */
final class SweepTable {
  /** What the mark means. */
  static final String NOTE =
      "Knee: where token throughput is farthest above the straight line from its first value to its"
          + " highest at the last load, both axes scaled to their range (Kneedle); none where that is"
          + " less than a tenth, or a later load carries half as much again.";

  /** Fewer loads are no sweep. */
  private static final int FEWEST = 5;

  private static final List<Metric> METRICS =
      List.of(Metric.TOKEN_THROUGHPUT, Metric.P2FT, Metric.ITL, Metric.TOTAL_LATENCY);
  private static final List<String> COUNTS =
      List.of("successful", "errored", "incomplete", "total", "knee");

  private SweepTable() {}

  /** Of cells that differ in the level of their load only; empty if they are no sweep. */
  static Optional<Grid> of(Run run, List<Cell> cells) {
    if (!isSweep(cells)) {
      return Optional.empty();
    }
    List<String> header = new ArrayList<>(List.of("p", "stack"));
    METRICS.forEach(one -> header.add("%s, %s".formatted(one.label(), one.unit())));
    header.addAll(COUNTS);
    List<List<String>> rows = new ArrayList<>();
    for (TrialResult one : trials(run, cells)) {
      List<String> row = CellTable.names(run, one);
      METRICS.forEach(metric -> row.add(Decimals.of(one.estimate(metric))));
      row.addAll(counts(run, cells, one));
      rows.add(row);
    }
    return Optional.of(new Grid(header, rows));
  }

  /** All sweeps of a run as comma-separated values; empty without any. */
  static String csv(Run run) {
    List<List<Cell>> sweeps =
        CellTable.groups(run, run.cells()).values().stream().filter(SweepTable::isSweep).toList();
    if (sweeps.isEmpty()) {
      return "";
    }
    List<String> header = new ArrayList<>(List.of("stack", "model", "task", "mode"));
    header.addAll(List.of("concurrency", "throughput_tok_per_s", "ttft_ms", "itl_ms", "e2e_ms"));
    header.addAll(COUNTS);
    Csv csv = new Csv().line(header);
    for (List<Cell> cells : sweeps) {
      trials(run, cells).forEach(one -> csv.line(line(run, cells, one)));
    }
    return csv.toString();
  }

  private static List<String> line(Run run, List<Cell> cells, TrialResult one) {
    Cell cell = one.cell();
    List<String> line =
        new ArrayList<>(List.of(one.stack(), cell.model(), cell.task(), cell.mode().label()));
    line.add(cell.load().levelText());
    METRICS.forEach(metric -> line.add(Csv.number(one.estimate(metric).value())));
    line.addAll(counts(run, cells, one));
    return line;
  }

  private static boolean isSweep(List<Cell> cells) {
    return cells.size() >= FEWEST
        && cells.stream()
            .allMatch(c -> c.load() instanceof Closed && c.measure() == Measure.COMPLETE);
  }

  private static List<TrialResult> trials(Run run, List<Cell> cells) {
    return cells.stream().flatMap(cell -> CellTable.trials(run, cell).stream()).toList();
  }

  private static List<String> counts(Run run, List<Cell> cells, TrialResult one) {
    long incomplete = count(one, Outcome.INCOMPLETE);
    List<TrialResult> ofStack =
        trials(run, cells).stream().filter(other -> other.stack().equals(one.stack())).toList();
    boolean knee = Knee.of(ofStack).filter(one.cell().load()::equals).isPresent();
    return List.of(
        String.valueOf(count(one, Outcome.OK)),
        String.valueOf(one.failed() - incomplete),
        String.valueOf(incomplete + one.cancelled()),
        String.valueOf(one.requests() + one.cancelled()),
        knee ? "knee" : "");
  }

  private static long count(TrialResult one, Outcome outcome) {
    return one.outcomes().getOrDefault(outcome, 0L);
  }
}
