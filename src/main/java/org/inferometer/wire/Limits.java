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

  /** The shortest that an open connection has to keep. */
  long shortest() {
    return Math.min(Math.min(head, first), Math.min(token, total));
  }

  /** When {@code exchange}, as far as it has come, passes a deadline. */
  long next(LiveExchange exchange) {
    return Math.min(exchange.begun() + total, endOfPhase(exchange));
  }

  private long endOfPhase(LiveExchange exchange) {
    if (exchange.outgoing().mode() == Mode.SYNC || exchange.started() == LiveExchange.UNKNOWN) {
      return Long.MAX_VALUE;
    }
    if (!exchange.headCame()) {
      return exchange.started() + head;
    }
    return exchange.bodyBegun() ? lastRead(exchange) + token : exchange.started() + first;
  }

  /** Which deadline {@code exchange} has passed at {@code now}, in words, or null. */
  String overdue(LiveExchange exchange, long now) {
    if (now - exchange.begun() > total) {
      return "no end within " + inWords(total);
    }
    if (now <= endOfPhase(exchange)) {
      return null;
    }
    if (!exchange.headCame()) {
      return "no response head within " + inWords(head);
    }
    return exchange.bodyBegun()
        ? "nothing more for " + inWords(token)
        : "no first byte of the answer within " + inWords(first);
  }

  private static long lastRead(LiveExchange exchange) {
    Capture capture = exchange.capture();
    return capture.stamp(capture.reads() - 1);
  }
}
