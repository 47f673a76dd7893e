package org.inferometer.calibration;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.inferometer.machine.Spread;
import org.inferometer.wire.Way;

/**
 * The instrument's error at one point. Errors are what the client says minus what happened.
 *
 * @param way by which the client asked, see {@link Way#label}
 * @param requests on the client's record
 * @param failed requests whose outcome was not ok
 * @param unmatched requests of which the client saw other tokens than the server wrote
 * @param p2ftMillis error of P2FT
 * @param sendMillis part of it between the client's start and the arrival at the server
 * @param receiveMillis the other part, between the server's write of the first token and the
 *     client's stamp
 * @param lagMillis between the server's write and the client's stamp, of every token
 * @param itlMillis error of the gap between each token and the one before
 * @param tpotMillis error of TPOT
 * @param totalMillis error of the total latency
 * @param tokensPerSecond the client's count over the client's time
 * @param throughputErrorPercent that against the server's count over the server's time
 * @param offeredPercent load offered, of the load asked for; null where none was asked for
 * @param eventsPerRead content events a read that brought any
 * @param sharedReadsPercent share of these reads that brought more than one
 * @param cpuMicrosPerToken processor time of the client's whole process, decoding included; null
 *     where the client is another process, as is its memory
 * @param peakMemoryBytes peak of the client's resident memory while the load lasted
 * @param serverLatenessMillis real minus due time of the server's writes
 * @param serverCpuMicrosPerToken processor time of the server's thread; null where too little to
 *     tell
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PointResult(
    Point point,
    String way,
    int requests,
    int failed,
    int unmatched,
    ErrorSpread p2ftMillis,
    Spread sendMillis,
    Spread receiveMillis,
    Spread lagMillis,
    ErrorSpread itlMillis,
    ErrorSpread tpotMillis,
    ErrorSpread totalMillis,
    Double tokensPerSecond,
    Double throughputErrorPercent,
    Double offeredPercent,
    Double eventsPerRead,
    Double sharedReadsPercent,
    Double cpuMicrosPerToken,
    Long peakMemoryBytes,
    Spread serverLatenessMillis,
    Double serverCpuMicrosPerToken) {

  static PointResult of(
      Point point,
      Way way,
      Comparison comparison,
      Long clientCpuNanos,
      Long peakMemoryBytes,
      Spread lateness,
      long serverCpuNanos) {
    return new PointResult(
        point,
        way.label(),
        comparison.requests(),
        comparison.failed(),
        comparison.unmatched(),
        comparison.p2ftMillis(),
        comparison.sendMillis(),
        comparison.receiveMillis(),
        comparison.lagMillis(),
        comparison.itlMillis(),
        comparison.tpotMillis(),
        comparison.totalMillis(),
        known(comparison.tokensPerSecond()),
        known(comparison.throughputErrorPercent()),
        comparison.offeredPercent(point),
        known(comparison.eventsPerRead()),
        known(comparison.sharedReadsPercent()),
        microsPerToken(clientCpuNanos, comparison.tokens()),
        peakMemoryBytes,
        lateness,
        microsPerToken(serverCpuNanos, comparison.tokens()));
  }

  /** Null where it is none: what a server spends beside its answers is taken off by estimate. */
  static Double microsPerToken(Long cpuNanos, long tokens) {
    return cpuNanos == null || cpuNanos <= 0 || tokens == 0 ? null : cpuNanos / 1e3 / tokens;
  }

  private static Double known(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
