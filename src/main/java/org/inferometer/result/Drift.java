package org.inferometer.result;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Whether a repeat was the same at its end as at its start. */
final class Drift {
  private static final int FEWEST = 10;

  private Drift() {}

  /**
   * Logarithm of the mean total latency of the later half of a repeat's answers by that of the
   * earlier half; NaN with fewer than ten in a half.
   */
  static double logRatio(List<Iteration> repeat) {
    List<Answer> answers = new ArrayList<>();
    for (Iteration iteration : repeat) {
      iteration.answers.stream().filter(one -> one.measured() && one.ok()).forEach(answers::add);
    }
    answers.sort(Comparator.comparingLong(Answer::started));
    int half = answers.size() / 2;
    if (half < FEWEST) {
      return Double.NaN;
    }
    return Math.log(mean(answers.subList(half, answers.size())) / mean(answers.subList(0, half)));
  }

  private static double mean(List<Answer> answers) {
    return answers.stream()
        .mapToDouble(one -> one.value(Metric.TOTAL_LATENCY))
        .filter(value -> !Double.isNaN(value))
        .average()
        .orElse(Double.NaN);
  }
}
