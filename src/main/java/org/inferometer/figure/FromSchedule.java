package org.inferometer.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inferometer.load.Load;
import org.inferometer.load.LoadAxis;
import org.inferometer.result.Metric;
import org.inferometer.scenario.Measure;

/**
 * What do those wait who came while others waited? A latency against the load, from the moment when
 * the request should have started and from the one when it did: beside each other on one scale.
 */
record FromSchedule(Metric scheduled, Metric started, String file) implements SceneFigure {
  @Override
  public Optional<ChartSpec> chart(Scene scene) {
    List<Load> loads = scene.loads();
    // Users have no schedule: each asks when it has its answer and has thought.
    if (loads.size() < 2 || scene.axis() == LoadAxis.USERS) {
      return Optional.empty();
    }
    Words words = scene.words();
    Note note = new Note(words);
    List<Lines> panels = new ArrayList<>();
    for (String task : scene.tasks()) {
      List<Lines> pair = new ArrayList<>();
      for (Metric metric : List.of(scheduled, started)) {
        List<Series> series =
            scene.stacks(
                stack ->
                    loads.stream()
                        .map(
                            load ->
                                scene.point(
                                    load.level(),
                                    scene.trial(stack, scene.cell(Measure.COMPLETE, task, load)),
                                    metric,
                                    metric.headline(),
                                    note))
                        .toList());
        if (!series.isEmpty()) {
          String from = words.get(metric == scheduled ? "from.schedule" : "from.start");
          pair.add(
              new Lines(
                  new Caption("", words.task(task) + ", " + from, ""),
                  Lines.Form.CURVE,
                  scene.levels(),
                  Axis.linear(words.axis(started)),
                  series));
        }
      }
      panels.addAll(Panels.alike(pair));
    }
    return Panels.ifAny(
        new Caption(
            scene.file(file),
            words.get("caption.schedule", words.metric(started), scene.subject()),
            note.ofCurves(started, started.headline(), scene.run())),
        panels);
  }
}
