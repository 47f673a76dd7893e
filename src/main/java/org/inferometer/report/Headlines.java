package org.inferometer.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.inferometer.figure.Ticks;
import org.inferometer.report.table.Verdicts;
import org.inferometer.result.Comparison;
import org.inferometer.result.Comparison.Verdict;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.inferometer.scenario.Unit;

/**
 * The verdicts of all cells, counted: one table per pair of stacks, one row per metric, two where a
 * metric is the headline of some cells only.
 */
final class Headlines {
  static final List<String> HEADER =
      List.of(
          "metric", "better", "worse", "equivalent within 5 %", "undecided", "untested", "ratios");

  private Headlines() {}

  /** Rows by "this stack against that one". */
  static Map<String, List<List<String>>> of(Run run) {
    Map<String, Map<String, List<Comparison>>> pairs = new LinkedHashMap<>();
    for (Comparison one : run.comparisons()) {
      pairs
          .computeIfAbsent(Verdicts.pair(run, one), pair -> new LinkedHashMap<>())
          .computeIfAbsent(Verdicts.metric(one), metric -> new ArrayList<>())
          .add(one);
    }
    Map<String, List<List<String>>> tables = new LinkedHashMap<>();
    pairs.forEach(
        (pair, metrics) ->
            tables.put(
                pair,
                metrics.entrySet().stream()
                    .map(metric -> row(run.unit(), metric.getKey(), metric.getValue()))
                    .toList()));
    return tables;
  }

  /** How many of {@code all} claim a difference. */
  static String claims(List<Comparison> all) {
    long claims = all.stream().filter(one -> one.verdict().isClaim()).count();
    return "a difference is shown in %d of %d comparisons".formatted(claims, all.size());
  }

  private static List<String> row(Unit unit, String metric, List<Comparison> all) {
    return List.of(
        metric,
        counted(unit, all, one -> one.verdict().isClaim() && better(one)),
        counted(unit, all, one -> one.verdict().isClaim() && !better(one)),
        counted(unit, all, one -> !one.isOpen() && one.verdict() == Verdict.NO_DIFFERENCE_SHOWN),
        counted(unit, all, Comparison::isOpen),
        counted(unit, all, one -> !one.verdict().isTested()),
        ratios(all));
  }

  private static boolean better(Comparison one) {
    return switch (one.verdict()) {
      case FASTER -> true;
      case HIGHER -> one.metric().better() == Metric.Better.HIGHER;
      case LOWER -> one.metric().better() == Metric.Better.LOWER;
      default -> false;
    };
  }

  private static String counted(Unit unit, List<Comparison> all, Predicate<Comparison> kind) {
    List<Comparison> some = all.stream().filter(kind).toList();
    if (some.isEmpty()) {
      return "0";
    }
    String words =
        some.stream()
            .filter(one -> one.verdict() != Verdict.NO_DIFFERENCE_SHOWN)
            .map(one -> " " + one.verdict().label(unit))
            .distinct()
            .collect(Collectors.joining(","));
    long suspect = some.stream().filter(Comparison::suspect).count();
    return some.size() + words + (suspect == 0 ? "" : " (%d*)".formatted(suspect));
  }

  private static String ratios(List<Comparison> all) {
    double[] ratios =
        all.stream()
            .filter(one -> one.ratio().isPresent())
            .mapToDouble(one -> one.ratio().value())
            .sorted()
            .toArray();
    if (ratios.length == 0) {
      return "";
    }
    String least = Ticks.number(ratios[0]);
    String most = Ticks.number(ratios[ratios.length - 1]);
    return (least.equals(most) ? least : least + " to " + most) + "×";
  }
}
