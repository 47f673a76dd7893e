package org.inferometer.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.inferometer.load.Load;
import org.inferometer.result.TimeSeries;
import org.inferometer.scenario.Stack;
import org.inferometer.telemetry.ReadingNames;
import org.inferometer.telemetry.ServerReading;

/**
 * What did the server do with the requests that the client had in flight? Its own readings beside
 * them, on the first task at the highest load, first repeat.
 */
record ServerOverTime() implements SceneFigure {
  private static final double PERCENT = 100;

  @Override
  public Optional<ChartSpec> chart(Scene scene) {
    return scene.highest().flatMap(load -> chart(scene, load));
  }

  private static Optional<ChartSpec> chart(Scene scene, Load load) {
    String task = scene.tasks().get(0);
    Words words = scene.words();
    Function<Stack, Optional<TimeSeries>> series = stack -> scene.firstRepeat(stack, task, load);
    List<Lines> told = new ArrayList<>();
    add(told, scene, "server.running", "axis.requests", series, ServerReading.RUNNING, 1);
    add(told, scene, "server.waiting", "axis.requests", series, ServerReading.WAITING, 1);
    add(
        told,
        scene,
        "server.cache",
        "axis.server.cache",
        series,
        ServerReading.KV_CACHE_SHARE,
        PERCENT);
    if (told.isEmpty()) {
      return Optional.empty();
    }
    List<Lines> panels = new ArrayList<>();
    panels.add(
        panel(
            words,
            "axis.in-flight",
            "axis.requests",
            scene.stacks(stack -> scene.overTime(stack, task, load, TimeSeries::inProgress))));
    panels.addAll(told);
    String text = words.get("caption.server.time", words.task(task), load.words(), scene.subject());
    return Optional.of(
        new Panels(
            new Caption(scene.file("server-time"), text, scene.unfinished()),
            Panels.atOnce(panels)));
  }

  private static void add(
      List<Lines> panels,
      Scene scene,
      String title,
      String axis,
      Function<Stack, Optional<TimeSeries>> series,
      ServerReading reading,
      double factor) {
    List<Series> all =
        scene.stacks(
            stack ->
                series
                    .apply(stack)
                    .map(one -> readings(scene, stack, one, reading, factor))
                    .orElse(List.of()));
    if (!all.isEmpty()) {
      panels.add(panel(scene.words(), title, axis, all));
    }
  }

  private static Lines panel(Words words, String title, String axis, List<Series> all) {
    return new Lines(
        new Caption("", words.get(title), ""),
        Lines.Form.TRACE,
        Axis.linear(words.get("axis.trial.time")),
        Axis.linear(words.get(axis)),
        all);
  }

  /** What was read while the repeat went on, in seconds since it began. */
  private static List<Point> readings(
      Scene scene, Stack stack, TimeSeries during, ServerReading reading, double factor) {
    double length = during.inProgress().length * during.binSeconds();
    List<Point> points = new ArrayList<>();
    scene.run().samples().stream()
        .filter(one -> one.source().equals(ReadingNames.SERVER + stack.name()))
        .filter(one -> one.name().equals(reading.id()))
        .forEach(
            one -> {
              for (int i = 0; i < one.values().length; i++) {
                double at = one.seconds()[i] - during.startSeconds();
                if (at >= 0 && at <= length) {
                  points.add(Point.of(at, factor * one.values()[i]));
                }
              }
            });
    return points;
  }
}
