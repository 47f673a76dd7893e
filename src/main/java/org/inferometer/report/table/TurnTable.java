package org.inferometer.report.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.inferometer.figure.Csv;
import org.inferometer.load.Open;
import org.inferometer.result.Cell;
import org.inferometer.result.Estimate;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.inferometer.result.TrialResult;
import org.inferometer.result.TurnResult;

/** Conversations turn by turn, in cells that differ in the level of their load only. */
final class TurnTable {
  /** What the numbers are of. */
  static final String NOTE =
      "Session time: from when a conversation should have begun to its last token, with the time to"
          + " think; of those whose turns were all answered and measured. By turn: means of the answers to each turn of conversations. Seen before: share of the prompt"
          + " tokens that an earlier turn or a shared beginning had, and so what a prefix cache that"
          + " forgets nothing would hold; cached: what the server says that it took from one, in"
          + " whole blocks. The next turn is encoded after an answer has ended: that lies in the"
          + " think time, or else in the schedule delay, and in no latency.";

  private TurnTable() {}

  /** Empty where nobody held conversations. */
  static Optional<Grid> of(Run run, List<Cell> cells) {
    List<List<String>> rows = new ArrayList<>();
    for (Cell cell : cells) {
      for (TrialResult trial : CellTable.trials(run, cell)) {
        trial.turns().forEach(turn -> rows.add(row(run, trial, turn)));
      }
    }
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    List<String> header = CellTable.names(cells);
    header.addAll(List.of("turn", "requests", "failed"));
    latencies(cells.get(0))
        .map(metric -> metric.label().replace("Total", "total") + ", " + metric.unit())
        .forEach(header::add);
    header.addAll(List.of("prompt, tok", "answer, tok", "seen before", "cached"));
    return Optional.of(new Grid(header, rows));
  }

  private static Stream<Metric> latencies(Cell cell) {
    return Stream.of(Metric.P2FT, Metric.TOTAL_LATENCY).map(one -> one.under(cell.load()));
  }

  /** {@link #NOTE} where somebody held conversations. */
  static Optional<String> note(Run run) {
    return run.trials().stream().anyMatch(one -> !one.turns().isEmpty())
        ? Optional.of(NOTE)
        : Optional.empty();
  }

  /** All of a run as comma-separated values; empty without any. */
  static String csv(Run run) {
    if (note(run).isEmpty()) {
      return "";
    }
    List<String> header = new ArrayList<>(List.of("stack", "model", "task", "mode", "load"));
    header.addAll(List.of("turn", "requests", "failed", "p2ft_ms", "p2ft_low_ms", "p2ft_high_ms"));
    header.addAll(List.of("total_latency_ms", "prompt_tok", "output_tok"));
    header.addAll(List.of("earlier_share", "cached_share"));
    boolean scheduled = run.cells().stream().anyMatch(one -> one.load() instanceof Open);
    if (scheduled) {
      header.addAll(List.of("p2ft_from_schedule_ms", "p2ft_from_schedule_low_ms"));
      header.addAll(List.of("p2ft_from_schedule_high_ms", "total_latency_from_schedule_ms"));
    }
    Csv csv = new Csv().line(header);
    for (TrialResult trial : run.trials()) {
      trial.turns().forEach(turn -> csv.line(line(trial, turn, scheduled)));
    }
    return csv.toString();
  }

  private static List<String> line(TrialResult trial, TurnResult turn, boolean scheduled) {
    Cell cell = trial.cell();
    List<String> line =
        new ArrayList<>(List.of(trial.stack(), cell.model(), cell.task(), cell.mode().label()));
    line.add(cell.load().label());
    line.addAll(counts(turn));
    add(line, turn.mean(Metric.P2FT), true);
    add(line, turn.mean(Metric.TOTAL_LATENCY), false);
    add(line, turn.mean(Metric.PROMPT_TOKENS), false);
    add(line, turn.mean(Metric.OUTPUT_TOKENS), false);
    add(line, turn.earlier(), false);
    add(line, turn.cached(), false);
    if (scheduled) {
      add(line, turn.mean(Metric.P2FT_FROM_SCHEDULE), true);
      add(line, turn.mean(Metric.TOTAL_LATENCY_FROM_SCHEDULE), false);
    }
    return line;
  }

  private static void add(List<String> line, Estimate of, boolean interval) {
    line.add(Csv.number(of.value()));
    if (interval) {
      line.add(Csv.number(of.low()));
      line.add(Csv.number(of.high()));
    }
  }

  private static List<String> row(Run run, TrialResult trial, TurnResult turn) {
    List<String> row = CellTable.names(run, trial);
    row.addAll(counts(turn));
    latencies(trial.cell()).forEach(metric -> row.add(Decimals.of(turn.mean(metric))));
    row.add(Decimals.of(turn.mean(Metric.PROMPT_TOKENS).value()));
    row.add(Decimals.of(turn.mean(Metric.OUTPUT_TOKENS).value()));
    row.add(Decimals.percent(turn.earlier().value()));
    row.add(Decimals.percent(turn.cached().value()));
    return row;
  }

  private static List<String> counts(TurnResult turn) {
    return List.of(
        String.valueOf(turn.number()),
        String.valueOf(turn.requests()),
        String.valueOf(turn.failed()));
  }
}
