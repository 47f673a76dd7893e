package org.inferometer.server;

/** When things happened to one request, for the metrics. */
final class RequestTimes {
  private final long arrivedNanos = System.nanoTime();
  private long startedNanos;
  private long firstTokenNanos;
  private long lastTokenNanos;
  private boolean first = true;

  /** A token is there. */
  void token(ServerMetrics metrics) {
    long now = System.nanoTime();
    if (first) {
      metrics.timeToFirstToken().observe(seconds(now - arrivedNanos));
      metrics.prefillTime().observe(seconds(now - startedNanos));
      firstTokenNanos = now;
    } else {
      metrics.interTokenLatency().observe(seconds(now - lastTokenNanos));
    }
    first = false;
    lastTokenNanos = now;
  }

  /** It runs now. */
  void started(ServerMetrics metrics) {
    startedNanos = System.nanoTime();
    metrics.queueTime().observe(seconds(startedNanos - arrivedNanos));
  }

  /** It is done. */
  void ended(ServerMetrics metrics) {
    metrics.requestLatency().observe(seconds(System.nanoTime() - arrivedNanos));
    if (!first) {
      metrics.decodeTime().observe(seconds(lastTokenNanos - firstTokenNanos));
    }
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }
}
