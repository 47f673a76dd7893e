package org.inferometer.result;

import java.util.Arrays;
import java.util.List;

/**
 * Requests of an open loop from the time for which they were scheduled to their end: those in
 * flight, and those that a limit holds back.
 */
final class Backlog {
  private static final int PARTS = 10;
  private static final int LOOKS = 20;

  /** Student's t of one side at 0.999, with 8 degrees of freedom. */
  private static final double SURE = 4.501;

  /** By their scheduled times. */
  private final List<Answer> arrivals;

  private final long[] scheduled;
  private final long[] closed;

  Backlog(List<Answer> answers) {
    arrivals =
        answers.stream()
            .filter(one -> one.scheduled() != Answer.NEVER)
            .sorted((a, b) -> Long.compare(a.scheduled(), b.scheduled()))
            .toList();
    scheduled = arrivals.stream().mapToLong(Answer::scheduled).toArray();
    closed = arrivals.stream().mapToLong(Answer::closed).sorted().toArray();
  }

  /**
   * Whether its {@code i}th arrival found {@code most} requests before it: then it was held back.
   */
  boolean isFull(int i, int most) {
    return i - atMost(closed, scheduled[i]) >= most;
  }

  /** In the order in which they were to start. */
  List<Answer> arrivals() {
    return arrivals;
  }

  /**
   * How many requests more there are with every second of {@code window}; 0 where that is not sure.
   *
   * <p>The slope of the least-squares line through the mean numbers in ten parts of the window,
   * where it is above 0 by a test of one side at 0.001. Neighbouring parts are not independent, so
   * that alone is not enough: of simulated servers with 1 to 32 places that were busy for 90 % of
   * the time, 8 % of windows of 150 requests, 3 % of 225 and none of 850 or more were sure of a
   * growth of more than 2 % of the rate; of those asked for 5 % more than they could do, 56 to 100
   * % in 30 s, of 10 % more, 93 to 100 %.
   */
  double growthPerSecond(Bounds window) {
    double part = window.seconds() / PARTS;
    double[] number = new double[PARTS];
    for (int i = 0; i < PARTS; i++) {
      for (int j = 0; j < LOOKS; j++) {
        double at = window.seconds() * (i + (j + 0.5) / LOOKS) / PARTS;
        number[i] += (double) at(window.from() + Math.round(at * 1e9)) / LOOKS;
      }
    }
    double middle = (PARTS - 1) / 2.0;
    double mean = Arrays.stream(number).average().orElseThrow();
    double spread = 0;
    double common = 0;
    for (int i = 0; i < PARTS; i++) {
      spread += (i - middle) * (i - middle);
      common += (i - middle) * (number[i] - mean);
    }
    double slope = common / spread;
    double rest = 0;
    for (int i = 0; i < PARTS; i++) {
      double off = number[i] - mean - slope * (i - middle);
      rest += off * off;
    }
    boolean sure = slope > SURE * Math.sqrt(rest / (PARTS - 2) / spread);
    return sure ? slope / part : 0;
  }

  private int at(long time) {
    return atMost(scheduled, time) - atMost(closed, time);
  }

  /** How many of {@code sorted} are at most {@code value}. */
  private static int atMost(long[] sorted, long value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] <= value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
