package org.inferometer.result.table;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.inferometer.result.Cell;
import org.inferometer.result.Comparison;
import org.inferometer.result.Comparison.Verdict;
import org.inferometer.result.Estimate;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.inferometer.scenario.Measure;

/** What may be said of the stacks, in sentences. */
public final class Verdicts {
  /** The metrics that a short answer is about. */
  private static final Set<Metric> HEADLINES =
      EnumSet.of(Metric.P2FT, Metric.TOTAL_LATENCY, Metric.TOKEN_THROUGHPUT);

  private Verdicts() {}

  /** One sentence per comparison of {@code cell}. */
  public static List<String> of(Run run, Cell cell) {
    return run.comparisons().stream()
        .filter(one -> one.cell().equals(cell))
        .map(one -> sentence(run, one))
        .toList();
  }

  /**
   * One table per pair of stacks, under "this one against that one", with a row per comparison of
   * {@code cells}, which differ in parallelism only.
   */
  public static Map<String, Grid> grids(Run run, List<Cell> cells) {
    Map<String, List<List<String>>> rows = new LinkedHashMap<>();
    for (Cell cell : cells) {
      for (Comparison one : run.comparisons()) {
        if (one.cell().equals(cell)) {
          rows.computeIfAbsent(
                  CellTable.label(run, one.other())
                      + " against "
                      + CellTable.label(run, one.base()),
                  pair -> new ArrayList<>())
              .add(
                  List.of(
                      Integer.toString(cell.parallelism()),
                      metric(one),
                      Decimals.ratio(one.ratio()),
                      one.verdict().label() + (one.suspect() ? " *" : "")));
        }
      }
    }
    Map<String, Grid> grids = new LinkedHashMap<>();
    rows.forEach(
        (pair, of) -> grids.put(pair, new Grid(List.of("p", "metric", "ratio", "verdict"), of)));
    return grids;
  }

  /**
   * How often each stack was better or worse than another, by metric: the short of all verdicts.
   */
  static List<String> counted(Run run) {
    Map<String, Map<String, Integer>> counts = new LinkedHashMap<>();
    for (Comparison one : run.comparisons()) {
      if (HEADLINES.contains(one.metric()) && one.verdict() != Verdict.NOT_COMPARABLE) {
        String of =
            "%s against %s, %s"
                .formatted(
                    CellTable.label(run, one.other()),
                    CellTable.label(run, one.base()),
                    metric(one));
        counts
            .computeIfAbsent(of, x -> new TreeMap<>())
            .merge(one.verdict().label(), 1, Integer::sum);
      }
    }
    return counts.entrySet().stream().map(e -> e.getKey() + ": " + said(e.getValue())).toList();
  }

  /** What may be said of {@code stack} in {@code cell}; empty for the stack it is compared with. */
  static String word(Run run, Cell cell, String stack) {
    Metric metric = cell.measure() == Measure.FIRST_TOKEN ? Metric.P2FT : Metric.TOTAL_LATENCY;
    return run.comparisons().stream()
        .filter(one -> one.cell().equals(cell) && one.metric() == metric)
        .filter(one -> one.other().equals(stack))
        .findFirst()
        .map(one -> one.verdict().label())
        .orElse("");
  }

  private static String said(Map<String, Integer> counts) {
    int all = counts.values().stream().mapToInt(Integer::intValue).sum();
    return counts.entrySet().stream()
        .map(e -> e.getKey() + " in " + e.getValue())
        .collect(Collectors.joining(", ", "", " of " + all));
  }

  private static String sentence(Run run, Comparison one) {
    String base = CellTable.label(run, one.base());
    String other = CellTable.label(run, one.other());
    String claim =
        switch (one.verdict()) {
          case FASTER, SLOWER, HIGHER, LOWER ->
              "%s is %s than %s in %s".formatted(other, one.verdict().label(), base, metric(one));
          case NO_DIFFERENCE_SHOWN, NOT_COMPARABLE ->
              "%s and %s: %s in %s".formatted(other, base, one.verdict().label(), metric(one));
        };
    String ratio = one.ratio().isPresent() ? ": " + Decimals.ratio(one.ratio()) : "";
    return claim + ratio + (one.suspect() ? " *" : "");
  }

  private static String metric(Comparison one) {
    return one.metric().label();
  }

  /** How the intervals were made, and how many differences chance alone would claim. */
  public static List<String> notes(Run run) {
    long made =
        run.comparisons().stream().filter(c -> c.verdict() != Verdict.NOT_COMPARABLE).count();
    if (made == 0) {
      return List.of(intervals());
    }
    boolean paired = run.comparisons().stream().allMatch(Comparison::paired);
    return List.of(
        intervals(),
        paired
            ? "Stacks took turns; repeat i of one is compared with repeat i of the other."
            : "Stacks were measured one after the other: a drift of the machine counts as a "
                + "difference between them (Welch's t).",
        "%d comparisons were made; of as many comparisons without any difference, about %.1f would"
                .formatted(made, 0.05 * made)
            + " be called different by chance.");
  }

  private static String intervals() {
    return "± and [ ]: %s.".formatted(Estimate.Interval.STUDENT_T.label());
  }
}
