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

/** The verdicts of all cells, counted: one row per pair of stacks and metric. */
final class Headlines {
  static final List<String> HEADER = List.of("compared", "metric", "verdicts", "ratio");

  private Headlines() {}

  private record Pair(String base, String other, Metric metric) {}

  static List<List<String>> of(Run run) {
    Map<Pair, List<Comparison>> pairs = new LinkedHashMap<>();
    for (Comparison one : run.comparisons()) {
      pairs
          .computeIfAbsent(
              new Pair(one.base(), one.other(), one.metric()), pair -> new ArrayList<>())
          .add(one);
    }
    List<List<String>> rows = new ArrayList<>();
    pairs.forEach(
        (pair, all) ->
            rows.add(
                List.of(
                    CellTable.label(run, pair.other())
                        + " against "
                        + CellTable.label(run, pair.base()),
                    pair.metric().label(),
                    verdicts(all),
                    ratios(all))));
    return rows;
  }

  private static String verdicts(List<Comparison> all) {
    Map<Verdict, Long> counts =
        all.stream()
            .collect(
                Collectors.groupingBy(
                    Comparison::verdict, LinkedHashMap::new, Collectors.counting()));
    String text =
        counts.entrySet().stream()
            .map(e -> "%s in %d of %d".formatted(e.getKey().label(), e.getValue(), all.size()))
            .collect(Collectors.joining(", "));
    long suspect = all.stream().filter(Comparison::suspect).count();
    return suspect == 0 ? text : text + " (%d suspect)".formatted(suspect);
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
    return least.equals(most) ? least : least + " to " + most;
  }
}
