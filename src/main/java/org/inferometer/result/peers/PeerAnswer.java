package org.inferometer.result.peers;

/**
 * What the peers' formulas know of an answer: times in milliseconds from its start. What is unknown
 * is NaN.
 *
 * @param ttft to the first content
 * @param latency to the last content
 * @param closeLatency to the end of the stream
 * @param tpot from the first content to the last by the tokens after the first
 */
public record PeerAnswer(
    double ttft,
    double latency,
    double closeLatency,
    double tpot,
    double promptTokens,
    double tokens) {}
