package org.inferometer.report.table;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.inferometer.result.Cell;
import org.inferometer.result.Run;

/**
 * The tables that every report has beside that of the cells themselves, in their order: each of
 * cells that differ in the level of their load only, where it has something to tell of them.
 */
public enum CellTables {
  PERCENTILES("Percentiles", PercentileTable::of, PercentileTable.NOTE),
  SWEEP("Sweep", SweepTable::of, SweepTable.NOTE),
  WINDOWS("Windows", WindowsTable::of, WindowsTable::note),
  CONVERSATIONS("Conversations", SessionTable::of, run -> Optional.empty()),
  TURNS("Turns", TurnTable::of, TurnTable.NOTE),
  TARGETS("Targets", TargetTable::of, TargetTable::note),
  BEST_POINTS("Best points", BestPoints::of, BestPoints.NOTE),
  SERVER("Within the server", ServerTable::of, ServerTable.NOTE),
  TIME("Where the time went", TimeTable::of, TimeTable.NOTE),
  CROSS_CHECK("Cross-check", CrossCheckTable::of, CrossCheckTable.NOTE);

  private final String title;
  private final BiFunction<Run, List<Cell>, Optional<Grid>> table;
  private final Function<Run, Optional<String>> note;

  CellTables(String title, BiFunction<Run, List<Cell>, Optional<Grid>> table, String note) {
    this(title, table, run -> Optional.of(note));
  }

  CellTables(
      String title,
      BiFunction<Run, List<Cell>, Optional<Grid>> table,
      Function<Run, Optional<String>> note) {
    this.title = title;
    this.table = table;
    this.note = note;
  }

  /** Its heading. */
  public String title() {
    return title;
  }

  /** Empty where there is nothing to tell. */
  public Optional<Grid> of(Run run, List<Cell> cells) {
    return table.apply(run, cells);
  }

  /** What its numbers are of, for whoever shows a table of {@code run}. */
  public Optional<String> note(Run run) {
    return note.apply(run);
  }
}
