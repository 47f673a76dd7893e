package org.inferometer.report.table;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table of texts. The first column is left-aligned, the others are right-aligned.
 *
 * @param header one text per column
 * @param rows each as long as the header
 */
public record Grid(List<String> header, List<List<String>> rows) {

  /** Columns padded with blanks, two blanks between them. */
  String console() {
    int[] widths =
        IntStream.range(0, header.size())
            .map(
                i ->
                    Math.max(
                        header.get(i).length(),
                        rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0)))
            .toArray();
    List<List<String>> lines = new ArrayList<>(List.of(header));
    lines.addAll(rows);
    return lines.stream()
        .map(
            line ->
                IntStream.range(0, widths.length)
                    .mapToObj(i -> pad(line.get(i), widths[i], i == 0))
                    .collect(Collectors.joining("  "))
                    .stripTrailing())
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** A GitHub table. */
  String markdown() {
    StringBuilder out = new StringBuilder();
    line(out, header);
    out.append("|---|").append("---:|".repeat(header.size() - 1)).append('\n');
    rows.forEach(row -> line(out, row.stream().map(text -> text.replace("|", "\\|")).toList()));
    return out.toString();
  }

  /** A row of a LaTeX table from column {@code first} on. */
  static String latex(List<String> cells, int first) {
    return cells.stream()
        .skip(first)
        .map(Grid::escape)
        .collect(Collectors.joining(" & ", "", " \\\\\n"));
  }

  /** Text as LaTeX source. */
  static String escape(String text) {
    StringBuilder out = new StringBuilder();
    for (char c : text.toCharArray()) {
      switch (c) {
        case '\\' -> out.append("\\textbackslash{}");
        case '~' -> out.append("\\textasciitilde{}");
        case '^' -> out.append("\\textasciicircum{}");
        case '&', '%', '$', '#', '_', '{', '}' -> out.append('\\').append(c);
        case '±' -> out.append("$\\pm$");
        case '≤' -> out.append("$\\le$");
        case '×' -> out.append("$\\times$");
        case '²' -> out.append("$^2$");
        case '°' -> out.append("$^\\circ$");
        case '<', '>' -> out.append('$').append(c).append('$');
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  private static void line(StringBuilder out, List<String> cells) {
    out.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String pad(String text, int width, boolean left) {
    String blanks = " ".repeat(width - text.length());
    return left ? text + blanks : blanks + text;
  }
}
