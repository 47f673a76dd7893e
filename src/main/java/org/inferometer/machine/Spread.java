package org.inferometer.machine;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Arrays;

/**
 * How a set of values is spread; all but {@code count} are absent when there are no values.
 *
 * @param mean of values that are errors, the bias
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Spread(int count, Double mean, Double p50, Double p99, Double max) {

  /** The spread of {@code values}, which are left as they are. */
  public static Spread of(double[] values) {
    if (values.length == 0) {
      return new Spread(0, null, null, null, null);
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Spread(
        sorted.length,
        Arrays.stream(sorted).average().orElseThrow(),
        Quantile.of(sorted, 0.5),
        Quantile.of(sorted, 0.99),
        sorted[sorted.length - 1]);
  }
}
