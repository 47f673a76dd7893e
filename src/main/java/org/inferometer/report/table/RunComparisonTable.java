package org.inferometer.report.table;

import java.util.List;
import org.inferometer.comparison.RunComparison;
import org.inferometer.result.Cell;
import org.inferometer.result.Comparison;

/** Two runs side by side, for a screen of a hundred columns. */
public final class RunComparisonTable {
  private RunComparisonTable() {}

  /** Refusals and flags first, then one table per cell. */
  public static String of(RunComparison runs) {
    StringBuilder out = new StringBuilder();
    out.append("%s against %s\n".formatted(runs.other().name(), runs.base().name()));
    runs.refused().forEach(line -> out.append("not compared: ").append(line).append('\n'));
    runs.flags().forEach(line -> out.append("flagged: ").append(line).append('\n'));
    List<Cell> cells = runs.comparisons().stream().map(Comparison::cell).distinct().toList();
    for (Cell cell : cells) {
      List<List<String>> rows =
          runs.comparisons().stream()
              .filter(one -> one.cell().equals(cell))
              .map(one -> row(runs, one))
              .toList();
      out.append('\n').append(CellTable.title(runs.base(), cell)).append('\n');
      out.append(
          new Grid(List.of("stack: metric", "base", "other", "ratio", "verdict"), rows).console());
    }
    out.append('\n');
    Verdicts.notes(
            runs.comparisons(),
            "The runs did not take turns: a change of the machine counts as a difference between"
                + " them (Welch's t).")
        .forEach(line -> out.append(line).append('\n'));
    return out.toString();
  }

  private static List<String> row(RunComparison runs, Comparison one) {
    return List.of(
        "%s: %s"
            .formatted(
                CellTable.label(runs.base(), one.base()),
                one.metric().label()
                    + (one.metric().unit().isEmpty() ? "" : ", " + one.metric().unit())),
        Decimals.of(one.baseEstimate().value()),
        Decimals.of(one.otherEstimate().value()),
        Decimals.ratio(one.ratio()),
        Verdicts.word(runs.unit(), one));
  }
}
