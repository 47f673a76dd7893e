package org.inferometer.report.table;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.inferometer.result.Cell;
import org.inferometer.result.FailedTrial;
import org.inferometer.result.Failures;
import org.inferometer.result.Run;
import org.inferometer.result.TrialResult;
import org.inferometer.scenario.Stack;

/** A run on a screen: verdicts first, then numbers, then doubts. */
public final class ConsoleReport {
  /** The widest line where nothing is known of the screen. */
  public static final int COLUMNS = 100;

  private static final int DOUBTS = 3;
  private static final int PROBLEMS = 3;

  private ConsoleReport() {}

  /** The report for a screen of a hundred columns. */
  public static String of(Run run) {
    return of(run, COLUMNS);
  }

  /** The report, each line with a line end; long ones go on in the next after {@code columns}. */
  public static String of(Run run, int columns) {
    StringBuilder out = new StringBuilder();
    out.append(run.name()).append(run.complete() ? "\n" : ", INCOMPLETE: " + run.lack() + "\n");
    run.plan().leftOut().forEach(one -> out.append("partial: without ").append(one).append('\n'));
    List<String> verdicts = Verdicts.counted(run);
    out.append(verdicts.isEmpty() ? "" : "\n");
    verdicts.forEach(line -> out.append(line).append('\n'));
    CellTable.groups(run, run.cells())
        .forEach(
            (title, cells) -> {
              out.append('\n').append(title).append(CellTable.latencies(cells.get(0))).append('\n');
              table(run, cells).forEach(line -> out.append("  ").append(line).append('\n'));
              PercentileTable.narrow(run, cells).ifPresent(table -> grid(out, table));
              WindowsTable.of(run, cells).ifPresent(table -> grid(out, table));
              SessionTable.of(run, cells).ifPresent(table -> grid(out, table));
              TurnTable.of(run, cells).ifPresent(table -> grid(out, table));
              TargetTable.of(run, cells).ifPresent(table -> grid(out, table));
              ServerTable.of(run, cells).ifPresent(table -> grid(out, table));
            });
    TenantTable.slowdowns(run)
        .ifPresent(
            table -> {
              out.append("\nslowdown, each tenant against itself alone\n");
              grid(out, table);
              grid(out, TenantTable.sets(run).orElseThrow());
              out.append('\n').append(TenantTable.NOTE).append('\n');
            });
    SharingTable.of(run)
        .ifPresent(
            table -> {
              out.append("\none way of sharing against another\n");
              grid(out, table);
              out.append('\n').append(SharingTable.note(run)).append('\n');
            });
    out.append('\n');
    Verdicts.notes(run).forEach(line -> out.append(line).append('\n'));
    List<String> doubts = List.copyOf(doubts(run));
    out.append(PercentileTable.NOTE).append('\n');
    WindowsTable.note(run).ifPresent(line -> out.append(line).append('\n'));
    run.plan().stopped().stream()
        .filter(one -> !one.reached())
        .forEach(one -> out.append(one).append('\n'));
    TurnTable.note(run).ifPresent(line -> out.append(line).append('\n'));
    TargetTable.note(run).ifPresent(line -> out.append(line).append('\n'));
    ServerTable.note(run).ifPresent(line -> out.append(line).append('\n'));
    CrossCheckTable.open(run).stream()
        .limit(DOUBTS)
        .forEach(line -> out.append("cross-check: ").append(line).append('\n'));
    AnswerFacts.sameAnswers(run)
        .forEach(line -> out.append("same answers? ").append(line).append('\n'));
    doubts.stream().limit(DOUBTS).forEach(line -> out.append(line).append('\n'));
    if (doubts.size() > DOUBTS) {
      out.append(
          "* and %d more suspect results, told in report.md\n".formatted(doubts.size() - DOUBTS));
    }
    failures(run).forEach(line -> out.append("failed: ").append(line).append('\n'));
    run.problems().stream()
        .limit(PROBLEMS)
        .forEach(line -> out.append("problem: ").append(line).append('\n'));
    if (run.problems().size() > PROBLEMS) {
      out.append(
          "and %d more problems, told in report.md\n".formatted(run.problems().size() - PROBLEMS));
    }
    List<String> lines = new ArrayList<>();
    out.toString().lines().forEach(line -> wrap(line, columns, lines));
    return String.join("\n", lines) + "\n";
  }

  private static void grid(StringBuilder out, Grid grid) {
    out.append('\n');
    grid.console().lines().forEach(line -> out.append("  ").append(line).append('\n'));
  }

  /** Why requests and trials failed, in the stacks' own words. */
  public static List<String> failures(Run run) {
    List<String> lines = new ArrayList<>();
    for (Stack stack : run.stacks()) {
      for (Failures one : run.failures(stack.name())) {
        lines.add(
            "%d requests to %s: %s"
                .formatted(one.count(), CellTable.label(run, stack.name()), one.example().words()));
      }
      run.failed().stream()
          .filter(one -> one.stack().equals(stack.name()))
          .collect(
              Collectors.groupingBy(FailedTrial::reason, LinkedHashMap::new, Collectors.counting()))
          .forEach(
              (reason, count) ->
                  lines.add(
                      "%d %s on %s: %s"
                          .formatted(
                              count,
                              count == 1 ? "trial" : "trials",
                              CellTable.label(run, stack.name()),
                              reason)));
    }
    return lines;
  }

  /** The rows of each cell, and under them what may be said of the headline metric. */
  private static List<String> table(Run run, List<Cell> cells) {
    Iterator<String> rows = CellTable.narrow(run, cells).console().lines().iterator();
    List<String> lines = new ArrayList<>(List.of(rows.next()));
    for (Cell cell : cells) {
      CellTable.trials(run, cell).forEach(one -> lines.add(rows.next()));
      Verdicts.headlines(run, cell).forEach(line -> lines.add("   " + line));
    }
    return lines;
  }

  /** One line per suspect trial. */
  static Set<String> doubts(Run run) {
    Set<String> doubts = new LinkedHashSet<>();
    for (TrialResult one : run.trials()) {
      if (!one.validity().isValid()) {
        doubts.add(
            "* suspect: %s, %s: %s"
                .formatted(
                    CellTable.label(run, one),
                    CellTable.title(run, one.cell()),
                    one.validity().text()));
      }
    }
    return doubts;
  }

  /** A row of a table, whose cells two blanks part, stays whole. */
  private static void wrap(String line, int columns, List<String> lines) {
    boolean row = line.strip().contains("  ");
    String rest = line;
    while (rest.length() > columns && !row) {
      int blank = rest.lastIndexOf(' ', columns);
      int cut = blank <= 8 ? columns : blank;
      lines.add(rest.substring(0, cut).stripTrailing());
      rest = "    " + rest.substring(cut).strip();
    }
    lines.add(rest);
  }
}
