package org.inferometer.report.table;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.inferometer.result.Cell;
import org.inferometer.result.Run;

/**
 * One booktabs table for cells that differ in the level of their load only, as wide as the page's
 * text, to be read with {@code \input}. Long names of stacks and verdicts are broken into lines.
 */
final class LatexTables {
  private LatexTables() {}

  static String of(Run run) {
    return "% Needs \\usepackage{booktabs,tabularx}. A star marks a suspect trial.\n"
        + CellTable.groups(run, run.cells()).entrySet().stream()
            .flatMap(group -> tables(run, group.getKey(), group.getValue()))
            .collect(Collectors.joining("\n"));
  }

  private static Stream<String> tables(Run run, String title, List<Cell> cells) {
    String label = cells.get(0).name().replaceFirst("-p\\d+$", "");
    String unfinished = run.complete() ? "" : " (incomplete run)";
    return Stream.concat(
        Stream.of(table(title + unfinished, label, CellTable.page(run, cells))),
        TargetTable.of(run, cells)
            .map(grid -> table(title + ": " + run.slo().text() + unfinished, label + "-slo", grid))
            .stream());
  }

  private static String table(String title, String label, Grid grid) {
    StringBuilder rows = new StringBuilder();
    String before = null;
    for (List<String> row : grid.rows()) {
      boolean again = row.get(0).equals(before);
      if (before != null && !again) {
        rows.append("\\addlinespace\n");
      }
      before = row.get(0);
      rows.append(again ? "" : row.get(0) + " ").append("& ").append(Grid.latex(row, 1));
    }
    return """
        \\begin{table*}
        \\centering\\footnotesize\\setlength{\\tabcolsep}{4pt}
        \\caption{%s}
        \\label{tab:%s}
        \\begin{tabularx}{\\textwidth}{r>{\\raggedright\\arraybackslash}X%s>{\\raggedright\\arraybackslash}X}
        \\toprule
        %s\\midrule
        %s\\bottomrule
        \\end{tabularx}
        \\end{table*}
        """
        .formatted(
            Grid.escape(title),
            label,
            "r".repeat(grid.header().size() - 3),
            Grid.latex(grid.header(), 0),
            rows);
  }
}
