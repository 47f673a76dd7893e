package org.inferometer.result;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * One telemetry reading over the whole run.
 *
 * @param source {@code host}, {@code stack:<name>} or {@code gpu:<index>}
 * @param name of the reading, with its unit
 * @param seconds times of the readings, in seconds since the run's first request (negative before)
 * @param values the readings
 */
public record SampleSeries(String source, String name, double[] seconds, double[] values) {
  /** The value at a time, between two readings in proportion; NaN before and after all. */
  public double at(double second) {
    int found = Arrays.binarySearch(seconds, second);
    int next = found < 0 ? -found - 1 : found;
    if (found >= 0) {
      return values[found];
    }
    if (next == 0 || next == seconds.length) {
      return Double.NaN;
    }
    double share = (second - seconds[next - 1]) / (seconds[next] - seconds[next - 1]);
    return values[next - 1] + share * (values[next] - values[next - 1]);
  }

  /** The largest reading between two times; NaN without any. */
  public double most(double from, double to) {
    return IntStream.range(0, seconds.length)
        .filter(i -> from <= seconds[i] && seconds[i] <= to)
        .mapToDouble(i -> values[i])
        .max()
        .orElse(Double.NaN);
  }
}
