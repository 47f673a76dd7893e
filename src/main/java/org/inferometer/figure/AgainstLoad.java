package org.inferometer.figure;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.inferometer.figure.Axis.Scale;
import org.inferometer.load.Load;
import org.inferometer.result.Metric;
import org.inferometer.result.Statistic;
import org.inferometer.result.TrialResult;
import org.inferometer.scenario.Measure;
import org.inferometer.scenario.Stack;

/** How does a metric change with the load? One panel per task. */
record AgainstLoad(Metric metric, Statistic statistic, String file) implements SceneFigure {
  /** Above this ratio of the largest to the smallest value, ratios are what can be read. */
  private static final double WIDE = 100;

  /** What users pay for throughput, and throughput itself: the knee of that is marked in all. */
  private static final Set<Metric> OF_KNEES =
      EnumSet.of(Metric.TOKEN_THROUGHPUT, Metric.P2FT, Metric.ITL, Metric.TOTAL_LATENCY);

  AgainstLoad(Metric metric) {
    this(metric, metric.headline(), metric.id().replace('_', '-'));
  }

  @Override
  public Optional<ChartSpec> chart(Scene scene) {
    List<Load> all = scene.loads();
    if (all.size() < 2) {
      return Optional.empty();
    }
    Metric shown = metric.under(all.get(0));
    Words words = scene.words();
    Note note = new Note(words);
    List<Lines> panels =
        scene.panels(
            Lines.Form.CURVE,
            scene.levels(),
            words.linear(shown),
            (stack, task) -> points(scene, stack, task, shown, note));
    List<Series> drawn = panels.stream().flatMap(panel -> panel.series().stream()).toList();
    return Panels.ifAny(
        new Caption(
            scene.file(file + "-" + scene.axis().symbol()),
            words.get(
                    "caption.against",
                    words.metric(shown),
                    words.get("against." + scene.axis().id()),
                    scene.subject())
                + targets(scene),
            note.ofCurves(shown, statistic, scene.run()) + knees(drawn, words)),
        panels.stream().map(panel -> panel.withY(scale(drawn))).toList());
  }

  private List<Point> points(Scene scene, Stack stack, String task, Metric shown, Note note) {
    Optional<Load> knee = OF_KNEES.contains(metric) ? scene.knee(stack, task) : Optional.empty();
    List<Point> points = new ArrayList<>();
    for (Load load : scene.loads()) {
      Optional<TrialResult> trial = scene.trial(stack, scene.cell(Measure.COMPLETE, task, load));
      points.add(
          scene
              .point(load.level(), trial, shown, statistic, note)
              .labelled(knee.filter(load::equals).map(one -> scene.words().get("knee"))));
    }
    return points;
  }

  /** What the mark of a knee means, where there is one. */
  private static String knees(List<Series> drawn, Words words) {
    boolean any =
        drawn.stream().flatMap(one -> one.points().stream()).anyMatch(one -> one.label() != null);
    return any ? " " + words.get("note.knee") : "";
  }

  /** The targets that attainment and goodput are about. */
  private String targets(Scene scene) {
    return metric == Metric.SLO_ATTAINMENT || metric == Metric.GOODPUT
        ? "; " + scene.run().slo().text()
        : "";
  }

  /** What has a largest value is no matter of ratios. */
  private Scale scale(List<Series> series) {
    if (Double.isFinite(metric.most())) {
      return Scale.LINEAR;
    }
    double[] values =
        series.stream().flatMapToDouble(Series::ends).filter(v -> v > 0).sorted().toArray();
    boolean wide = values.length > 0 && values[values.length - 1] > WIDE * values[0];
    boolean positive = series.stream().flatMapToDouble(Series::ends).allMatch(v -> v > 0);
    return wide && positive ? Scale.LOG10 : Scale.LINEAR;
  }
}
