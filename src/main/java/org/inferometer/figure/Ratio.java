package org.inferometer.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inferometer.load.Load;
import org.inferometer.result.Metric;
import org.inferometer.result.Statistic;
import org.inferometer.scenario.Measure;
import org.inferometer.scenario.Stack;

/** At which load does a stack give most throughput for its latency? */
record Ratio() implements SceneFigure {
  private static final int MOST_ROWS = 16;

  @Override
  public Optional<ChartSpec> chart(Scene scene) {
    Words words = scene.words();
    Metric shown = Metric.THROUGHPUT_TO_LATENCY.under(scene.shared().load());
    Note note = new Note(words);
    List<String> names = new ArrayList<>();
    List<List<Point>> rows = new ArrayList<>();
    for (String task : scene.tasks()) {
      int first = rows.size();
      for (Stack stack : scene.run().stacks()) {
        List<Point> row = new ArrayList<>();
        for (Load load : scene.loads()) {
          row.add(
              scene.point(
                  load.level(),
                  scene.trial(stack, scene.cell(Measure.COMPLETE, task, load)),
                  shown,
                  Statistic.VALUE,
                  note));
        }
        if (row.stream().anyMatch(Point::drawn) && rows.size() < MOST_ROWS) {
          names.add(words.task(task) + ": " + words.stack(stack.name(), stack.label()));
          rows.add(row);
        }
      }
      markBest(rows.subList(first, rows.size()), words.get("best"));
    }
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new HeatMap(
            new Caption(
                scene.file("throughput-to-latency"),
                words.get("caption.ratio", scene.subject(), words.metric(shown)),
                words.get("note.best")
                    + " "
                    + words.get("note.cells")
                    + " "
                    + note.ofCells(shown, scene.run())),
            words.axis(scene.axis()),
            scene.loads().stream().map(Load::levelText).toList(),
            "",
            names,
            rows,
            words.axis(shown)));
  }

  /** Of one task: what different questions are answered with is not compared. */
  private static void markBest(List<List<Point>> rows, String mark) {
    double best =
        rows.stream()
            .flatMap(List::stream)
            .filter(Point::drawn)
            .mapToDouble(Point::y)
            .max()
            .orElse(Double.NaN);
    rows.forEach(row -> row.replaceAll(p -> p.y() == best ? p.labelled(Optional.of(mark)) : p));
  }
}
