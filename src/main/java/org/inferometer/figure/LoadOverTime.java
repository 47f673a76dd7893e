package org.inferometer.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.inferometer.load.Load;
import org.inferometer.result.TimeSeries;

/**
 * When did requests start, and how many were in flight? Of the highest load that is no closed loop,
 * on the first task, first repeat.
 */
record LoadOverTime() implements SceneFigure {
  @Override
  public Optional<ChartSpec> chart(Scene scene) {
    return scene.highest().flatMap(load -> chart(scene, load));
  }

  private static Optional<ChartSpec> chart(Scene scene, Load load) {
    String task = scene.tasks().get(0);
    Words words = scene.words();
    List<Lines> panels = new ArrayList<>();
    add(panels, scene, task, load, "axis.starts", TimeSeries::started);
    add(panels, scene, task, load, "axis.in-flight", TimeSeries::inProgress);
    if (panels.isEmpty()) {
      return Optional.empty();
    }
    String text = words.get("caption.load", words.task(task), load.words(), scene.subject());
    return Optional.of(
        new Panels(new Caption(scene.file("load-time"), text, scene.unfinished()), panels));
  }

  private static void add(
      List<Lines> panels,
      Scene scene,
      String task,
      Load load,
      String axis,
      Function<TimeSeries, double[]> values) {
    Words words = scene.words();
    List<Series> series = scene.stacks(stack -> scene.overTime(stack, task, load, values));
    if (!series.isEmpty()) {
      panels.add(
          new Lines(
              new Caption("", words.get(axis), ""),
              Lines.Form.TRACE,
              Axis.linear(words.get("axis.trial.time")),
              Axis.linear(words.get(axis)),
              series));
    }
  }
}
