package org.inferometer.report.table;

import java.util.ArrayList;
import java.util.Comparator;
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
import org.inferometer.result.Comparisons;
import org.inferometer.result.Estimate;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.inferometer.result.Sample;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Unit;

/** What may be said of the stacks, in sentences. */
public final class Verdicts {
  /** The metrics that a short answer is about. */
  private static final Set<Metric> HEADLINES =
      EnumSet.of(Metric.P2FT, Metric.TOTAL_LATENCY, Metric.TOKEN_THROUGHPUT);

  private static final String UNDECIDED = "undecided";

  private Verdicts() {}

  /** One sentence per comparison of {@code cell}. */
  public static List<String> of(Run run, Cell cell) {
    return run.comparisons().stream()
        .filter(one -> one.cell().equals(cell))
        .map(one -> sentence(run, one))
        .toList();
  }

  /**
   * One line per pair of stacks: the ratio of the headline metric of {@code cell}, and the word.
   */
  static List<String> headlines(Run run, Cell cell) {
    return run.comparisons().stream()
        .filter(one -> one.cell().equals(cell) && one.isHeadline())
        .map(
            one ->
                "%s / %s, %s: %s%s"
                    .formatted(
                        CellTable.label(run, one.other()),
                        CellTable.label(run, one.base()),
                        one.metric().label(),
                        one.ratio().isPresent() ? Decimals.ratio(one.ratio()) + ", " : "",
                        word(run.unit(), one)))
        .toList();
  }

  /**
   * One table per pair of stacks, under "this one against that one", with a row per comparison of
   * {@code cells}, which differ in the level of their load only.
   */
  public static Map<String, Grid> grids(Run run, List<Cell> cells) {
    Map<String, List<List<String>>> rows = new LinkedHashMap<>();
    for (Cell cell : cells) {
      for (Comparison one : run.comparisons()) {
        if (one.cell().equals(cell)) {
          rows.computeIfAbsent(pair(run, one), pair -> new ArrayList<>())
              .add(
                  List.of(
                      cell.load().levelText(),
                      one.metric().label(),
                      Decimals.ratio(one.ratio()),
                      word(run.unit(), one),
                      one.verdict().isTested() ? Integer.toString(one.repeatsNeeded()) : ""));
        }
      }
    }
    Map<String, Grid> grids = new LinkedHashMap<>();
    rows.forEach(
        (pair, of) ->
            grids.put(
                pair,
                new Grid(
                    List.of(
                        cells.get(0).load().axis().symbol(),
                        "metric",
                        "ratio",
                        "verdict",
                        run.unit().many() + " for ±5 %"),
                    of)));
    return grids;
  }

  /** Title of what is said of a pair of stacks. */
  public static String pair(Run run, Comparison one) {
    return CellTable.label(run, one.other()) + " against " + CellTable.label(run, one.base());
  }

  /**
   * How often each stack was better or worse than another, by metric, the declared first: the short
   * of all verdicts. A load that was measured twice counts once.
   */
  static List<String> counted(Run run) {
    Map<String, List<Comparison>> groups = new LinkedHashMap<>();
    run.comparisons().stream()
        .filter(
            one ->
                HEADLINES.stream()
                    .anyMatch(metric -> metric.under(one.cell().load()) == one.metric()))
        .filter(one -> one.declared() || !one.isHeadline())
        .sorted(Comparator.comparing(one -> !one.declared()))
        .forEach(
            one ->
                groups
                    .computeIfAbsent(pair(run, one) + ", " + metric(one), x -> new ArrayList<>())
                    .add(one));
    return groups.entrySet().stream()
        .map(e -> e.getKey() + ": " + said(run, e.getValue()))
        .toList();
  }

  private static String said(Run run, List<Comparison> all) {
    Map<String, List<Comparison>> counts =
        all.stream()
            .collect(
                Collectors.groupingBy(
                    one -> one.isOpen() ? UNDECIDED : one.word(run.unit()),
                    TreeMap::new,
                    Collectors.toList()));
    String text =
        counts.entrySet().stream()
            .map(e -> e.getKey() + " in " + e.getValue().size())
            .collect(Collectors.joining(", ", "", " of " + all.size()));
    List<Comparison> open = counts.getOrDefault(UNDECIDED, List.of());
    return open.isEmpty()
        ? text
        : open.size() == 1
            ? "%s (it would have shown %s)".formatted(text, Comparison.times(median(open)))
            : "%s (half of those undecided would have shown %s)"
                .formatted(text, Comparison.times(median(open)));
  }

  private static double median(List<Comparison> open) {
    double[] ratios = open.stream().mapToDouble(Comparison::detectable).toArray();
    return Sample.of(ratios, ratios.length).quantile(0.5);
  }

  /** What the words of {@code cell} in tables are about. */
  static String about(Cell cell) {
    return "verdict on " + Comparison.headline(cell).label();
  }

  /**
   * What may be said of {@code stack} in {@code cell} against the first stack, by the cell's
   * headline; empty for that one.
   */
  static String word(Run run, Cell cell, String stack) {
    return run.comparisons().stream()
        .filter(one -> one.cell().equals(cell) && one.isHeadline())
        .filter(one -> one.other().equals(stack))
        .findFirst()
        .map(one -> word(run.unit(), one))
        .orElse("");
  }

