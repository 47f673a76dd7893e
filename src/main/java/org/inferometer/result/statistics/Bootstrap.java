package org.inferometer.result.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The bias-corrected and accelerated bootstrap (Efron, J. Am. Stat. Assoc. 82, 1987) over {@code
 * units} independent units, which are drawn whole. A statistic gets how often each unit was drawn;
 * equal draws are computed once.
 */
public final class Bootstrap {
  /** Resamples behind every interval. */
  public static final int RESAMPLES = 10_000;

  /**
   * The fewest units: of 3 an interval called 95 % holds the truth in 50 to 75 %, of 5 in 63 to 88
   * %, as often as it should only of some tens.
   */
  public static final int LEAST_UNITS = 10;

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private final int units;

  /** Different draws, and how often each came. */
  private final List<int[]> draws = new ArrayList<>();

  private final List<Integer> frequencies = new ArrayList<>();

  /** Draws the resamples; the same seed gives the same intervals. */
  public Bootstrap(int units, long seed) {
    this.units = units;
    SplittableRandom random = new SplittableRandom(seed);
    Map<List<Integer>, Integer> counted = new LinkedHashMap<>();
    for (int i = 0; i < RESAMPLES; i++) {
      Integer[] draw = new Integer[units];
      Arrays.fill(draw, 0);
      for (int k = 0; k < units; k++) {
        draw[random.nextInt(units)]++;
      }
      counted.merge(List.of(draw), 1, Integer::sum);
    }
    counted.forEach(
        (draw, times) -> {
          draws.add(draw.stream().mapToInt(Integer::intValue).toArray());
          frequencies.add(times);
        });
  }

  /** 95 % interval of {@code statistic}; none for too few units or where it is undefined. */
  public Interval interval(ToDoubleFunction<int[]> statistic) {
    int[] all = new int[units];
    Arrays.fill(all, 1);
    double estimate = statistic.applyAsDouble(all);
    if (units < LEAST_UNITS || Double.isNaN(estimate)) {
      return Interval.NONE;
    }
    double[] resampled = resample(statistic);
    if (Double.isNaN(resampled[resampled.length - 1])) {
      return Interval.NONE;
    }
    if (resampled[0] == resampled[resampled.length - 1]) {
      return new Interval(estimate, estimate);
    }
    double below = 0;
    for (double value : resampled) {
      below += value < estimate ? 1 : value == estimate ? 0.5 : 0;
    }
    double share = Math.min(Math.max(below, 1), RESAMPLES - 1.0) / RESAMPLES;
    double bias = NORMAL.inverseCumulativeProbability(share);
    double acceleration = acceleration(statistic);
    double tail = NORMAL.inverseCumulativeProbability((1 - Interval.CONFIDENCE) / 2);
    return new Interval(
        at(resampled, level(bias, acceleration, tail)),
        at(resampled, level(bias, acceleration, -tail)));
  }

  private double[] resample(ToDoubleFunction<int[]> statistic) {
    double[] resampled = new double[RESAMPLES];
    int filled = 0;
    for (int i = 0; i < draws.size(); i++) {
      double value = statistic.applyAsDouble(draws.get(i));
      Arrays.fill(resampled, filled, filled + frequencies.get(i), value);
      filled += frequencies.get(i);
    }
    Arrays.sort(resampled);
    return resampled;
  }

  private double acceleration(ToDoubleFunction<int[]> statistic) {
    double[] without = new double[units];
    for (int i = 0; i < units; i++) {
      int[] counts = new int[units];
      Arrays.fill(counts, 1);
      counts[i] = 0;
      without[i] = statistic.applyAsDouble(counts);
    }
    double mean = StudentT.average(without);
    double squares = 0;
    double cubes = 0;
    for (double value : without) {
      squares += Math.pow(mean - value, 2);
      cubes += Math.pow(mean - value, 3);
    }
    return squares == 0 ? 0 : cubes / (6 * Math.pow(squares, 1.5));
  }

  private static double level(double bias, double acceleration, double z) {
    return NORMAL.cumulativeProbability(bias + (bias + z) / (1 - acceleration * (bias + z)));
  }

  private static double at(double[] sorted, double share) {
    double h = (sorted.length - 1) * share;
    int k = (int) h;
    return k + 1 < sorted.length ? sorted[k] + (h - k) * (sorted[k + 1] - sorted[k]) : sorted[k];
  }
}
