package org.inferometer.record;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How an answer is asked for: whole ({@code sync}) or as a stream of events ({@code stream}). */
public enum Mode {
  @JsonProperty("sync")
  SYNC,
  @JsonProperty("stream")
  STREAM;

  /** The name used in scenarios, records and figures. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
