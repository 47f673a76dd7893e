package org.inferometer.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inferometer.figure.Axis.Scale;
import org.inferometer.load.Load;
import org.inferometer.result.Curve;
import org.inferometer.result.Metric;
import org.inferometer.result.TrialResult;
import org.inferometer.scenario.Measure;
import org.inferometer.scenario.Stack;

/**
 * How are the values spread at the largest load, and how long is the tail? The empirical
 * distribution, or the same turned round with its tail stretched; one panel per task.
 *
 * @param tail whether percentiles are on the x axis
 */
record Distribution(Metric metric, boolean tail) implements SceneFigure {
  private static final double WIDE = 20;

  /** Values above a percentile without which it is not said: the sample floors of p90 and up. */
  private static final double FEWEST_ABOVE = 6.4;

  @Override
  public Optional<ChartSpec> chart(Scene scene) {
    String file = metric.id().replace('_', '-') + (tail ? "-percentiles" : "-distribution");
    return scene
        .highest()
        .flatMap(load -> new Distribution(metric.under(load), tail).chart(scene, load, file));
  }

  private Optional<ChartSpec> chart(Scene scene, Load load, String file) {
    Words words = scene.words();
    Note note = new Note(words);
    List<Lines> panels = new ArrayList<>();
    for (String task : scene.tasks()) {
      List<Series> series = scene.stacks(stack -> points(scene, stack, task, load, note));
      if (!series.isEmpty()) {
        panels.add(tail ? percentiles(words, task, series) : shares(words, task, series));
      }
    }
    return Panels.ifAny(
        new Caption(
            scene.file(file),
            words.get(
                tail ? "caption.percentiles" : "caption.distribution",
                words.metric(metric),
                load.words(),
                scene.subject()),
            note.ofCounts(metric, scene.run())),
        panels);
  }

  private Lines shares(Words words, String task, List<Series> series) {
    double[] values = series.stream().flatMapToDouble(Series::xs).filter(v -> v > 0).toArray();
    java.util.Arrays.sort(values);
    boolean wide = values.length > 1 && values[values.length - 1] > WIDE * values[0];
    return new Lines(
        new Caption("", words.task(task), ""),
        Lines.Form.STEP,
        new Axis(words.axis(metric), wide ? Scale.LOG10 : Scale.LINEAR),
        Axis.linear(words.get("axis.share")),
        series);
  }

  private Lines percentiles(Words words, String task, List<Series> series) {
    return new Lines(
        new Caption("", words.task(task), ""),
        Lines.Form.TRACE,
        new Axis(words.get("axis.percentile"), Scale.NINES),
        Axis.linear(words.axis(metric)),
        series);
  }

  private List<Point> points(Scene scene, Stack stack, String task, Load load, Note note) {
    Optional<TrialResult> trial = scene.trial(stack, scene.cell(Measure.COMPLETE, task, load));
    Curve curve = trial.map(t -> t.curves().get(metric)).orElse(null);
    if (curve == null || curve.count() == 0) {
      return List.of();
    }
    boolean suspect = !trial.get().validity().isValid();
    note.addCount(curve.count(), suspect);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < curve.values().length; i++) {
      double share = curve.shares()[i];
      double value = curve.values()[i];
      boolean known = (1 - share) * curve.count() >= FEWEST_ABOVE;
      double nines = known ? -Math.log10(1 - share) : Double.NaN;
      points.add(
          new Point(
              tail ? nines : value,
              tail ? value : share,
              Double.NaN,
              Double.NaN,
              0,
              suspect,
              null));
    }
    return points;
  }
}
