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
import org.inferometer.scenario.Measure;

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
    Words words = scene.words();
    Note note = new Note(words);
    List<Series> drawn = new ArrayList<>();
    List<Lines> panels = new ArrayList<>();
    for (String task : scene.tasks()) {
      List<Series> series =
          scene.stacks(
              stack -> {
                Optional<Load> knee =
                    OF_KNEES.contains(metric) ? scene.knee(stack, task) : Optional.empty();
                return all.stream()
                    .map(
                        load ->
                            scene
                                .point(
                                    load.level(),
                                    scene.trial(stack, scene.cell(Measure.COMPLETE, task, load)),
                                    metric,
                                    statistic,
                                    note)
                                .labelled(knee.filter(load::equals).map(one -> words.get("knee"))))
                    .toList();
              });
      if (!series.isEmpty()) {
        drawn.addAll(series);
        panels.add(
            new Lines(
                new Caption("", words.task(task), ""),
                Lines.Form.CURVE,
                scene.levels(),
                words.linear(metric),
                series));
      }
    }
    if (panels.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Panels.of(
            new Caption(
                scene.file(file + "-" + scene.axis().symbol()),
                words.get(
                        "caption.against",
                        words.metric(metric),
                        words.get("against." + scene.axis().id()),
                        scene.subject())
                    + targets(scene),
                note.ofCurves(metric, statistic, scene.run().complete()) + knees(drawn, words)),
            panels.stream().map(panel -> panel.withY(scale(drawn))).toList()));
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

  private static Scale scale(List<Series> series) {
    double[] values =
        series.stream().flatMapToDouble(Series::ends).filter(v -> v > 0).sorted().toArray();
    boolean wide = values.length > 0 && values[values.length - 1] > WIDE * values[0];
    boolean positive = series.stream().flatMapToDouble(Series::ends).allMatch(v -> v > 0);
    return wide && positive ? Scale.LOG10 : Scale.LINEAR;
  }
}
