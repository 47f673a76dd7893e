package org.inferometer.result.peers;

import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.ToDoubleFunction;
import org.inferometer.record.Outcome;
import org.inferometer.result.Metric;
import org.inferometer.result.Sample;
import org.inferometer.result.Slo;

/**
 * What the formulas of the {@link Peers} are applied to: one trial.
 *
 * @param answers those that ended ok while it was measured, whichever slot's edge they are of
 * @param outcomes requests that ended in that time by how they ended
 * @param eventGaps time between the events of an answer, in milliseconds
 * @param seconds from the first start to the last close, summed over the iterations
 * @param slo targets of a goodput
 */
public record PeerTrial(
    List<PeerAnswer> answers,
    Map<Outcome, Long> outcomes,
    Sample eventGaps,
    double seconds,
    Slo slo) {

  long requests() {
    return outcomes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** NaN if it is unknown of one of them. */
  double sum(ToDoubleFunction<PeerAnswer> value) {
    return answers.stream().mapToDouble(value).sum();
  }

  /** The values that are defined. */
  Sample sample(ToDoubleFunction<PeerAnswer> value) {
    double[] values = answers.stream().mapToDouble(value).toArray();
    return Sample.of(values, values.length);
  }

  /**
   * Whether a peer that has {@code numbers} of an answer to hold against targets can judge by all
   * the targets that are set. A target without a counterpart would leave a goodput that means less
   * than it says.
   */
  boolean isJudgedBy(Map<Metric, ToDoubleFunction<PeerAnswer>> numbers) {
    return !slo.targets().isEmpty()
        && slo.targets().keySet().stream()
            .allMatch(
                metric -> numbers.containsKey(metric) && sample(numbers.get(metric)).size() > 0);
  }

  /** Answers that meet every target; an undefined number meets none. */
  long meeting(Map<Metric, ToDoubleFunction<PeerAnswer>> numbers) {
    return count(numbers, (number, target) -> number <= target);
  }

  /** Answers that have a number for every target. */
  long defined(Map<Metric, ToDoubleFunction<PeerAnswer>> numbers) {
    return count(numbers, (number, target) -> !Double.isNaN(number));
  }

  private long count(
      Map<Metric, ToDoubleFunction<PeerAnswer>> numbers, BiPredicate<Double, Double> fits) {
    return answers.stream()
        .filter(
            one ->
                slo.targets().entrySet().stream()
                    .allMatch(
                        target ->
                            fits.test(
                                numbers.get(target.getKey()).applyAsDouble(one),
                                target.getValue())))
        .count();
  }
}
