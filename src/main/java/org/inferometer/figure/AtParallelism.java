package org.inferometer.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inferometer.result.Metric;
import org.inferometer.scenario.Measure;
import org.inferometer.scenario.Stack;

/**
 * How do the stacks compare at two chosen loads? Bars of a metric on the first task at p = 2 and p
 * = 4, or the first two of the run above 1.
 */
record AtParallelism(Metric metric, String file) implements SceneFigure {
  private static final List<Integer> CHOSEN = List.of(2, 4);

  @Override
  public Optional<ChartSpec> chart(Scene scene) {
    List<Integer> all = scene.parallelisms();
    List<Integer> chosen =
        all.containsAll(CHOSEN) ? CHOSEN : all.stream().filter(p -> p > 1).limit(2).toList();
    if (chosen.isEmpty()) {
      return Optional.empty();
    }
    Words words = scene.words();
    Note note = new Note(words);
    String task = scene.tasks().get(0);
    List<Series> series = scene.stacks(stack -> points(scene, stack, task, chosen, note));
    if (series.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Bars(
            new Caption(
                scene.file(file),
                words.get("caption.at", words.metric(metric), words.task(task), scene.subject()),
                note.of(metric, metric.headline(), scene.run().complete())),
            "",
            chosen.stream().map(p -> words.get("at.parallelism", p)).toList(),
            Axis.linear(words.axis(metric)),
            series));
  }

  private List<Point> points(
      Scene scene, Stack stack, String task, List<Integer> chosen, Note note) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < chosen.size(); i++) {
      points.add(
          scene.point(
              i,
              scene.trial(stack, scene.cell(Measure.COMPLETE, task, chosen.get(i))),
              metric,
              metric.headline(),
              note));
    }
    return points;
  }
}
