package org.inferometer.figure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.inferometer.scenario.LoadSearch;
import org.inferometer.scenario.Stack;
import org.inferometer.search.Finding;
import org.inferometer.search.Finding.Tried;

/** Which loads did a search try, and what did they do? The answer is marked. */
record SearchTrail() implements Figure {
  @Override
  public List<ChartSpec> charts(Run run, Words words) {
    LoadSearch search = run.plan().scenario().search();
    if (search == null) {
      return List.of();
    }
    Map<String, List<Finding>> cells = new LinkedHashMap<>();
    for (Finding one : Finding.read(run.directory().search())) {
      cells.computeIfAbsent(one.model() + "-" + one.task(), cell -> new ArrayList<>()).add(one);
    }
    List<ChartSpec> charts = new ArrayList<>();
    cells.forEach(
        (cell, found) -> {
          Finding any = found.get(0);
          String text =
              words.get(
                  "caption.search",
                  String.join(", ", any.targets()),
                  words.task(any.task()),
                  words.model(run.plan().scenario().model(any.model())));
          Caption caption =
              new Caption(
                  cells.size() == 1 ? "search" : "search-" + cell,
                  text,
                  words.get("note.search") + words.unfinished(run, " "));
          String load = words.get(search.rate() ? "axis.rate" : "axis.parallelism");
          charts.add(
              new Panels(
                  caption,
                  List.of(
                      panel(run, words, found, load, words.get("axis.missed"), SearchTrail::missed),
                      panel(run, words, found, load, words.axis(Metric.GOODPUT), Tried::goodput))));
        });
    return charts;
  }

  private static Lines panel(
      Run run,
      Words words,
      List<Finding> found,
      String x,
      String y,
      ToDoubleFunction<Tried> value) {
    List<Series> series = new ArrayList<>();
    for (int i = 0; i < run.stacks().size(); i++) {
      Stack stack = run.stacks().get(i);
      for (Finding one : found) {
        if (one.stack().equals(stack.name())) {
          series.add(
              new Series(
                  words.stack(stack.name(), stack.label()),
                  Look.ofStack(i),
                  points(one, value, words)));
        }
      }
    }
    return new Lines(
        new Caption("", y, ""), Lines.Form.CURVE, Axis.linear(x), Axis.linear(y), series);
  }

  /** Of each load what was last found; hollow if that only showed the way. */
  private static List<Point> points(Finding found, ToDoubleFunction<Tried> value, Words words) {
    SortedMap<Double, Tried> last = new TreeMap<>();
    found.trail().forEach(one -> last.put(one.level(), one));
    return last.values().stream()
        .map(
            one ->
                new Point(
                        one.level(),
                        value.applyAsDouble(one),
                        Double.NaN,
                        Double.NaN,
                        one.replicates(),
                        !one.confirms(),
                        null)
                    .labelled(
                        found.shown() != null && found.shown() == one.level()
                            ? Optional.of(words.get("search.answer"))
                            : Optional.empty()))
        .toList();
  }

  /** Of the target that was missed most. */
  private static double missed(Tried tried) {
    return tried.missed().stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
  }
}
