package org.inferometer.wire;

import java.time.Duration;
import org.inferometer.record.Mode;

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

  /** Which deadline {@code exchange} has passed at {@code now}, in words, or null. */
  String overdue(LiveExchange exchange, long now) {
    if (now - exchange.started() > total) {
      return "no end within " + inWords(total);
    }
    if (exchange.outgoing().mode() == Mode.SYNC) {
      return null;
    }
    if (!exchange.headCame()) {
      return now - exchange.started() > head ? "no response head within " + inWords(head) : null;
    }
    if (!exchange.bodyBegun()) {
      return now - exchange.started() > first
          ? "no first byte of the answer within " + inWords(first)
          : null;
    }
    Capture capture = exchange.capture();
    return now - capture.stamp(capture.reads() - 1) > token
        ? "nothing more for " + inWords(token)
        : null;
  }
}
