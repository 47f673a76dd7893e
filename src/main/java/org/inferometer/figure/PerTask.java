package org.inferometer.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inferometer.result.Cell;
import org.inferometer.result.Metric;
import org.inferometer.scenario.Stack;

/**
 * Which stack is faster on which task when it has nothing else to do? Bars of a metric per task at
 * the smallest p, from trials of the same kind as in all other figures.
 */
record PerTask(Metric metric, String file) implements SceneFigure {
  @Override
  public Optional<ChartSpec> chart(Scene scene) {
    List<String> tasks = scene.tasks();
    Cell lightest = scene.lightest();
    Note note = new Note(scene.words());
    List<Series> series = scene.stacks(stack -> points(scene, stack, lightest, tasks, note));
    if (series.isEmpty()) {
      return Optional.empty();
    }
    Words words = scene.words();
    return Optional.of(
        new Bars(
            new Caption(
                scene.file(file),
                words.get(
                    "caption.per.task",
                    words.metric(metric),
                    lightest.parallelism(),
                    scene.subject(lightest.measure())),
                note.of(metric, metric.headline(), scene.run().complete())),
            "",
            tasks.stream().map(words::task).toList(),
            Axis.linear(words.axis(metric)),
            series));
  }

  private List<Point> points(
      Scene scene, Stack stack, Cell lightest, List<String> tasks, Note note) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      Optional<Cell> cell = scene.cell(lightest.measure(), tasks.get(i), lightest.parallelism());
      points.add(scene.point(i, scene.trial(stack, cell), metric, metric.headline(), note));
    }
    return points;
  }
}
