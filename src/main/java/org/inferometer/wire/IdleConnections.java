package org.inferometer.wire;

import java.util.ArrayDeque;

/** Open connections that carry nothing; the one used last is taken first. */
final class IdleConnections {
  private final ArrayDeque<Connection> idle = new ArrayDeque<>();

  synchronized void put(Connection connection) {
    idle.push(connection);
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
    while (next != null && !next.fresh()) {
      discard(next);
      next = poll();
    }
    return next;
  }

  /** Left to its I/O thread, which may just be told that the server has closed it. */
  private static void discard(Connection closed) {
    closed.io().submit(() -> closed.io().traffic().discard(closed));
  }
}
