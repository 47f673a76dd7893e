package org.inferometer.record;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a request ended; exactly one per request. Only {@link #OK} enters latency statistics. */
public enum Outcome {
  /** A complete answer with content. */
  @JsonProperty("ok")
  OK,
  /** The server answered with a status other than 200. */
  @JsonProperty("http_error")
  HTTP_ERROR,
  /** Nobody listens at the address. */
  @JsonProperty("refused")
  REFUSED,
  /** The connection was not established in time. */
  @JsonProperty("connect_timeout")
  CONNECT_TIMEOUT,
  /** A deadline passed; {@link FailurePhase} says where. */
  @JsonProperty("timeout")
  TIMEOUT,
  /** The connection was lost. */
  @JsonProperty("reset")
  RESET,
  /** The server reported an error inside an answer of status 200. */
  @JsonProperty("stream_error")
  STREAM_ERROR,
  /** The stream ended without the terminator or finish reason that the protocol promises. */
  @JsonProperty("truncated")
  TRUNCATED,
  /** Bytes that the protocol does not allow, or more of them than the client accepts. */
  @JsonProperty("malformed")
  MALFORMED,
  /** Status 200 and a proper end, but no content, or none that can be told from the events. */
  @JsonProperty("empty")
  EMPTY,
  /** Ended by the client itself. */
  @JsonProperty("cancelled")
  CANCELLED,
  /** The run ended before the answer did. */
  @JsonProperty("incomplete")
  INCOMPLETE;

  /** Whether that is the stack's fault: neither answered nor given up by the client. */
  public boolean isFailure() {
    return this != OK && this != CANCELLED;
  }
}
