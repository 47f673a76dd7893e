package org.inferometer.standard;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What really happened to one request, by the server's own clock (the same monotonic clock as the
 * client's on one machine), as one JSON object a line of the server's log.
 *
 * @param id the request's {@code X-Request-Id}, or absent
 * @param arrival when the read that completed the request returned
 * @param begun when it began to be served; absent if it was given up while it waited
 * @param due when each token was due
 * @param before just before the write that completed the token
 * @param after just after it; tokens of one write share both
 * @param closed when the answer was complete, or the connection was gone
 * @param bodyBytes size of the request's body
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ServedRequest(
    String id,
    long arrival,
    Long begun,
    long[] due,
    long[] before,
    long[] after,
    long closed,
    long bodyBytes) {

  /** Tokens written. */
  public int tokens() {
    return before.length;
  }
}
