package org.inferometer.result;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.inferometer.result.Comparison.Verdict;

/**
 * How often a difference between stacks is claimed, over many runs. Where the stacks are one server
 * under two names the share is the rate of false claims; where one is slower by a known part, it is
 * the power to find that.
 *
 * @param metric what was compared
 * @param comparisons made with at least two repeats on each side
 * @param claimed of these, with a verdict other than "no difference shown"
 */
public record Claims(Metric metric, int comparisons, int claimed) {

  /** Of the pairs of stacks within each of {@code runs}. */
  public static List<Claims> of(List<Run> runs) {
    Map<Metric, Claims> found = new EnumMap<>(Metric.class);
    for (Run run : runs) {
      for (Comparison one : run.comparisons()) {
        if (one.verdict() != Verdict.NOT_COMPARABLE) {
          int claim = one.verdict() == Verdict.NO_DIFFERENCE_SHOWN ? 0 : 1;
          found.merge(
              one.metric(),
              new Claims(one.metric(), 1, claim),
              (a, b) -> new Claims(a.metric, a.comparisons + b.comparisons, a.claimed + b.claimed));
        }
      }
    }
    return List.copyOf(found.values());
  }

  /** Claims by comparisons. */
  public double share() {
    return (double) claimed / comparisons;
  }
}
