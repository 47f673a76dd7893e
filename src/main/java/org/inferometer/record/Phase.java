package org.inferometer.record;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a request was for. Only {@link #MEASURED} requests enter per-request statistics. */
public enum Phase {
  /** Counted by the harness as an operation of a measurement iteration. */
  @JsonProperty("measured")
  MEASURED,
  /** Sent in a warm-up iteration. */
  @JsonProperty("warmup")
  WARMUP,
  /**
   * Sent to keep the load constant at the edges of a measurement iteration, while other threads
   * have not started or not finished. Its tokens belong to the load, the request to no statistic.
   */
  @JsonProperty("edge")
  EDGE
}
