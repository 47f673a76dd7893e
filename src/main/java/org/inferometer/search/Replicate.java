package org.inferometer.search;

import java.util.List;

/**
 * What a load did once: an independent measurement with a seed of its own, on a stack that was idle
 * before.
 *
 * @param met of each target, in the order of the goals, the share of all requests that met it: what
 *     failed, was cut off or came to no end met none. A latency is one from schedule, which no
 *     client that falls behind can make look better
 * @param goodput requests that met all targets, per second
 * @param stopped why it ended before its time, such as a backlog that grows; null if it did not. At
 *     such a load there is no steady state, and nothing is asked of it again
 */
public record Replicate(List<Double> met, double goodput, String stopped) {

  public Replicate {
    met = List.copyOf(met);
  }
}
