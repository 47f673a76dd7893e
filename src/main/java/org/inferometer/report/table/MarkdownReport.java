package org.inferometer.report.table;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
      out.append("## ").append(CellTable.title(cell)).append("\n\n");
      Verdicts.of(run, cell).forEach(line -> item(out, line));
      out.append('\n').append(CellTable.of(run, cell).markdown()).append('\n');
    }
    tables(out, run, "Percentiles", cells -> PercentileTable.of(run, cells));
    tables(out, run, "Sweep", cells -> SweepTable.of(run, cells));
    tables(out, run, "Windows", cells -> WindowsTable.of(run, cells));
    tables(out, run, "Conversations", cells -> SessionTable.of(run, cells));
    tables(out, run, "Turns", cells -> TurnTable.of(run, cells));
    tables(out, run, "Targets", cells -> TargetTable.of(run, cells));
    tables(out, run, "Best points", cells -> BestPoints.of(run, cells));
    tables(out, run, "Within the server", cells -> ServerTable.of(run, cells));
    tables(out, run, "Where the time went", cells -> TimeTable.of(run, cells));
    tables(out, run, "Cross-check", cells -> CrossCheckTable.of(run, cells));
    out.append("## How a trial is measured\n\n");
    Method.of(run)
        .forEach((subject, text) -> out.append("- **%s**: %s\n".formatted(subject, text)));
    out.append("\n## Notes\n\n");
    Verdicts.notes(run).forEach(line -> item(out, line));
    item(out, PercentileTable.NOTE);
    if (!SweepTable.csv(run).isEmpty()) {
      item(out, SweepTable.NOTE);
    }
    WindowsTable.note(run).ifPresent(line -> item(out, line));
    TurnTable.note(run).ifPresent(line -> item(out, line));
    TargetTable.note(run).ifPresent(line -> item(out, line));
    ServerTable.note(run).ifPresent(line -> item(out, line));
    TimeTable.note(run).ifPresent(line -> item(out, line));
    CrossCheckTable.note(run).ifPresent(line -> item(out, line));
    if (out.indexOf("## Best points") >= 0) {
      item(out, BestPoints.NOTE);
    }
    ConsoleReport.doubts(run).forEach(line -> item(out, line.replace("* suspect", "Suspect")));
    run.problems().forEach(line -> item(out, "Problem: " + line));
    return out.toString();
  }

  private static void tables(
      StringBuilder out, Run run, String title, Function<List<Cell>, Optional<Grid>> table) {
    StringBuilder tables = new StringBuilder();
    CellTable.groups(run.cells())
        .forEach(
            (group, cells) ->
                table
                    .apply(cells)
                    .ifPresent(
                        grid ->
                            tables
                                .append("### ")
                                .append(group)
                                .append("\n\n")
                                .append(grid.markdown())
                                .append('\n')));
    if (tables.length() > 0) {
      out.append("## ").append(title).append("\n\n").append(tables);
    }
  }

  private static void item(StringBuilder out, String line) {
    out.append("- ").append(line.replace("*", "\\*")).append('\n');
  }
}
