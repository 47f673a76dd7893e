package org.inferometer.result.statistics;

/**
 * Repeats until an interval is narrow enough, without paying for it in coverage. The interval is
 * looked at after each pair of repeats; one of 95 % at every look would miss the truth more often
 * than in 5 % of such measurements, because a look at which chance made the spread small ends them.
 * The 5 % are shared by all looks that are planned (Bonferroni): the interval of each misses with
 * probability 5 % / looks, so that all of them together, and whichever is the last, miss with 5 %
 * at most, whatever the spread and however the looks depend on each other. Jennison and Turnbull,
 * Group Sequential Methods (2000), chapter 9, on repeated confidence intervals.
 *
 * <p>The interval of one of a family of ratios, which Holm's correction widens, is looked at as
 * wide as that can make it: at the level of the look by the size of the family. It is printed at
 * that level or a higher one, so that what was narrow enough is narrow enough in print.
 *
 * @param width how far the interval of a ratio may reach: from ratio / (1 + width) to ratio x (1 +
 *     width)
 * @param first repeats before the first look
 * @param atMost repeats after which nothing is looked at any more
 */
public record StoppingRule(double width, int first, int atMost) {
  private static final double MISS = 0.05;

  /** Whether {@code repeats} is one of the planned looks: an even number of repeats. */
  public boolean looksAfter(int repeats) {
    return repeats >= Math.max(2, first) && repeats <= atMost && repeats % 2 == 0;
  }

  /** Planned looks. */
  public int looks() {
    int from = Math.max(2, first + first % 2);
    return Math.max(1, (atMost - from) / 2 + 1);
  }

  /** Confidence of the interval at each of them, of a ratio by itself. */
  public double confidence() {
    return confidence(1);
  }

  /** Confidence of the interval at each of them, of one of {@code family} ratios. */
  public double confidence(int family) {
    return 1 - MISS / looks() / family;
  }

  /**
   * How far the interval of a ratio reaches to either side, as a share of it.
   *
   * @param logRatio the ratio's logarithm
   * @param family number of ratios that it is corrected for
   */
  public double reach(Effect logRatio, int family) {
    Interval interval = logRatio.interval(confidence(family));
    return Math.expm1((interval.high() - interval.low()) / 2);
  }
}
