package org.inferometer.scenario;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.inferometer.load.Load;
import org.inferometer.load.Open;
import org.inferometer.load.Users;

/**
 * The tenants of an experiment, each of which is measured alone and together with others.
 *
 * <p>All its points have the same course, so that what a tenant does alone and with others is of
 * the same length: loads build up until {@link #buildUp}, and what starts within {@link #measured}
 * after that is measured.
 *
 * @param all in the order of figures
 * @param together how many of them ask at the same time: all sets of so many are measured
 * @param sharing the ways in which they share the machine, each of which is measured; empty where
 *     nothing is set up
 */
public record Tenants(
    List<Tenant> all,
    int together,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Sharing> sharing) {

  public Tenants {
    all = List.copyOf(all);
    sharing = sharing == null ? List.of() : List.copyOf(sharing);
  }

  /** The tenant called {@code name}. */
  public Tenant get(String name) {
    return all.stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException("no tenant is called " + name));
  }

  /** From the release of all tenants until every load is at its level. */
  public Duration buildUp(Measurement measure) {
    return loads().stream()
        .filter(Users.class::isInstance)
        .map(one -> Duration.ofNanos(((Users) one).steadyNanos()))
        .reduce(measure.warmup(), Tenants::longer);
  }

  /** How long all loads go on after that: as long as the shortest. */
  public Duration measured(Measurement measure) {
    return loads().stream()
        .map(one -> length(one, measure))
        .reduce((a, b) -> a.compareTo(b) < 0 ? a : b)
        .orElseThrow();
  }

  private static Duration length(Load load, Measurement measure) {
    if (load instanceof Users users) {
      return users.duration().minusNanos(users.steadyNanos());
    }
    return load instanceof Open open
        ? open.schedule().duration()
        : measure.iterationTime().multipliedBy(measure.iterations());
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  private List<Load> loads() {
    return all.stream().flatMap(one -> one.loads().stream()).toList();
  }

  /** One tenant in a point, under one of its loads. */
  record Share(Tenant tenant, Load load) {}

  /** The points of the experiment: every tenant alone at each of its loads, then all sets. */
  List<List<Share>> points(Measurement measure) {
    List<List<Share>> points = new ArrayList<>();
    combine(1, 0, List.of(), points);
    if (together > 1) {
      combine(together, 0, List.of(), points);
    }
    Duration measured = measured(measure);
    return points.stream()
        .map(
            point ->
                point.stream()
                    .map(one -> new Share(one.tenant, ending(one.load, measured)))
                    .toList())
        .toList();
  }

  /** Users stay no longer than the load of the shortest goes on. */
  private static Load ending(Load load, Duration measured) {
    return load instanceof Users users
        ? new Users(
            users.users(),
            users.spawnRate(),
            users.think(),
            measured.plusNanos(users.steadyNanos()),
            users.mix())
        : load;
  }

  private void combine(int size, int from, List<Share> begun, List<List<Share>> points) {
    if (begun.size() == size) {
      points.add(begun);
      return;
    }
    for (int i = from; i < all.size(); i++) {
      for (Load load : all.get(i).loads()) {
        List<Share> more = new ArrayList<>(begun);
        more.add(new Share(all.get(i), load));
        combine(size, i + 1, more, points);
      }
    }
  }
}
