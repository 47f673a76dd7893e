package org.inferometer.record;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How far a request had come when it failed. */
public enum FailurePhase {
  /** No connection yet. */
  @JsonProperty("connect")
  CONNECT,
  /** Connected, no response head yet. */
  @JsonProperty("before_head")
  BEFORE_HEAD,
  /** Response head seen, no generated content yet. */
  @JsonProperty("before_first")
  BEFORE_FIRST,
  /** Some content seen, more was to come. */
  @JsonProperty("between_tokens")
  BETWEEN_TOKENS
}
