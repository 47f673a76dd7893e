package org.inferometer.result;

/** The means of distributions, as sums that can be added up over iterations. */
final class Means {
  private final double[] sums = new double[Metric.values().length];
  private final long[] counts = new long[sums.length];

  /** Tokens and milliseconds behind the speeds, which are tokens / time and no mean of rates. */
  private double speedTokens;

  private double speedMillis;
  private double decodedTokens;
  private double decodeMillis;

  /** Adds the value that {@code answer} has of {@code metric}, if it has one. */
  void add(Metric metric, Answer answer) {
    double value = answer.value(metric);
    if (!Double.isNaN(value)) {
      add(metric, value, 1);
      speed(metric, answer);
    }
  }

  /** Adds {@code times} the same value. */
  void add(Metric metric, double value, int times) {
    sums[metric.ordinal()] += value * times;
    counts[metric.ordinal()] += times;
  }

  private void speed(Metric metric, Answer answer) {
    double tokens = answer.value(Metric.OUTPUT_TOKENS) / answer.answers();
    double millis = answer.value(Metric.TOTAL_LATENCY);
    if (metric == Metric.TOKEN_SPEED && tokens * millis > 0) {
      speedTokens += tokens;
      speedMillis += millis;
    } else if (metric == Metric.DECODE_SPEED && answer.value(Metric.DECODE_SPEED) > 0) {
      double took = 1e-6 * (answer.last() - answer.first());
      decodedTokens += took / answer.value(Metric.TPOT);
      decodeMillis += took;
    }
  }

  void add(Means other) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += other.sums[i];
      counts[i] += other.counts[i];
    }
    speedTokens += other.speedTokens;
    speedMillis += other.speedMillis;
    decodedTokens += other.decodedTokens;
    decodeMillis += other.decodeMillis;
  }

  /** Puts them into {@code summary}, with the number of values that each is made of. */
  void put(Summary summary) {
    for (Metric metric : Metric.values()) {
      if (metric.isDistribution()) {
        summary.put(metric, Statistic.MEAN, mean(metric));
        summary.count(metric, counts[metric.ordinal()]);
      }
    }
  }

  private double mean(Metric metric) {
    return switch (metric) {
      case TOKEN_SPEED -> 1000 * speedTokens / speedMillis;
      case DECODE_SPEED -> 1000 * decodedTokens / decodeMillis;
      default -> sums[metric.ordinal()] / counts[metric.ordinal()];
    };
  }
}
