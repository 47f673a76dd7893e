package org.inferometer.report.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.inferometer.result.Cell;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.inferometer.result.Served;
import org.inferometer.result.TrialResult;

/**
 * Where the time went within servers that tell (Triton), in cells that differ in the level of their
 * load only: the columns of NVIDIA's perf_analyzer.
 */
final class ServerTable {
  /** What the numbers are of. */
  static final String NOTE =
      "Within the server: means per request by its own statistics, read around each trial and so"
          + " with the requests of the warm-up; of these the time in its queue and that of its"
          + " computing input, inference and output; executions of the model, and inferences in each."
          + " Inferences/s are the client's. What a model that streams does after its function has"
          + " returned is in none of them.";

  private static final List<Metric> TIMES =
      List.of(
          Metric.SERVER_LATENCY,
          Metric.SERVER_QUEUE,
          Metric.SERVER_COMPUTE_INPUT,
          Metric.SERVER_COMPUTE_INFER,
          Metric.SERVER_COMPUTE_OUTPUT);

  private ServerTable() {}

  /** Empty where no server tells. */
  static Optional<Grid> of(Run run, List<Cell> cells) {
    List<List<String>> rows = new ArrayList<>();
    cells.stream()
        .flatMap(cell -> CellTable.trials(run, cell).stream())
        .filter(one -> one.served() != null)
        .forEach(one -> rows.add(row(run, one)));
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    List<String> header = CellTable.names(cells);
    header.add("inferences/s");
    header.addAll(
        List.of("server, µs", "queue", "input", "infer", "output", "executions", "batch"));
    return Optional.of(new Grid(header, rows));
  }

  /** {@link #NOTE} where some server tells. */
  static Optional<String> note(Run run) {
    return run.trials().stream().anyMatch(one -> one.served() != null)
        ? Optional.of(NOTE)
        : Optional.empty();
  }

  private static List<String> row(Run run, TrialResult one) {
    Served served = one.served();
    List<String> row = CellTable.names(run, one);
    double perRequest = (double) served.inferences() / served.requests();
    row.add(Decimals.of(one.estimate(Metric.REQUEST_THROUGHPUT).value() * perRequest));
    TIMES.forEach(metric -> row.add(Decimals.of(one.estimate(metric).value())));
    row.add(String.valueOf(served.executions()));
    row.add(Decimals.of(one.estimate(Metric.SERVER_BATCH).value()) + sizes(served));
    return row;
  }

  /** Such as {@code (1: 40, 8: 3)}; nothing where all executions were alike. */
  private static String sizes(Served served) {
    return served.batches().size() < 2
        ? ""
        : served.batches().entrySet().stream()
            .map(one -> one.getKey() + ": " + one.getValue())
            .collect(Collectors.joining(", ", " (", ")"));
  }
}
