package org.inferometer.figure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inferometer.figure.Axis.Scale;
import org.inferometer.result.Curve;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.inferometer.result.TrialResult;
import org.inferometer.result.tenants.Interference;
import org.inferometer.result.tenants.Together;
import org.inferometer.result.tenants.Victim;

/** How is a metric spread alone, and how beside neighbours? One panel for each tenant. */
record AloneAndTogether(Metric metric) implements Figure {
  @Override
  public List<ChartSpec> charts(Run run, Words words) {
    Note note = new Note(words);
    List<String> names = new ArrayList<>();
    Map<String, List<Series>> tenants = new LinkedHashMap<>();
    Map<String, Metric> shown = new LinkedHashMap<>();
    for (Together set : Interference.of(run)) {
      for (Victim one : set.victims()) {
        List<Series> of =
            tenants.computeIfAbsent(SlowdownMatrix.victim(one), name -> new ArrayList<>());
        Metric under = metric.under(one.alone().cell().load());
        shown.put(SlowdownMatrix.victim(one), under);
        if (of.isEmpty()) {
          add(of, words.get("alone"), names, under, one.alone(), note);
        }
        String with = words.get("with", SlowdownMatrix.neighbours(one));
        add(of, with, names, under, one.together(), note);
      }
    }
    List<Lines> panels = new ArrayList<>();
    tenants.forEach(
        (name, series) -> {
          if (!series.isEmpty()) {
            panels.add(
                new Lines(
                    new Caption("", name, ""),
                    Lines.Form.STEP,
                    new Axis(words.axis(shown.get(name)), Scale.LINEAR),
                    Axis.linear(words.get("axis.share")),
                    series));
          }
        });
    return panels.isEmpty()
        ? List.of()
        : List.of(
            Panels.of(
                new Caption(
                    metric.id().replace('_', '-') + "-alone-together",
                    words.get("caption.alone.together", words.metric(metric)),
                    note.ofCounts(metric, run)),
                panels));
  }

  /** Draws {@code trial} as the company {@code name} is drawn in every panel. */
  private static void add(
      List<Series> all,
      String name,
      List<String> names,
      Metric metric,
      TrialResult trial,
      Note note) {
    Curve curve = trial.curves().get(metric);
    if (curve == null || curve.count() == 0) {
      return;
    }
    boolean suspect = !trial.validity().isValid();
    note.addCount(curve.count(), suspect);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < curve.values().length; i++) {
      points.add(
          new Point(
              curve.values()[i], curve.shares()[i], Double.NaN, Double.NaN, 0, suspect, null));
    }
    all.add(new Series(name, Look.of(name, names), points));
  }
}
