package org.inferometer.record;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a token count comes from, best first. */
public enum TokenSource {
  /** The server's final {@code usage}. */
  @JsonProperty("usage")
  USAGE,
  /** Counts carried by the stream's events: continuous usage, token ids, Triton's token numbers. */
  @JsonProperty("chunk_usage")
  CHUNK_USAGE,
  /** Counted with a local {@code tokenizer.json} after the run. */
  @JsonProperty("tokenizer")
  TOKENIZER,
  /** One per content event: an estimate, and flagged as one wherever it is shown. */
  @JsonProperty("events")
  EVENTS
}
