package org.inferometer.comparison;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;

/**
 * How often a difference between stacks is claimed, over many runs. Where the stacks are one server
 * under two names the share is the rate of false claims; where one is slower by a known part, it is
 * the power to find that.
 *
 * @param group what was compared
 * @param comparisons made with at least two repeats on each side
 * @param claimed of these, with a verdict other than "no difference shown"
 */
public record Claims(Group group, int comparisons, int claimed) {

  /**
   * What is counted together.
   *
   * @param declared whether it is of the declared family, corrected for its size
   * @param suspect whether one of the two trials is suspect
   */
  public record Group(Metric metric, boolean declared, boolean suspect) {
    private static final Comparator<Group> ORDER =
        Comparator.comparing(Group::suspect)
            .thenComparing(one -> !one.declared())
            .thenComparing(Group::metric);
  }

  /** Of the pairs of stacks within each of {@code runs}; suspect trials come last. */
  public static List<Claims> of(List<Run> runs) {
    Map<Group, Claims> found = new TreeMap<>(Group.ORDER);
    runs.stream()
        .flatMap(run -> run.comparisons().stream())
        .filter(one -> one.verdict().isTested())
        .forEach(
            one -> {
              Group group = new Group(one.metric(), one.declared(), one.suspect());
              found.merge(
                  group,
                  new Claims(group, 1, one.verdict().isClaim() ? 1 : 0),
                  (a, b) ->
                      new Claims(group, a.comparisons + b.comparisons, a.claimed + b.claimed));
            });
    return List.copyOf(found.values());
  }

  /**
   * How many of {@code runs} claim any difference of a declared family: where nothing differs, at
   * most one in twenty for each pair of stacks.
   */
  public static long declared(List<Run> runs) {
    return runs.stream()
        .filter(
            run ->
                run.comparisons().stream()
                    .anyMatch(one -> one.declared() && one.verdict().isClaim()))
        .count();
  }

  /** Claims by comparisons. */
  public double share() {
    return (double) claimed / comparisons;
  }
}
