package org.inferometer.scenario;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Why a cell was repeated so often.
 *
 * @param tenant whose slowdown was looked at; null where stacks were held against each other
 * @param trial name of the cell
 * @param of what was looked at
 * @param repeats after which it ended
 * @param reached whether what was asked for is reached
 * @param reach how far the interval of the ratio or slowdown reaches to either side, or by how much
 *     the last repeats differ, 0.05 for 5 %; null where that is not what was asked for
 * @param confidence of the interval: higher than 95 %, because it was looked at more than once and
 *     may be one of a family; null where repeats had to agree
 * @param windows how many repeats had to agree; null where an interval had to be narrow
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Stopped(
    String tenant,
    String trial,
    String of,
    int repeats,
    boolean reached,
    Double reach,
    Double confidence,
    Integer windows) {

  /** Of an interval. */
  public static Stopped narrow(
      String tenant, String trial, String of, int repeats, Double reach, double confidence) {
    return new Stopped(tenant, trial, of, repeats, reach != null, reach, confidence, null);
  }

  /** Of repeats that had to agree. */
  public static Stopped stable(String trial, String of, int repeats, Double reach, int windows) {
    return new Stopped(null, trial, of, repeats, reach != null, reach, null, windows);
  }

  /** In one sentence. */
  @Override
  public String toString() {
    if (windows != null) {
      return reached
          ? "%s: the last %d of %d repeats differ by %.1f %% at most in %s"
              .formatted(trial, windows, repeats, 100 * reach, of)
          : "%s: the last %d of %d repeats are not as steady as asked for in %s"
              .formatted(trial, windows, repeats, of);
    }
    String what =
        tenant == null
            ? "%s: the ratio of %s".formatted(trial, of)
            : "%s, %s: the slowdown of %s".formatted(tenant, trial, of);
    return reached
        ? "%s is known to %.1f %% after %d repeats (an interval of %.2f %%)"
            .formatted(what, 100 * reach, repeats, 100 * confidence)
        : "%s is not known as well as asked for after %d repeats".formatted(what, repeats);
  }
}
