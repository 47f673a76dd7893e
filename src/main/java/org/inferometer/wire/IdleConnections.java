package org.inferometer.wire;

import java.util.ArrayDeque;
import org.inferometer.machine.Clock;

/**
 * Open connections that carry nothing; the one used last is taken first. A server that closes
 * connections right after its answers, without having said so, is found out by the first ones: from
 * then on each request gets a connection of its own, so that none is sent into a closing one.
 */
final class IdleConnections {
  private final ArrayDeque<Connection> idle = new ArrayDeque<>();
  private volatile boolean keptByServer = true;

  synchronized void put(Connection connection) {
    idle.push(connection);
  }

  /** Takes a connection after an answer. */
  void putBack(Connection connection) {
    if (keptByServer) {
      put(connection);
    } else {
      discard(connection);
    }
  }

  /** The server has closed {@code connection}, on which no answer was under way. */
  void closed(Connection connection, long now) {
    if (connection.answeredJustNow(now)) {
      keptByServer = false;
    }
  }

  synchronized void remove(Connection connection) {
    idle.remove(connection);
  }

  synchronized int size() {
    return idle.size();
  }

  private synchronized Connection poll() {
    return idle.poll();
  }

  /** A connection that the server has not closed meanwhile, or null. */
  Connection take() {
    Connection next = poll();
    while (next != null && !usable(next)) {
      discard(next);
      next = poll();
    }
    return next;
  }

  private boolean usable(Connection connection) {
    boolean fresh = connection.fresh();
    if (!fresh) {
      closed(connection, Clock.nanos());
    }
    return fresh && (keptByServer || !connection.hasAnswered());
  }

  /** Left to its I/O thread, which may just be told that the server has closed it. */
  private static void discard(Connection closed) {
    closed.io().submit(() -> closed.io().traffic().discard(closed));
  }
}
