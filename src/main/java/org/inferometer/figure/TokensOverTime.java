package org.inferometer.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inferometer.load.Load;
import org.inferometer.result.TimeSeries;
import org.inferometer.result.TrialResult;
import org.inferometer.scenario.Measure;
import org.inferometer.scenario.Stack;

/** Is the speed steady? Tokens per second at the largest load, first repeat; one panel per task. */
record TokensOverTime() implements SceneFigure {
  @Override
  public Optional<ChartSpec> chart(Scene scene) {
    return scene.highest().flatMap(load -> chart(scene, load));
  }

  private static Optional<ChartSpec> chart(Scene scene, Load load) {
    Words words = scene.words();
    List<Lines> panels = new ArrayList<>();
    for (String task : scene.tasks()) {
      List<Series> series = scene.stacks(stack -> points(scene, stack, task, load));
      if (!series.isEmpty()) {
        panels.add(
            new Lines(
                new Caption("", words.task(task), ""),
                Lines.Form.TRACE,
                Axis.linear(words.get("axis.trial.time")),
                Axis.linear(words.get("axis.tokens.per.second")),
                series));
      }
    }
    if (panels.isEmpty()) {
      return Optional.empty();
    }
    String text = words.get("caption.tokens", load.words(), scene.subject());
    return Optional.of(
        Panels.of(new Caption(scene.file("tokens-time"), text, scene.unfinished()), panels));
  }

  private static List<Point> points(Scene scene, Stack stack, String task, Load load) {
    Optional<TrialResult> trial = scene.trial(stack, scene.cell(Measure.COMPLETE, task, load));
    if (trial.isEmpty() || trial.get().series().isEmpty()) {
      return List.of();
    }
    TimeSeries series = trial.get().series().get(0);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < series.tokens().length; i++) {
      points.add(Point.of(series.seconds(i), series.tokens()[i]));
    }
    return points;
  }
}
