package org.inferometer.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inferometer.load.Closed;
import org.inferometer.load.Load;
import org.inferometer.result.Metric;
import org.inferometer.scenario.Measure;
import org.inferometer.scenario.Stack;

/**
 * How do the stacks compare at two chosen loads? Bars of a metric on the first task at p = 2 and p
 * = 4, or the first two of the run above p = 1.
 */
record AtLoads(Metric metric, String file) implements SceneFigure {
  private static final List<Load> CHOSEN = List.of(new Closed(2), new Closed(4));

  @Override
  public Optional<ChartSpec> chart(Scene scene) {
    List<Load> all = scene.loads();
    List<Load> chosen =
        all.containsAll(CHOSEN)
            ? CHOSEN
            : all.stream().filter(load -> !load.equals(Closed.ONE)).limit(2).toList();
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
                note.of(metric, metric.headline(), scene.run())),
            "",
            chosen.stream().map(Load::words).toList(),
            words.linear(metric),
            series));
  }

  private List<Point> points(Scene scene, Stack stack, String task, List<Load> chosen, Note note) {
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
