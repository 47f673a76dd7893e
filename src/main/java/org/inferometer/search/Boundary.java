package org.inferometer.search;

import java.util.List;
import java.util.Optional;

/**
 * The load at which the first target is just met, as all replicates near it tell together. What a
 * search shows for certain lies below.
 *
 * @param level the load
 * @param low where its 95 % interval begins
 * @param high where that ends
 */
public record Boundary(double level, double low, double high) {
  /** So far to either side {@link LogitLine} is nearly straight. */
  private static final double NEAR = 1.25;

  /**
   * That of the probes of a search near the load that it has shown.
   *
   * @param goals of each target the share of all requests that has to meet it
   * @return nothing where that is not near, too little was missed, or what is missed jumps
   */
  static Optional<Boundary> of(List<Probe> trail, double shown, List<Double> goals) {
    List<Probe> near =
        trail.stream()
            .filter(one -> one.stopped() == null)
            .filter(one -> isNear(one.level(), shown))
            .toList();
    Optional<Boundary> first = Optional.empty();
    for (int i = 0; i < goals.size(); i++) {
      int target = i;
      double goal = 1 - goals.get(i);
      if (near.stream().anyMatch(one -> one.missed(target) > goal)) {
        Optional<Boundary> crossing =
            LogitLine.through(near, target).crossing(goal).filter(one -> isNear(one.level, shown));
        if (crossing.isEmpty()) {
          return crossing;
        }
        first = first.filter(one -> one.level < crossing.get().level).or(() -> crossing);
      }
    }
    return first;
  }

  private static boolean isNear(double level, double shown) {
    return level * NEAR >= shown && level <= shown * NEAR;
  }
}
