package org.inferometer.wire;

import java.time.Duration;

/** Deadlines in nanoseconds. */
record Limits(long connect, long head, long first, long token, long total) {
  static Limits of(Deadlines deadlines) {
    return new Limits(
        deadlines.connect().toNanos(),
        deadlines.head().toNanos(),
        deadlines.first().toNanos(),
        deadlines.token().toNanos(),
        deadlines.total().toNanos());
  }

  static String inWords(long nanos) {
    long millis = Duration.ofNanos(nanos).toMillis();
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }
}
