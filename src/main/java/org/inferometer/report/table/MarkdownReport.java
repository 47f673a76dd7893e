package org.inferometer.report.table;

import java.util.ArrayList;
import java.util.List;
import org.inferometer.result.Cell;
import org.inferometer.result.Run;

/** The run as Markdown: verdicts first, then numbers, then doubts. */
final class MarkdownReport {
  private MarkdownReport() {}

  static String of(Run run) {
    StringBuilder out = new StringBuilder("# " + run.name() + "\n\n");
    if (!run.complete()) {
      out.append("**Incomplete: ").append(run.unfinished()).append("**\n\n");
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
    TenantTable.slowdowns(run)
        .ifPresent(
            table ->
                out.append("## Tenants\n\n")
                    .append(table.markdown())
                    .append('\n')
                    .append(TenantTable.sets(run).orElseThrow().markdown())
                    .append('\n')
                    .append(TenantTable.NOTE)
                    .append("\n\n"));
    SharingTable.of(run)
        .ifPresent(
            table ->
                out.append("## Ways of sharing\n\n")
                    .append(table.markdown())
                    .append('\n')
                    .append(SharingTable.note(run))
                    .append("\n\n"));
    List<String> failures = ConsoleReport.failures(run);
    if (!failures.isEmpty()) {
      out.append("## Failures\n\n");
      failures.forEach(line -> item(out, line));
      out.append('\n');
    }
    for (Cell cell : run.cells()) {
      out.append("## ").append(CellTable.title(run, cell)).append("\n\n");
      Verdicts.of(run, cell).forEach(line -> item(out, line));
      out.append('\n').append(CellTable.of(run, cell).markdown()).append('\n');
    }
    List<String> notes = new ArrayList<>();
    for (CellTables kind : CellTables.values()) {
      String tables = tables(run, kind);
      if (!tables.isEmpty()) {
        out.append("## ").append(kind.title()).append("\n\n").append(tables);
        kind.note(run).ifPresent(notes::add);
      }
    }
    out.append("## How a trial is measured\n\n");
    Method.of(run)
        .forEach((subject, text) -> out.append("- **%s**: %s\n".formatted(subject, text)));
    out.append("\n## Notes\n\n");
    Verdicts.notes(run).forEach(line -> item(out, line));
    notes.forEach(line -> item(out, line));
    ConsoleReport.doubts(run).forEach(line -> item(out, line.replace("* suspect", "Suspect")));
    run.problems().forEach(line -> item(out, "Problem: " + line));
    return out.toString();
  }

  private static String tables(Run run, CellTables kind) {
    StringBuilder tables = new StringBuilder();
    CellTable.groups(run, run.cells())
        .forEach(
            (group, cells) ->
                kind.of(run, cells)
                    .ifPresent(
                        grid ->
                            tables
                                .append("### ")
                                .append(group)
                                .append("\n\n")
                                .append(grid.markdown())
                                .append('\n')));
    return tables.toString();
  }

  private static void item(StringBuilder out, String line) {
    out.append("- ").append(line.replace("*", "\\*")).append('\n');
  }
}
