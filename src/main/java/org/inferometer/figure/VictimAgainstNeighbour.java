package org.inferometer.figure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inferometer.load.Load;
import org.inferometer.result.Estimate;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.inferometer.result.TrialResult;
import org.inferometer.result.tenants.Interference;
import org.inferometer.result.tenants.Together;
import org.inferometer.result.tenants.Victim;
import org.inferometer.scenario.Neighbour;

/**
 * How does a tenant fare while its only neighbour asks more and more? From 0, where it is alone;
 * one panel for each neighbour that is measured at several levels.
 */
record VictimAgainstNeighbour(Metric metric) implements Figure {
  @Override
  public List<ChartSpec> charts(Run run, Words words) {
    Note note = new Note(words);
    List<String> names = new ArrayList<>();
    Map<String, Map<String, List<Victim>>> byNeighbour = new LinkedHashMap<>();
    for (Together set : Interference.of(run)) {
      for (Victim one : set.victims()) {
        if (one.neighbours().size() == 1) {
          byNeighbour
              .computeIfAbsent(kind(one.neighbours().get(0)), name -> new LinkedHashMap<>())
              .computeIfAbsent(SlowdownMatrix.victim(one), name -> new ArrayList<>())
              .add(one);
        }
      }
    }
    List<Lines> panels = new ArrayList<>();
    byNeighbour.forEach(
        (neighbour, victims) -> {
          List<Series> series = new ArrayList<>();
          victims.forEach(
              (name, of) -> {
                if (of.size() > 1) {
                  series.add(new Series(name, Look.of(name, names), points(of, note)));
                }
              });
          if (!series.isEmpty()
              && series.stream().flatMap(one -> one.points().stream()).anyMatch(Point::drawn)) {
            Load load = victims.values().iterator().next().get(0).neighbours().get(0).load();
            panels.add(
                new Lines(
                    new Caption("", neighbour, ""),
                    Lines.Form.CURVE,
                    Axis.linear(words.axis(load.axis())),
                    words.linear(metric),
                    series));
          }
        });
    return panels.isEmpty()
        ? List.of()
        : List.of(
            Panels.of(
                new Caption(
                    metric.id().replace('_', '-') + "-neighbour",
                    words.get("caption.neighbour", words.metric(metric)),
                    note.ofCurves(metric, metric.headline(), run)),
                panels));
  }

  private static String kind(Neighbour one) {
    return "%s (%s)".formatted(one.tenant(), one.load().kind());
  }

  private List<Point> points(List<Victim> victims, Note note) {
    List<Point> points = new ArrayList<>();
    points.add(point(0, victims.get(0).alone(), note));
    victims.forEach(
        one -> points.add(point(one.neighbours().get(0).load().level(), one.together(), note)));
    return points;
  }

  private Point point(double x, TrialResult trial, Note note) {
    Estimate e = trial.estimate(metric.under(trial.cell().load()));
    boolean suspect = !trial.validity().isValid();
    return Scene.point(x, e, suspect, note);
  }
}
