package org.inferometer.load;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Requests that are given up before their answers have ended, as by users who leave: part of the
 * load, and of no latency or failure rate.
 *
 * @param share of the requests that are, above 0 and below 1
 * @param after how long after its start, connecting included, one of them is; null where tokens are
 *     counted
 * @param afterTokens how many tokens of its answer come first; null where the time counts
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Cancel(
    double share, Duration after, @JsonProperty("after_tokens") Integer afterTokens) {

  /**
   * Whether the request at {@code place} of a trial's sequence is one of them: the same for every
   * stack.
   *
   * @param seed origin of the trial's random choices
   */
  public boolean chooses(long seed, long place) {
    long drawn = new SplittableRandom(seed).nextLong() + place;
    return new SplittableRandom(drawn).nextDouble() < share;
  }

  /** Such as {@code 10 % after 20 tokens}. */
  @Override
  public String toString() {
    String when = after == null ? afterTokens + " tokens" : after.toMillis() + " ms";
    return String.format(Locale.ROOT, "%.3g %% after %s", 100 * share, when);
  }
}
