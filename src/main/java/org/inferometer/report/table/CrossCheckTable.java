package org.inferometer.report.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.inferometer.result.Cell;
import org.inferometer.result.Run;
import org.inferometer.result.ServerCheck;
import org.inferometer.result.TrialResult;

/** What servers counted themselves against what their client saw, and why the two differ. */
final class CrossCheckTable {
  /** What the numbers are of. */
  static final String NOTE =
      "Cross-check: the server's own numbers, by its counters before and after each trial, against"
          + " the client's of all requests that it sent between them and of those measured; times"
          + " are means in ms, tokens are sums, with the number of requests (of ITL: of gaps) in"
          + " brackets. A server sees neither the network nor its own front end, nor the client's"
          + " reading. !: not explained.";

  private CrossCheckTable() {}

  /** Empty where no server tells. */
  static Optional<Grid> of(Run run, List<Cell> cells) {
    List<List<String>> rows = new ArrayList<>();
    for (Cell cell : cells) {
      for (TrialResult one : CellTable.trials(run, cell)) {
        one.side().checks().forEach(check -> rows.add(row(run, one, check)));
      }
    }
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    List<String> header = CellTable.names(cells);
    header.addAll(
        List.of("", "server", "client, the same", "client, measured", "server less measured"));
    return Optional.of(new Grid(header, rows));
  }

  /** What is not explained, a sentence each. */
  static List<String> open(Run run) {
    List<String> sentences = new ArrayList<>();
    for (TrialResult one : run.trials()) {
      one.side().checks().stream()
          .filter(ServerCheck::open)
          .forEach(
              check ->
                  sentences.add(
                      "%s, %s: %s by the server %s, by the client %s: %s"
                          .formatted(
                              CellTable.label(run, one),
                              CellTable.title(run, one.cell()),
                              check.what().label(),
                              told(check, check.server(), check.serverCount()),
                              told(check, check.client(), check.clientCount()),
                              check.words())));
    }
    return sentences;
  }

  private static List<String> row(Run run, TrialResult one, ServerCheck check) {
    List<String> row = CellTable.names(run, one);
    row.add(check.what().label());
    row.add(told(check, check.server(), check.serverCount()));
    row.add(told(check, check.client(), check.clientCount()));
    row.add(told(check, check.measured(), check.measuredCount()));
    row.add(check.words() + (check.open() ? " !" : ""));
    return row;
  }

  private static String told(ServerCheck check, double value, long count) {
    return check.what().isTime()
        ? Decimals.of(value) + " (" + count + ")"
        : String.format(Locale.ROOT, "%.0f (%d)", value, count);
  }
}
