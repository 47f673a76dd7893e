package org.inferometer.result;

import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.ToDoubleFunction;
import org.inferometer.record.Outcome;

/**
 * What the formulas of the {@link Peers} are applied to: one trial.
 *
 * @param answers the measured ones that ended ok
 * @param outcomes measured requests by how they ended
 * @param eventGaps time between the events of an answer, in milliseconds
 * @param seconds from the first start to the last close, summed over the iterations
 * @param slo targets of a goodput
 */
record PeerTrial(
    List<Answer> answers, Map<Outcome, Long> outcomes, Sample eventGaps, double seconds, Slo slo) {

  long requests() {
    return outcomes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** NaN if it is unknown of one of them. */
  double sum(ToDoubleFunction<Answer> value) {
    return answers.stream().mapToDouble(value).sum();
  }

  /** The values that are defined. */
  Sample sample(ToDoubleFunction<Answer> value) {
    double[] values = answers.stream().mapToDouble(value).toArray();
    return Sample.of(values, values.length);
  }

  /**
   * Whether a peer that has {@code numbers} of an answer to hold against targets can judge by all
   * the targets that are set. A target without a counterpart would leave a goodput that means less
   * than it says.
   */
  boolean isJudgedBy(Map<Metric, ToDoubleFunction<Answer>> numbers) {
    return !slo.targets().isEmpty()
        && slo.targets().keySet().stream()
            .allMatch(
                metric -> numbers.containsKey(metric) && sample(numbers.get(metric)).size() > 0);
  }

  /** Answers that meet every target; an undefined number meets none. */
  long meeting(Map<Metric, ToDoubleFunction<Answer>> numbers) {
    return count(numbers, (number, target) -> number <= target);
  }

  /** Answers that have a number for every target. */
  long defined(Map<Metric, ToDoubleFunction<Answer>> numbers) {
    return count(numbers, (number, target) -> !Double.isNaN(number));
  }

  private long count(
      Map<Metric, ToDoubleFunction<Answer>> numbers, BiPredicate<Double, Double> fits) {
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

  /** To the first content, in milliseconds. */
  static double ttft(Answer one) {
    return one.value(Metric.P2FT);
  }

  /** To the last content, in milliseconds. */
  static double latency(Answer one) {
    return one.value(Metric.TOTAL_LATENCY);
  }

  /** To the end of the stream, in milliseconds. */
  static double closeLatency(Answer one) {
    return one.value(Metric.CLOSE_LATENCY);
  }

  /** From the first content to the last by the tokens after the first, in milliseconds. */
  static double tpot(Answer one) {
    return one.value(Metric.TPOT);
  }

  static double promptTokens(Answer one) {
    return one.value(Metric.PROMPT_TOKENS);
  }

  static double tokens(Answer one) {
    return one.value(Metric.OUTPUT_TOKENS);
  }
}
