package org.inferometer.result.table;

import java.util.List;
import org.inferometer.result.Cell;
import org.inferometer.result.Run;

/** The run as Markdown: verdicts first, then numbers, then doubts. */
final class MarkdownReport {
  private MarkdownReport() {}

  static String of(Run run) {
    StringBuilder out = new StringBuilder("# " + run.name() + "\n\n");
    if (!run.complete()) {
      out.append("**Incomplete: the run did not come to its end.**\n\n");
    }
    run.plan()
        .leftOut()
        .forEach(one -> out.append("**Partial: without ").append(one).append(".**\n\n"));
    RunFacts.of(run)
        .forEach((subject, sentences) -> item(out, subject + ": " + String.join("; ", sentences)));
    out.append('\n');
    List<String> verdicts = Verdicts.counted(run);
    if (!verdicts.isEmpty()) {
      out.append("## Verdicts\n\n");
      verdicts.forEach(line -> item(out, line));
      out.append('\n');
    }
    List<String> failures = ConsoleReport.failures(run);
    if (!failures.isEmpty()) {
      out.append("## Failures\n\n");
      failures.forEach(line -> item(out, line));
      out.append('\n');
    }
    for (Cell cell : run.cells()) {
      out.append("## ").append(CellTable.title(cell)).append("\n\n");
      Verdicts.of(run, cell).forEach(line -> item(out, line));
      out.append('\n').append(CellTable.of(run, cell).markdown()).append('\n');
    }
    out.append("## Notes\n\n");
    Verdicts.notes(run).forEach(line -> item(out, line));
    ConsoleReport.doubts(run).forEach(line -> item(out, line.replace("* suspect", "Suspect")));
    run.problems().forEach(line -> item(out, "Problem: " + line));
    return out.toString();
  }

  private static void item(StringBuilder out, String line) {
    out.append("- ").append(line.replace("*", "\\*")).append('\n');
  }
}
