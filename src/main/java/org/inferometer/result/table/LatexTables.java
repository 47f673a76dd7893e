package org.inferometer.result.table;

import java.util.stream.Collectors;
import org.inferometer.result.Cell;
import org.inferometer.result.Run;

/** One booktabs table per cell, to be read with {@code \input}. */
final class LatexTables {
  private LatexTables() {}

  static String of(Run run) {
    return "% Needs \\usepackage{booktabs}. A star marks a suspect trial.\n"
        + run.cells().stream().map(cell -> table(run, cell)).collect(Collectors.joining("\n"));
  }

  private static String table(Run run, Cell cell) {
    return "\\begin{table}\n\\centering\n\\caption{%s%s}\n\\label{tab:%s}\n%s\\end{table}\n"
        .formatted(
            Grid.escape(CellTable.title(cell)),
            run.complete() ? "" : " (incomplete run)",
            cell.name(),
            CellTable.of(run, cell).latex());
  }
}
