package org.inferometer.figure;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import org.inferometer.result.Run;
import org.inferometer.result.TimeSeries;
import org.inferometer.result.tenants.Interference;
import org.inferometer.result.tenants.Together;
import org.inferometer.result.tenants.Victim;
import org.inferometer.scenario.Stack;

/**
 * What does each tenant get done while all ask? Tokens per second from the release of all on, first
 * repeat; a line stands where the measurement begins.
 */
record TenantsOverTime() implements Figure {
  private static final Look MARK =
      new Look(new Color(0x666666), Marker.CIRCLE, List.of(4f, 3f), Hatch.NONE);

  @Override
  public List<ChartSpec> charts(Run run, Words words) {
    List<Lines> panels = new ArrayList<>();
    for (Together set : Interference.of(run)) {
      List<Series> series = series(run, set, words);
      if (!series.isEmpty()) {
        panels.add(
            new Lines(
                new Caption("", set.name(), ""),
                Lines.Form.TRACE,
                Axis.linear(words.get("axis.release")),
                Axis.linear(words.get("axis.tokens.per.second")),
                series));
      }
    }
    return panels.isEmpty()
        ? List.of()
        : List.of(
            Panels.of(
                new Caption(
                    "tenants-time",
                    words.get("caption.tenants.time"),
                    run.complete() ? "" : words.get("note.incomplete")),
                panels));
  }

  private static List<Series> series(Run run, Together set, Words words) {
    double release =
        set.victims().stream()
            .flatMap(one -> one.together().series().stream().limit(1))
            .mapToDouble(TimeSeries::startSeconds)
            .min()
            .orElse(Double.NaN);
    List<Series> all = new ArrayList<>();
    double most = 0;
    for (Victim one : set.victims()) {
      if (one.together().series().isEmpty()) {
        continue;
      }
      TimeSeries over = one.together().series().get(0);
      List<Point> points = new ArrayList<>();
      for (int i = 0; i < over.tokens().length; i++) {
        points.add(Point.of(over.startSeconds() - release + over.seconds(i), over.tokens()[i]));
        most = Math.max(most, over.tokens()[i]);
      }
      List<String> names = run.stacks().stream().map(Stack::name).toList();
      all.add(new Series(one.tenant(), Look.ofStack(names.indexOf(one.tenant())), points));
    }
    if (!all.isEmpty()) {
      double at =
          run.plan().scenario().tenants().buildUp(run.plan().scenario().measure()).toNanos() * 1e-9;
      all.add(
          new Series(
              words.get("measured.from"), MARK, List.of(Point.of(at, 0), Point.of(at, most))));
    }
    return all;
  }
}