  /** The word with what else has to be said in a table: equivalence or the detectable ratio. */
  static String word(Unit unit, Comparison one) {
    return one.word(unit) + marks(one);
  }

  private static String marks(Comparison one) {
    return (one.declared() ? "" : " °") + (one.suspect() ? " *" : "");
  }

  private static String sentence(Run run, Comparison one) {
    String base = CellTable.label(run, one.base());
    String other = CellTable.label(run, one.other());
    String claim =
        one.verdict().isClaim()
            ? "%s is %s than %s in %s"
                .formatted(other, one.verdict().label(), base, one.metric().label())
            : "%s and %s: %s in %s"
                .formatted(other, base, one.verdict().label(run.unit()), one.metric().label());
    StringBuilder text = new StringBuilder(claim);
    if (one.ratio().isPresent()) {
      text.append(": ").append(Decimals.ratio(one.ratio()));
    }
    if (one.verdict() == Verdict.NO_DIFFERENCE_SHOWN) {
      text.append(
          one.equivalent()
              ? ", " + one.word(run.unit())
              : "; %s would have been shown, %d %s are needed for ±5 %%"
                  .formatted(
                      Comparison.times(one.detectable()), one.repeatsNeeded(), run.unit().many()));
    }
    leftOut(run.unit(), one.leftOut() - one.apart(), "that only one of them has", text);
    leftOut(run.unit(), one.apart(), "that an interruption of the run has cut in two", text);
    return text + marks(one);
  }

  private static void leftOut(Unit unit, int number, String which, StringBuilder text) {
    if (number > 0) {
      text.append(
          number == 1
              ? "; a %s %s is left out".formatted(unit.one(), which)
              : "; %d %s %s are left out".formatted(number, unit.many(), which));
    }
  }

  /** The metric, marked where the comparison is exploratory. */
  public static String metric(Comparison one) {
    return one.metric().label() + (one.declared() ? "" : " °");
  }

  /** How intervals and words were made, and how many differences chance alone would claim. */
  public static List<String> notes(Run run) {
    List<String> notes = new ArrayList<>();
    notes.add(
        "Numbers are geometric means over %s; ± and [ ]: 95 %% intervals, %s."
            .formatted(run.unit().many(), Estimate.Interval.LOG_T.label()));
    notes.addAll(notes(run.comparisons(), order(run)));
    return notes;
  }

  private static String order(Run run) {
    if (isParted(run)) {
      return "One stack was measured before the run was interrupted, and the other after: a drift of"
          + " the machine counts as a difference between them (Welch's t).";
    }
    String parted = parted(run);
    return parted.isEmpty() ? order(run.plan()) : order(run.plan()) + " " + parted;
  }

  /** Whether stacks were to take turns, and no comparison found that they had. */
  static boolean isParted(Run run) {
    return run.plan().paired()
        && !run.comparisons().isEmpty()
        && run.comparisons().stream().noneMatch(Comparison::paired);
  }

  /** What became of pairs of which one half was measured much later; empty where none was. */
  static String parted(Run run) {
    return run.plan().paired() ? parted(run.comparisons(), run.unit()) : "";
  }

  /** The same of {@code all}, which were to be compared in pairs. */
  static String parted(List<Comparison> all, Unit unit) {
    List<String> sentences = new ArrayList<>();
    if (all.stream().anyMatch(one -> one.apart() > 0)) {
      sentences.add(
          "A %s of which one half was measured before the run was interrupted, and the other after, is no pair and left out."
              .formatted(unit.one()));
    }
    if (all.stream().anyMatch(one -> !one.paired())) {
      sentences.add(
          "Where interruptions leave fewer than two pairs, all are compared by Welch's t, and a drift of the machine counts as a difference.");
    }
    return String.join(" ", sentences);
  }

  private static String order(Plan plan) {
    if (plan.interleaved()) {
      return "Stacks took turns; %1$s i of one is compared with %1$s i of the other."
          .formatted(plan.scenario().measure().unit().one());
    }
    return plan.inRounds()
        ? "Stacks were up one at a time, each once in every round; its launch of round i is"
            + " compared with that of the other. What the machine does from round to round is in"
            + " neither; what it does within a round counts as a difference between them, of either"
            + " sign as their order changes."
        : "Stacks were measured one after the other: a drift of the machine counts as a "
            + "difference between them (Welch's t); launches would tell the two apart.";
  }

  /** How the words of {@code all}, measured in {@code order}, are to be read. */
  static List<String> notes(List<Comparison> all, String order) {
    List<Comparison> tested = all.stream().filter(one -> one.verdict().isTested()).toList();
    List<String> notes = new ArrayList<>();
    if (!tested.isEmpty()) {
      notes.add(order);
      notes.addAll(Comparisons.chance(all));
    }
    if (tested.stream().anyMatch(Comparison::isOpen)) {
      notes.add(
          "(< 1.20×): a ratio of 1.20 would have been shown with 80 % power, a smaller one less"
              + " surely.");
    }
    if (tested.stream()
        .anyMatch(one -> one.verdict() == Verdict.NO_DIFFERENCE_SHOWN && one.equivalent())) {
      notes.add("Equivalent within 5 %: the 90 % interval lies within 1/1.05 and 1.05 (TOST).");
    }
    if (all.stream().anyMatch(Comparison::suspect)) {
      notes.add("*: at least one of the two trials is suspect.");
    }
    return notes;
  }
}
