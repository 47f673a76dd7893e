package org.inferometer.result;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.ToDoubleFunction;
import org.inferometer.record.Outcome;

/**
 * What the formulas of the {@link Peers} are applied to: one trial.
 *
 * @param answers those that ended ok while it was measured, whichever slot's edge they are of
 * @param outcomes requests that ended in that time by how they ended
 * @param eventGaps time between the events of an answer, in milliseconds
 * @param seconds from the first start to the last close, summed over the iterations
 * @param slo targets of a goodput
 */
record PeerTrial(
    List<Answer> answers, Map<Outcome, Long> outcomes, Sample eventGaps, double seconds, Slo slo) {

  static PeerTrial of(List<Iteration> iterations, Slo slo) {
    List<Answer> answers = new ArrayList<>();
    Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    List<Sample> gaps = new ArrayList<>();
    double seconds = 0;
    for (Iteration iteration : iterations) {
      if (iteration.whole == null) {
        continue;
      }
      seconds += iteration.whole.seconds();
      for (Answer one : iteration.answers) {
        if (iteration.whole.contains(one.closed())) {
          outcomes.merge(one.outcome(), 1L, Long::sum);
          if (one.ok()) {
            answers.add(one);
            gaps.add(eventGaps(one, iteration.gaps));
          }
        }
      }
    }
    return new PeerTrial(answers, outcomes, Sample.union(gaps), seconds, slo);
  }

  /** Events of one read share its time, so all but one of them follow after no time at all. */
  private static Sample eventGaps(Answer one, Gaps gaps) {
    float[] nanos = new float[one.gapsTo() - one.gapsFrom() + one.crowd()];
    for (int i = one.gapsFrom(); i < one.gapsTo(); i++) {
      nanos[i - one.gapsFrom()] = gaps.nanos(i);
    }
    return Sample.of(nanos, 1e-6);
  }

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
