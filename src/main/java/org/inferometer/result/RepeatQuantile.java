package org.inferometer.result;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.inferometer.machine.Quantile;

/**
 * A quantile of the union of several repeats, each taken any number of times: what a bootstrap over
 * repeats asks ten thousand times. Whatever the numbers, the answer lies between the smallest and
 * the largest quantile of the single repeats, so only values in between are kept.
 */
final class RepeatQuantile implements ToDoubleFunction<int[]> {
  private final double probability;
  private final long[] sizes;
  private final long[] below;

  /** All values in between, ascending, and how many up to each one are of each repeat. */
  private final double[] values;

  private final int[][] upTo;

  RepeatQuantile(List<Sample> repeats, double probability) {
    this.probability = probability;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Sample one : repeats) {
      if (one.size() > 0) {
        double h = (one.size() - 1) * probability;
        low = Math.min(low, one.select((long) h));
        high = Math.max(high, one.select(Math.min(one.size() - 1, (long) Math.ceil(h) + 1)));
      }
    }
    sizes = repeats.stream().mapToLong(Sample::size).toArray();
    below = new long[sizes.length];
    double[][] between = new double[sizes.length][];
    for (int i = 0; i < sizes.length; i++) {
      between[i] = repeats.get(i).between(low, high);
      below[i] = repeats.get(i).below(low);
    }
    values = Arrays.stream(between).flatMapToDouble(Arrays::stream).sorted().toArray();
    upTo = new int[sizes.length][values.length];
    for (int i = 0; i < sizes.length; i++) {
      int count = 0;
      for (int k = 0; k < values.length; k++) {
        while (count < between[i].length && between[i][count] <= values[k]) {
          count++;
        }
        upTo[i][k] = count;
      }
    }
  }

  /** The quantile of the union in which repeat i occurs {@code times[i]} times. */
  @Override
  public double applyAsDouble(int[] times) {
    long all = 0;
    for (int i = 0; i < times.length; i++) {
      all += times[i] * sizes[i];
    }
    if (all == 0) {
      return Double.NaN;
    }
    return Quantile.of(all, probability, place -> select(times, place));
  }

  private double select(int[] times, long k) {
    int low = 0;
    int high = values.length - 1;
    while (low < high) {
      int middle = low + high >>> 1;
      long atMost = 0;
      for (int i = 0; i < times.length; i++) {
        atMost += times[i] * (below[i] + upTo[i][middle]);
      }
      if (atMost > k) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return values[low];
  }
}
