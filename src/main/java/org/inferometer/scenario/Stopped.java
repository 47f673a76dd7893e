package org.inferometer.scenario;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Why a cell was repeated so often.
 *
 * @param trial name of the cell
 * @param of what the ratio is of
 * @param repeats after which it ended
 * @param reached whether the interval is as narrow as asked for
 * @param reach how far it reaches to either side, 0.05 for 5 %; null where it was not reached
 * @param confidence of that interval: higher than 95 %, because it was looked at more than once and
 *     may be one of a family
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Stopped(
    String trial, String of, int repeats, boolean reached, Double reach, double confidence) {

  /** In one sentence. */
  @Override
  public String toString() {
    return reached
        ? "%s: the ratio of %s is known to %.1f %% after %d repeats (an interval of %.2f %%)"
            .formatted(trial, of, 100 * reach, repeats, 100 * confidence)
        : "%s: the ratio of %s is not known as well as asked for after %d repeats"
            .formatted(trial, of, repeats);
  }
}
