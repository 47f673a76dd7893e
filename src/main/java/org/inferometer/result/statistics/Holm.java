package org.inferometer.result.statistics;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Holm's step-down correction (Scand. J. Stat. 6, 1979) of a family of tests: the probability that
 * any of them claims an effect where there is none is at most the level.
 */
public final class Holm {
  private Holm() {}

  /**
   * The level at which each test is decided, so that Holm rejects exactly where p is at most that:
   * {@code level} / (m - k) for the k-th smallest p from 0, and after the first that fails the
   * level at which it failed.
   */
  public static double[] levels(double[] p, double level) {
    double[] levels = new double[p.length];
    boolean failed = false;
    int left = p.length;
    for (int i : ascending(p)) {
      levels[i] = level / left;
      failed |= p[i] > levels[i];
      left -= failed ? 0 : 1;
    }
    return levels;
  }

  /**
   * The smallest level of the family at which Holm would reject each.
   *
   * @param looks how often the family is looked at, each time at its part of the level
   */
  public static double[] adjusted(double[] p, double looks) {
    double[] adjusted = new double[p.length];
    double before = 0;
    int left = p.length;
    for (int i : ascending(p)) {
      before = Math.max(before, Math.min(1, looks * left * p[i]));
      adjusted[i] = before;
      left--;
    }
    return adjusted;
  }

  private static int[] ascending(double[] p) {
    return IntStream.range(0, p.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> p[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
