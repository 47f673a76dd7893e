package org.inferometer.load;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongFunction;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;

/**
 * Probabilities of finding what was found, or worse, if a generator of arrivals does what it says:
 * one of each test over all seeds. None is to be small.
 *
 * @param gaps of all gaps together against their law (Kolmogorov-Smirnov)
 * @param gapsOfASeed the same for each seed by itself
 * @param dependence of a gap on the twenty before it (Ljung-Box)
 * @param counts in windows against a Poisson law (dispersion)
 * @param totals of whole schedules against a Poisson law (dispersion)
 * @param grid of arrivals within whole seconds and milliseconds (Kolmogorov-Smirnov)
 */
record Randomness(
    double gaps, double gapsOfASeed, double dependence, double counts, double totals, double grid) {
  private static final int SEEDS = 100;
  private static final int LAGS = 20;
  private static final int WINDOWS = 50;

  /**
   * @param generator arrivals in seconds by seed
   * @param area under the rate up to a second
   * @param law share of the gaps, in units of the mean gap, that are shorter
   * @param seconds that a schedule takes
   */
  static Randomness of(
      LongFunction<double[]> generator,
      DoubleUnaryOperator area,
      DoubleUnaryOperator law,
      double seconds) {
    double[][] arrivals = LongStream.range(0, SEEDS).mapToObj(generator).toArray(double[][]::new);
    double[][] gaps = new double[SEEDS][];
    double[] dependence = new double[SEEDS];
    double[] counts = new double[SEEDS];
    for (int i = 0; i < SEEDS; i++) {
      double[] rescaled = Arrays.stream(arrivals[i]).map(area).toArray();
      double[] shares = new double[rescaled.length - 1];
      Arrays.setAll(shares, k -> law.applyAsDouble(rescaled[k + 1] - rescaled[k]));
      gaps[i] = shares;
      dependence[i] = ljungBox(shares);
      counts[i] = dispersion(inWindows(rescaled, area.applyAsDouble(seconds)));
    }
    return new Randomness(
        uniform(Arrays.stream(gaps).flatMapToDouble(Arrays::stream)),
        uniform(Arrays.stream(gaps).mapToDouble(one -> uniform(Arrays.stream(one)))),
        uniform(Arrays.stream(dependence)),
        uniform(Arrays.stream(counts)),
        dispersion(Arrays.stream(arrivals).mapToDouble(one -> one.length).toArray()),
        Math.min(
            uniform(Arrays.stream(arrivals).flatMapToDouble(Arrays::stream).map(t -> t % 1)),
            uniform(
                Arrays.stream(arrivals).flatMapToDouble(Arrays::stream).map(t -> t * 1000 % 1))));
  }

  private static double[] inWindows(double[] rescaled, double all) {
    double[] counts = new double[WINDOWS];
    for (double one : rescaled) {
      counts[(int) Math.min(WINDOWS - 1, one / all * WINDOWS)]++;
    }
    return counts;
  }

  /** Kolmogorov-Smirnov against the uniform law, with Stephens' correction for few values. */
  static double uniform(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    int n = sorted.length;
    double distance = 0;
    for (int i = 0; i < n; i++) {
      distance =
          Math.max(distance, Math.max(sorted[i] - (double) i / n, (i + 1.0) / n - sorted[i]));
    }
    double root = Math.sqrt(n);
    double x = (root + 0.12 + 0.11 / root) * distance;
    double p = 0;
    for (int k = 1; k <= 100; k++) {
      p += (k % 2 == 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x);
    }
    return x < 0.2 ? 1 : Math.max(0, Math.min(1, p));
  }

  /** Of too much scatter and of too little. */
  private static double dispersion(double[] counts) {
    double mean = Arrays.stream(counts).average().orElseThrow();
    double sum = Arrays.stream(counts).map(x -> (x - mean) * (x - mean)).sum();
    double share = new ChiSquaredDistribution(counts.length - 1).cumulativeProbability(sum / mean);
    return 2 * Math.min(share, 1 - share);
  }

  private static double ljungBox(double[] values) {
    int n = values.length;
    double mean = Arrays.stream(values).average().orElseThrow();
    double variance = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
    double sum = 0;
    for (int lag = 1; lag <= LAGS; lag++) {
      double product = 0;
      for (int i = lag; i < n; i++) {
        product += (values[i] - mean) * (values[i - lag] - mean);
      }
      sum += Math.pow(product / variance, 2) / (n - lag);
    }
    double statistic = n * (n + 2.0) * sum;
    return 1 - new ChiSquaredDistribution(LAGS).cumulativeProbability(statistic);
  }
}
