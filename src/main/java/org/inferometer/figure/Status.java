package org.inferometer.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inferometer.load.Load;
import org.inferometer.result.TimeSeries;
import org.inferometer.result.TrialResult;
import org.inferometer.scenario.Measure;
import org.inferometer.scenario.Stack;

/**
 * What became of the requests, and when? Requests that have ended so far and those in progress, on
 * the first task at the largest load; one panel per stack.
 */
record Status() implements SceneFigure {
  @Override
  public Optional<ChartSpec> chart(Scene scene) {
    return scene.highest().flatMap(load -> chart(scene, load));
  }

  private static Optional<ChartSpec> chart(Scene scene, Load load) {
    String task = scene.tasks().get(0);
    Words words = scene.words();
    List<Lines> panels = new ArrayList<>();
    for (Stack stack : scene.run().stacks()) {
      Optional<TrialResult> trial = scene.trial(stack, scene.cell(Measure.COMPLETE, task, load));
      trial
          .filter(t -> !t.series().isEmpty())
          .ifPresent(
              t ->
                  panels.add(
                      new Lines(
                          new Caption("", words.stack(stack.name(), stack.label()), ""),
                          Lines.Form.STACKED,
                          Axis.linear(words.get("axis.trial.time")),
                          Axis.linear(words.get("axis.requests")),
                          series(t.series().get(0), words))));
    }
    String text =
        words.get("caption.status", words.task(task) + ", " + scene.subject(), load.words());
    return Panels.ifAny(
        new Caption(scene.file("request-status-time"), text, scene.unfinished()),
        Panels.alike(panels));
  }

  private static List<Series> series(TimeSeries series, Words words) {
    List<Point> ok = new ArrayList<>();
    List<Point> failed = new ArrayList<>();
    List<Point> running = new ArrayList<>();
    double okSoFar = 0;
    double failedSoFar = 0;
    for (int i = 0; i < series.ok().length; i++) {
      okSoFar += series.ok()[i] * series.binSeconds();
      failedSoFar += series.failed()[i] * series.binSeconds();
      double x = series.seconds(i);
      ok.add(Point.of(x, okSoFar));
      failed.add(Point.of(x, failedSoFar));
      running.add(Point.of(x, series.inProgress()[i]));
    }
    return List.of(
        new Series(words.get("status.ok"), Look.OK, ok),
        new Series(words.get("status.failed"), Look.FAILED, failed),
        new Series(words.get("status.progress"), Look.IN_PROGRESS, running));
  }
}
