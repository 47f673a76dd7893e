package org.inferometer.result.peers;

/**
 * What the peers' formulas know of an answer: times in milliseconds from its start. What is unknown
 * is NaN.
 *
 * @param ttft to the first content
 * @param latency to the last content
 * @param closeLatency to the end of the stream
 */
public record PeerAnswer(
    double ttft, double latency, double closeLatency, double promptTokens, double tokens) {

  /**
   * From the first content to the last by the tokens after the first; NaN with fewer than two. They
   * all divide by tokens, however few reads brought these: 0 where one did.
   */
  double tpot() {
    return tokens < 2 ? Double.NaN : (latency - ttft) / (tokens - 1);
  }
}
