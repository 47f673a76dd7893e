package org.inferometer.server;

/** When things happened to one request, for the metrics. */
final class RequestTimes {
  private final long arrivedNanos = System.nanoTime();
  private long lastTokenNanos;
  private boolean first = true;

  /** A token is there. */
  void token(ServerMetrics metrics) {
    long now = System.nanoTime();
    if (first) {
      metrics.timeToFirstToken().observe(seconds(now - arrivedNanos));
    } else {
      metrics.interTokenLatency().observe(seconds(now - lastTokenNanos));
    }
    first = false;
    lastTokenNanos = now;
  }

  /** It runs now. */
  void started(ServerMetrics metrics) {
    metrics.queueTime().observe(seconds(System.nanoTime() - arrivedNanos));
  }

  /** It is done. */
  void ended(ServerMetrics metrics) {
    metrics.requestLatency().observe(seconds(System.nanoTime() - arrivedNanos));
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }
}
