package org.inferometer.figure;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.inferometer.result.Run;
import org.inferometer.result.TimeSeries;
import org.inferometer.result.tenants.Interference;
import org.inferometer.result.tenants.Together;
import org.inferometer.result.tenants.Victim;
import org.inferometer.scenario.Stack;

/**
 * What does each tenant get done while all ask? Tokens per second from the release of all on, first
 * repeat that all have; a line stands where the measurement begins.
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
                    "tenants-time", words.get("caption.tenants.time"), words.unfinished(run, "")),
                panels));
  }

  private static List<Series> series(Run run, Together set, Words words) {
    List<TimeSeries> first = first(set.victims());
    double release = first.stream().mapToDouble(TimeSeries::startSeconds).min().orElse(Double.NaN);
    List<Series> all = new ArrayList<>();
    double most = 0;
    for (int i = 0; i < first.size(); i++) {
      TimeSeries over = first.get(i);
      List<Point> points = new ArrayList<>();
      for (int bin = 0; bin < over.filled(); bin++) {
        points.add(Point.of(over.startSeconds() - release + over.seconds(bin), over.tokens()[bin]));
        most = Math.max(most, over.tokens()[bin]);
      }
      List<String> names = run.stacks().stream().map(Stack::name).toList();
      String tenant = set.victims().get(i).tenant();
      all.add(new Series(tenant, Look.ofStack(names.indexOf(tenant)), points));
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

  /** Each victim's, of the first repeat that all of them have; none where there is none. */
  private static List<TimeSeries> first(List<Victim> victims) {
    Set<Integer> repeats = new TreeSet<>(repeats(victims.get(0)));
    victims.forEach(one -> repeats.retainAll(repeats(one)));
    return repeats.stream()
        .limit(1)
        .flatMap(repeat -> victims.stream().map(one -> of(one, repeat)))
        .toList();
  }

  private static List<Integer> repeats(Victim victim) {
    return victim.together().series().stream().map(TimeSeries::repeat).toList();
  }

  private static TimeSeries of(Victim victim, int repeat) {
    return victim.together().series().stream()
        .filter(one -> one.repeat() == repeat)
        .findFirst()
        .orElseThrow();
  }
}
