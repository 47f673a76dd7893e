package org.inferometer.calibration;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Arrays;
import org.inferometer.machine.Spread;

/**
 * How wrong a set of values is, in milliseconds: what the client says minus what happened.
 *
 * @param bias mean of the errors, with their signs
 * @param mean mean of their sizes
 * @param p50 median of their sizes, and so on
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ErrorSpread(int count, Double bias, Double mean, Double p50, Double p99, Double max) {

  /** The spread of {@code errors} with signs. */
  static ErrorSpread of(double[] errors) {
    Spread signed = Spread.of(errors);
    Spread sizes = Spread.of(Arrays.stream(errors).map(Math::abs).toArray());
    return new ErrorSpread(
        signed.count(), signed.mean(), sizes.mean(), sizes.p50(), sizes.p99(), sizes.max());
  }
}
