package org.inferometer.result.tenants;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inferometer.result.Comparison;
import org.inferometer.result.Comparisons;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.inferometer.scenario.Sharing;

/**
 * A tenant in one way of sharing the machine, held against itself beside the same neighbours in
 * another. The declared family of a pair of ways is the headline metric of every tenant beside
 * every set of neighbours; alone, and by other metrics, comparisons are exploratory.
 *
 * @param base the way that is the measure
 * @param other the way that is held against it
 * @param comparisons by the main metrics, in which the ways stand for stacks
 */
public record TwoWays(Ways of, Sharing base, Sharing other, List<Comparison> comparisons) {
  public TwoWays {
    comparisons = List.copyOf(comparisons);
  }

  /**
   * Every tenant of {@code run} in every two ways of which there are results. Ways take turns from
   * launch to launch and are compared launch by launch; where there is one only, its repeats are of
   * two starts of the servers, one after the other: Welch's t.
   */
  public static List<TwoWays> of(Run run) {
    List<Sharing> ways = Ways.ways(run);
    List<Ways> tenants = Ways.of(run);
    List<TwoWays> all = new ArrayList<>();
    for (int i = 0; i < ways.size(); i++) {
      for (Sharing other : ways.subList(i + 1, ways.size())) {
        for (Ways one : tenants) {
          between(run, one, ways.get(i), other).ifPresent(all::add);
        }
      }
    }
    Map<Comparison, Comparison> corrected =
        Interference.corrected(
            all.stream()
                .filter(one -> !one.of.isAlone())
                .flatMap(one -> one.comparisons.stream())
                .toList());
    return all.stream().map(one -> one.with(corrected)).toList();
  }

  /** Whether launches of two ways are compared one by one. */
  public static boolean isPaired(Run run) {
    return run.plan().scenario().measure().launches() > 1;
  }

  private static Optional<TwoWays> between(Run run, Ways of, Sharing base, Sharing other) {
    if (!of.results().containsKey(base) || !of.results().containsKey(other)) {
      return Optional.empty();
    }
    double level = Comparisons.level(run.plan().scenario().measure());
    List<Comparison> comparisons =
        Comparisons.between(of.results().get(base), of.results().get(other), isPaired(run), level)
            .stream()
            .map(one -> one.named(base.label(), other.label()))
            .toList();
    return Optional.of(new TwoWays(of, base, other, comparisons));
  }

  private TwoWays with(Map<Comparison, Comparison> corrected) {
    return new TwoWays(
        of,
        base,
        other,
        comparisons.stream().map(one -> corrected.getOrDefault(one, one)).toList());
  }

  /** What is held against what: {@code mps / time-slicing}. */
  public String name() {
    return other.label() + " / " + base.label();
  }

  /** The comparison by {@code metric}, if both ways have it. */
  public Optional<Comparison> comparison(Metric metric) {
    return comparisons.stream().filter(one -> one.metric() == metric).findFirst();
  }
}
