package org.inferometer.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inferometer.result.Cell;
import org.inferometer.result.Metric;
import org.inferometer.scenario.Stack;

/**
 * Which stack is faster on which task? Bars of a metric per task at the smallest p that most tasks
 * have, from trials of the same kind as in all other figures.
 */
record PerTask(Metric metric, String file) implements SceneFigure {
  @Override
  public Optional<ChartSpec> chart(Scene scene) {
    List<String> tasks = scene.tasks();
    Cell shared = scene.shared();
    Note note = new Note(scene.words());
    List<Series> series = scene.stacks(stack -> points(scene, stack, shared, tasks, note));
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
                    shared.load().words(),
                    scene.subject(shared.measure())),
                note.of(metric, metric.headline(), scene.run().complete())),
            "",
            tasks.stream().map(words::task).toList(),
            words.linear(metric),
            series));
  }

  private List<Point> points(Scene scene, Stack stack, Cell shared, List<String> tasks, Note note) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      Optional<Cell> cell = scene.cell(shared.measure(), tasks.get(i), shared.load());
      points.add(scene.point(i, scene.trial(stack, cell), metric, metric.headline(), note));
    }
    return points;
  }
}
