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
    Metric shown = metric.under(shared.load());
    Note note = new Note(scene.words());
    List<Series> series = scene.stacks(stack -> points(scene, stack, shared, tasks, shown, note));
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
                    words.metric(shown),
                    shared.load().words(),
                    scene.subject(shared.measure())),
                note.of(shown, shown.headline(), scene.run())),
            "",
            tasks.stream().map(words::task).toList(),
            words.linear(shown),
            series));
  }

  private static List<Point> points(
      Scene scene, Stack stack, Cell shared, List<String> tasks, Metric shown, Note note) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      Optional<Cell> cell = scene.cell(shared.measure(), tasks.get(i), shared.load());
      points.add(scene.point(i, scene.trial(stack, cell), shown, shown.headline(), note));
    }
    return points;
  }
}
