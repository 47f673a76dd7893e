package org.inferometer.figure;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.inferometer.result.Comparison;
import org.inferometer.result.Estimate;
import org.inferometer.result.Run;
import org.inferometer.result.tenants.Interference;
import org.inferometer.result.tenants.Together;
import org.inferometer.result.tenants.Victim;
import org.inferometer.scenario.Neighbour;

/** Who slows whom down? The slowdown of each tenant's headline metric beside its neighbours. */
record SlowdownMatrix() implements Figure {
  @Override
  public List<ChartSpec> charts(Run run, Words words) {
    List<Victim> all =
        Interference.of(run).stream()
            .map(Together::victims)
            .flatMap(List::stream)
            .filter(one -> one.headline().isPresent())
            .toList();
    if (all.isEmpty()) {
      return List.of();
    }
    Set<String> victims = new LinkedHashSet<>();
    Set<String> neighbours = new LinkedHashSet<>();
    for (Victim one : all) {
      victims.add(victim(one));
      neighbours.add(neighbours(one));
    }
    List<List<Point>> rows = new ArrayList<>();
    for (String victim : victims) {
      List<Point> row = new ArrayList<>();
      for (String neighbour : neighbours) {
        row.add(
            all.stream()
                .filter(one -> victim(one).equals(victim) && neighbours(one).equals(neighbour))
                .findFirst()
                .map(one -> point(row.size(), one.headline().orElseThrow()))
                .orElse(Point.of(row.size(), Double.NaN)));
      }
      rows.add(row);
    }
    String metrics =
        all.stream()
            .map(one -> words.metric(one.headline().orElseThrow().metric()))
            .distinct()
            .collect(Collectors.joining(" / "));
    return List.of(
        new HeatMap(
            new Caption(
                "slowdown-matrix",
                words.get("caption.slowdown", metrics),
                words.get("note.slowdown")
                    + " "
                    + words.get("note.cells")
                    + (all.stream().anyMatch(one -> one.headline().orElseThrow().suspect())
                        ? " " + words.get("note.suspect.cell")
                        : "")
                    + words.unfinished(run, " ")),
            words.get("axis.neighbours"),
            List.copyOf(neighbours),
            words.get("axis.victim"),
            List.copyOf(victims),
            rows,
            words.get("axis.slowdown")));
  }

  private static Point point(int place, Comparison one) {
    Estimate slowdown = Victim.slowdown(one);
    return new Point(
        place,
        slowdown.value(),
        slowdown.low(),
        slowdown.high(),
        slowdown.count(),
        one.suspect(),
        null);
  }

  static String victim(Victim one) {
    return one.name();
  }

  static String neighbours(Victim one) {
    return Neighbour.words(one.neighbours());
  }
}
