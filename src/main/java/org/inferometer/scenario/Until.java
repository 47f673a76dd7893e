package org.inferometer.scenario;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** When a cell has been repeated often enough. */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({@JsonSubTypes.Type(Until.Narrow.class), @JsonSubTypes.Type(Until.Stable.class)})
public sealed interface Until {
  /** Repeats after which a cell is given up. */
  int atMost();

  /**
   * When the ratio of two stacks is known well enough, or the slowdown of each tenant of a set.
   *
   * @param interval how far its interval may reach to either side: 0.05 for 5 %
   * @param of what the ratio is of, such as {@code p2ft}; in cells that have no such metric it is
   *     the total latency
   */
  record Narrow(double interval, String of, @JsonProperty("at_most") int atMost) implements Until {}

  /**
   * When the last repeats agree in request throughput and total latency, perf_analyzer's rule: of
   * each, the largest is at most so much above the smallest.
   *
   * @param stable how much: 0.1 for 10 %
   * @param windows how many repeats have to agree
   * @param percentile of the latency, such as {@code p95}; null for its mean
   */
  record Stable(double stable, int windows, String percentile, @JsonProperty("at_most") int atMost)
      implements Until {}
}
