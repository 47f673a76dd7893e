package org.inferometer.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.inferometer.load.Load;
import org.inferometer.result.MemoryBound;
import org.inferometer.result.Metric;
import org.inferometer.result.TimePart;
import org.inferometer.result.TrialResult;
import org.inferometer.scenario.Measure;
import org.inferometer.scenario.Stack;

/**
 * Where did the time go? The parts of the mean time of a request, the client's and the server's, of
 * each task on each stack at the highest load; where a server tells.
 */
record TimeSpent() implements SceneFigure {
  /** One bar. */
  private record Bar(String name, TrialResult trial) {
    boolean isSuspect() {
      return !trial.validity().isValid();
    }
  }

  @Override
  public Optional<ChartSpec> chart(Scene scene) {
    return scene.highest().flatMap(load -> chart(scene, load));
  }

  private static Optional<ChartSpec> chart(Scene scene, Load load) {
    List<Bar> bars = bars(scene, load);
    if (bars.stream().noneMatch(bar -> bar.trial.side().isTold())) {
      return Optional.empty();
    }
    Words words = scene.words();
    List<Series> series = new ArrayList<>();
    for (TimePart part : TimePart.values()) {
      List<Point> points = new ArrayList<>();
      for (int i = 0; i < bars.size(); i++) {
        Double millis = bars.get(i).trial.side().parts().get(part);
        if (millis != null) {
          points.add(Point.of(i, millis));
        }
      }
      if (!points.isEmpty()) {
        String name = words.get("part." + part.name().toLowerCase(Locale.ROOT));
        series.add(new Series(name, Look.ofStack(series.size()), points));
      }
    }
    return Optional.of(
        new Bars(
            new Caption(
                scene.file("time-spent"),
                words.get("caption.time.spent", load.words(), scene.subject()),
                note(scene, bars)),
            "",
            bars.stream().map(bar -> bar.name + (bar.isSuspect() ? " *" : "")).toList(),
            Axis.linear(words.get("axis.time.spent")),
            series,
            true));
  }

  private static List<Bar> bars(Scene scene, Load load) {
    List<Bar> bars = new ArrayList<>();
    Words words = scene.words();
    for (String task : scene.tasks()) {
      for (Stack stack : scene.run().stacks()) {
        String name = words.stack(stack.name(), stack.label());
        scene
            .trial(stack, scene.cell(Measure.COMPLETE, task, load))
            .filter(trial -> !trial.side().parts().isEmpty())
            .ifPresent(
                trial ->
                    bars.add(
                        new Bar(
                            scene.tasks().size() > 1 ? name + ", " + words.task(task) : name,
                            trial)));
      }
    }
    return bars;
  }

  private static String note(Scene scene, List<Bar> bars) {
    Words words = scene.words();
    List<String> notes = new ArrayList<>(List.of(words.get("note.time.spent")));
    OptionalDouble tokens =
        bars.stream()
            .mapToDouble(bar -> bar.trial.estimate(Metric.OUTPUT_TOKENS).value())
            .filter(Double::isFinite)
            .max();
    MemoryBound.of(scene.run(), scene.model())
        .filter(bound -> tokens.isPresent())
        .ifPresent(
            bound ->
                notes.add(
                    words.get(
                        "note.bound",
                        Ticks.label(Math.round(bound.decodeMillis(tokens.getAsDouble()))),
                        Ticks.label(Math.round(tokens.getAsDouble())))));
    if (bars.stream().anyMatch(Bar::isSuspect)) {
      notes.add(words.get("note.suspect.cell"));
    }
    notes.add(scene.unfinished());
    notes.removeIf(String::isEmpty);
    return String.join(" ", notes);
  }
}
