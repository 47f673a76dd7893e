package org.inferometer.figure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.inferometer.result.Comparison;
import org.inferometer.result.Comparison.Verdict;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.inferometer.result.table.CellTable;

/** The verdicts of all cells, counted: one table per pair of stacks, one row per metric. */
final class Headlines {
  static final List<String> HEADER =
      List.of("metric", "better", "worse", "no difference shown", "ratios");

  private Headlines() {}

  /** Rows by "this stack against that one". */
  static Map<String, List<List<String>>> of(Run run) {
    Map<String, Map<Metric, List<Comparison>>> pairs = new LinkedHashMap<>();
    for (Comparison one : run.comparisons()) {
      pairs
          .computeIfAbsent(
              CellTable.label(run, one.other()) + " against " + CellTable.label(run, one.base()),
              pair -> new LinkedHashMap<>())
          .computeIfAbsent(one.metric(), metric -> new ArrayList<>())
          .add(one);
    }
    Map<String, List<List<String>>> tables = new LinkedHashMap<>();
    pairs.forEach(
        (pair, metrics) ->
            tables.put(
                pair,
                metrics.entrySet().stream()
                    .map(metric -> row(metric.getKey(), metric.getValue()))
                    .toList()));
    return tables;
  }

  /** How many of {@code all} claim a difference. */
  static String claims(List<Comparison> all) {
    long claims = all.stream().filter(Headlines::claims).count();
    return "a difference is shown in %d of %d comparisons".formatted(claims, all.size());
  }

  private static boolean claims(Comparison one) {
    return one.verdict() != Verdict.NO_DIFFERENCE_SHOWN && one.verdict() != Verdict.NOT_COMPARABLE;
  }

  private static List<String> row(Metric metric, List<Comparison> all) {
    List<Comparison> claims = all.stream().filter(Headlines::claims).toList();
    return List.of(
        metric.label(),
        counted(claims.stream().filter(Headlines::better).toList()),
        counted(claims.stream().filter(one -> !better(one)).toList()),
        counted(all.stream().filter(one -> !claims(one)).toList()),
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

  private static String counted(List<Comparison> some) {
    if (some.isEmpty()) {
      return "0";
    }
    String words =
        some.stream()
            .filter(Headlines::claims)
            .map(one -> " " + one.verdict().label())
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
