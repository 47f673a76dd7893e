package org.inferometer.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.inferometer.scenario.Tenants.Share;

/**
 * The trials of an experiment with tenants: those of one point come one after the other, and are
 * carried out at the same time.
 */
final class TenantTrials {
  private TenantTrials() {}

  /**
   * Where the stacks may be up together, the points take turns in each repeat, in an order that
   * changes; else each point has all its repeats before the next. Servers are started anew for each
   * way of sharing, as they suit themselves to what they find at their start; these take turns from
   * launch to launch.
   */
  static List<Trial> of(Scenario scenario) {
    Measurement measure = scenario.measure();
    List<List<Share>> points = scenario.tenants().points(measure);
    List<Sharing> ways = scenario.tenants().sharing();
    if (ways.isEmpty()) {
      ways = Collections.singletonList(null);
    }
    List<Trial> trials = new ArrayList<>();
    for (int launch = 1; launch <= measure.launches(); launch++) {
      for (Sharing sharing : Plan.turn(ways, launch - 1)) {
        add(points, measure, launch, sharing, trials);
      }
    }
    return trials;
  }

  private static void add(
      List<List<Share>> points,
      Measurement measure,
      int launch,
      Sharing sharing,
      List<Trial> trials) {
    int all = measure.mostRepeats() / measure.launches();
    int first = (launch - 1) * all + 1;
    List<Integer> repeats = IntStream.range(first, first + all).boxed().toList();
    if (measure.stacksTogether()) {
      for (int repeat : repeats) {
        for (List<Share> point : Plan.turn(points, repeat - 1)) {
          add(point, repeat, launch, sharing, trials);
        }
      }
    } else {
      for (List<Share> point : points) {
        for (int repeat : repeats) {
          add(point, repeat, launch, sharing, trials);
        }
      }
    }
  }

  private static void add(
      List<Share> point, int repeat, int launch, Sharing sharing, List<Trial> trials) {
    for (Share one : point) {
      Tenant tenant = one.tenant();
      List<Neighbour> neighbours =
          point.stream()
              .filter(other -> other != one)
              .map(other -> new Neighbour(other.tenant().name(), other.load()))
              .toList();
      String alone =
          Trial.name(Measure.COMPLETE, tenant.model(), tenant.task(), tenant.mode(), one.load());
      trials.add(
          new Trial(
              tenant.name(),
              name(alone, neighbours, sharing == null ? "" : "-" + sharing.name()),
              Measure.COMPLETE,
              tenant.model(),
              tenant.task(),
              tenant.mode(),
              one.load(),
              repeat,
              launch,
              neighbours,
              sharing));
    }
  }

  private static String name(String alone, List<Neighbour> neighbours, String sharing) {
    if (neighbours.isEmpty()) {
      return alone + "-alone" + sharing;
    }
    String names =
        neighbours.stream()
            .map(one -> one.tenant() + "-" + one.load().name())
            .collect(Collectors.joining("+"));
    String name = alone + "-with-" + names + sharing;
    return name.length() <= Trial.LONGEST_NAME
        ? name
        : "%s-with-%d-others-%s%s"
            .formatted(alone, neighbours.size(), Integer.toHexString(names.hashCode()), sharing);
  }
}
