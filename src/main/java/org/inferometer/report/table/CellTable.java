package org.inferometer.report.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.inferometer.load.Closed;
import org.inferometer.load.Load;
import org.inferometer.load.Open;
import org.inferometer.result.Cell;
import org.inferometer.result.Comparison;
import org.inferometer.result.Metric;
import org.inferometer.result.OwnError;
import org.inferometer.result.Run;
import org.inferometer.result.TrialResult;
import org.inferometer.scenario.Model;

/** The stacks of one cell, one row each, by the metrics that were measured. */
public final class CellTable {
  /** What stands in the columns, where any stack has it. */
  private static final List<Metric> COLUMNS =
      List.of(
          Metric.P2FT,
          Metric.TOTAL_LATENCY,
          Metric.TPOT,
          Metric.TOKEN_THROUGHPUT,
          Metric.REQUEST_THROUGHPUT,
          Metric.ANSWER_THROUGHPUT);

  /** How the names of metrics end that are counted from a schedule. */
  static final String SCHEDULE = " from schedule";

  private CellTable() {}

  /** What was measured, in words. */
  public static String title(Run run, Cell cell) {
    return common(run, cell) + ", " + cell.load().words();
  }

  /** What cells have in common that differ in the level of their load only. */
  private static String kind(Run run, Cell cell) {
    return common(run, cell) + (cell.load() instanceof Closed ? "" : ", " + cell.load().kind());
  }

  private static String common(Run run, Cell cell) {
    return "%s, %s, %s, %s"
        .formatted(
            cell.task(),
            model(run, cell.model()),
            cell.mode().label(),
            cell.measure().label().replace('-', ' '));
  }

  /** One cell; a star marks a suspect trial. */
  public static Grid of(Run run, Cell cell) {
    List<TrialResult> trials = trials(run, cell);
    List<Metric> columns = columns(trials);
    List<List<String>> rows = new ArrayList<>();
    trials.forEach(one -> rows.add(row(run, one, columns)));
    return new Grid(header(columns), rows);
  }

  /**
   * Cells that differ in the level of their load only, under what they have in common, in words.
   */
  public static Map<String, List<Cell>> groups(Run run, List<Cell> cells) {
    Map<String, List<Cell>> groups = new LinkedHashMap<>();
    for (Cell cell : cells) {
      groups.computeIfAbsent(kind(run, cell), x -> new ArrayList<>()).add(cell);
    }
    return groups;
  }

  /**
   * Cells that differ in the level of their load only, with what may be said of each stack against
   * the first by the headline metric.
   */
  public static Grid of(Run run, List<Cell> cells) {
    return withVerdicts(run, cells, withOwnErrors(run, cells, of(run, cells, COLUMNS)));
  }

  /** The same by the metrics that a narrow screen has room for, without verdicts. */
  static Grid narrow(Run run, List<Cell> cells) {
    Grid grid = of(run, cells, List.of(Metric.P2FT, Metric.TOTAL_LATENCY, Metric.TOKEN_THROUGHPUT));
    return new Grid(
        grid.header().stream().map(name -> name.replace(SCHEDULE, "")).toList(), grid.rows());
  }

  /** What the narrow tables leave unsaid of their latencies. */
  static String latencies(Cell cell) {
    return cell.load() instanceof Open ? "; latencies" + SCHEDULE : "";
  }

  /** The same by the metrics that a printed page has room for. */
  static Grid page(Run run, List<Cell> cells) {
    return withVerdicts(
        run,
        cells,
        of(
            run,
            cells,
            List.of(Metric.P2FT, Metric.TOTAL_LATENCY, Metric.TPOT, Metric.TOKEN_THROUGHPUT)));
  }

  /** The instrument's own error of the headline metric, where it imitated the stacks. */
  private static Grid withOwnErrors(Run run, List<Cell> cells, Grid grid) {
    Metric metric = Comparison.headline(cells.get(0));
    List<TrialResult> trials = cells.stream().flatMap(c -> trials(run, c).stream()).toList();
    List<OwnError> errors =
        trials.stream()
            .map(
                one ->
                    OwnError.of(
                        run.calibration(), run.plan().scenario().stack(one.stack()), one.cell()))
            .toList();
    if (errors.stream().noneMatch(OwnError::isMirrored)) {
      return grid;
    }
    List<String> header = new ArrayList<>(grid.header());
    header.add("own error of " + metric.label() + ", ms");
    List<List<String>> rows = new ArrayList<>();
    for (OwnError error : errors) {
      List<String> row = new ArrayList<>(grid.rows().get(rows.size()));
      row.add(error.isMirrored() ? Decimals.of(error.mean(metric).orElse(Double.NaN)) : "");
      rows.add(row);
    }
    return new Grid(header, rows);
  }

