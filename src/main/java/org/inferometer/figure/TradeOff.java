package org.inferometer.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inferometer.load.Load;
import org.inferometer.result.Estimate;
import org.inferometer.result.Metric;
import org.inferometer.result.Statistic;
import org.inferometer.scenario.Measure;
import org.inferometer.scenario.Stack;

/**
 * What does each user pay for more throughput? Both speeds with their intervals, one curve per
 * stack, p at the points.
 */
record TradeOff() implements SceneFigure {
  @Override
  public Optional<ChartSpec> chart(Scene scene) {
    if (scene.loads().size() < 2) {
      return Optional.empty();
    }
    Words words = scene.words();
    Note note = new Note(words);
    List<Lines> panels =
        scene.panels(
            Lines.Form.CURVE,
            Axis.linear(words.get("axis.user.speed")),
            words.linear(Metric.TOKEN_THROUGHPUT),
            (stack, task) -> points(scene, stack, task, note));
    return Panels.ifAny(
        new Caption(
            scene.file("trade-off"),
            words.get("caption.tradeoff", scene.subject()),
            note.ofCurves(Metric.TOKEN_THROUGHPUT, Statistic.VALUE, scene.run())),
        panels);
  }

  private static List<Point> points(Scene scene, Stack stack, String task, Note note) {
    List<Point> points = new ArrayList<>();
    for (Load load : scene.loads()) {
      scene
          .trial(stack, scene.cell(Measure.COMPLETE, task, load))
          .ifPresent(
              trial -> {
                Estimate speed = trial.estimate(Metric.TOKEN_SPEED);
                Point y =
                    scene.point(
                        speed.value(),
                        Optional.of(trial),
                        Metric.TOKEN_THROUGHPUT,
                        Statistic.VALUE,
                        note);
                points.add(
                    new Point(
                        speed.value(),
                        y.y(),
                        y.low(),
                        y.high(),
                        y.n(),
                        y.suspect(),
                        load.levelText(),
                        y.repeats(),
                        speed.low(),
                        speed.high()));
              });
    }
    return points;
  }
}
