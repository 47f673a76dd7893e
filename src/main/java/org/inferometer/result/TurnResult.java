package org.inferometer.result;

import java.util.Map;

/**
 * One turn of the conversations of a trial, all repeats together.
 *
 * @param number from 1
 * @param requests measured ones of that turn
 * @param failed those of them that did not end ok, and with which their conversations ended
 * @param means of the latencies and lengths of those that did, of the prompts that all stacks
 *     answered; see {@link TrialResult#estimate}
 * @param cached share of their prompt tokens that the server took from a cache, by its own count;
 *     absent where it does not tell
 * @param earlier share of their prompt tokens that the server had seen before: see {@link Earlier}
 */
public record TurnResult(
    int number,
    long requests,
    long failed,
    Map<Metric, Estimate> means,
    Estimate cached,
    Estimate earlier) {

  /** The mean of {@code metric}; absent if undefined. */
  public Estimate mean(Metric metric) {
    return means.getOrDefault(metric, Estimate.ABSENT);
  }
}