  private static Grid withVerdicts(Run run, List<Cell> cells, Grid grid) {
    List<String> header = new ArrayList<>(grid.header());
    header.add(Verdicts.about(cells.get(0)));
    List<List<String>> rows = new ArrayList<>();
    for (Cell cell : cells) {
      for (TrialResult one : trials(run, cell)) {
        List<String> row = new ArrayList<>(grid.rows().get(rows.size()));
        row.add(Verdicts.word(run, cell, one.stack()));
        rows.add(row);
      }
    }
    return new Grid(header, rows);
  }

  private static Grid of(Run run, List<Cell> cells, List<Metric> wanted) {
    List<Metric> columns =
        new ArrayList<>(columns(cells.stream().flatMap(c -> trials(run, c).stream()).toList()));
    Load load = cells.get(0).load();
    columns.retainAll(wanted.stream().map(metric -> metric.under(load)).toList());
    List<String> header = header(columns);
    header.replaceAll(text -> text.replace("Total latency", "latency"));
    header.add(0, cells.get(0).load().axis().symbol());
    List<List<String>> rows = new ArrayList<>();
    for (Cell cell : cells) {
      for (TrialResult one : trials(run, cell)) {
        List<String> row = row(run, one, columns);
        row.add(0, cell.load().levelText());
        rows.add(row);
      }
    }
    return new Grid(header, rows);
  }

  /** What was measured of {@code cell}, in the order of the stacks. */
  static List<TrialResult> trials(Run run, Cell cell) {
    return run.stacks().stream().flatMap(stack -> run.trial(stack.name(), cell).stream()).toList();
  }

  private static List<Metric> columns(List<TrialResult> trials) {
    return COLUMNS.stream()
        .map(metric -> metric.under(trials.get(0).cell().load()))
        .filter(metric -> trials.stream().anyMatch(one -> one.estimate(metric).isPresent()))
        .toList();
  }

  private static List<String> header(List<Metric> columns) {
    List<String> header = new ArrayList<>(List.of("stack"));
    columns.forEach(metric -> header.add(metric.label() + ", " + metric.unit()));
    header.replaceAll(
        text ->
            text.replace("Token throughput, ", "")
                .replace("Request throughput, ", "")
                .replace("Answers per second, ", ""));
    header.add("failed");
    return header;
  }

  private static List<String> row(Run run, TrialResult one, List<Metric> columns) {
    List<String> row = new ArrayList<>();
    row.add(name(run, one));
    columns.forEach(metric -> row.add(Decimals.of(one.estimate(metric))));
    row.add(
        one.failed() == 0
            ? "0"
            : "%d (%s)"
                .formatted(one.failed(), Decimals.percent((double) one.failed() / one.requests())));
    return row;
  }

  /** The heads of {@link #names(Run, TrialResult)}. */
  static List<String> names(List<Cell> cells) {
    return new ArrayList<>(List.of(cells.get(0).load().axis().symbol(), "stack"));
  }

  /** The first two cells of a row that tells of one trial: its load's level and the stack. */
  static List<String> names(Run run, TrialResult one) {
    return new ArrayList<>(List.of(one.cell().load().levelText(), name(run, one)));
  }

  private static String name(Run run, TrialResult one) {
    return label(run, one) + (one.validity().isValid() ? "" : " *");
  }

  /** The name of a trial's stack in tables; of a tenant with those who asked beside it. */
  public static String label(Run run, TrialResult one) {
    return label(run, one.stack()) + TenantTable.company(run, one);
  }

  /** The model's name in tables, or those of all that are mixed. */
  static String model(Run run, String model) {
    return run.plan().scenario().models(model).stream()
        .map(Model::label)
        .collect(Collectors.joining(" " + Load.BESIDE + " "));
  }

  /** The stack's name in tables. */
  public static String label(Run run, String stack) {
    String label = run.plan().scenario().stack(stack).label();
    return label == null ? stack : label;
  }
}
