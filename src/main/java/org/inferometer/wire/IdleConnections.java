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
      next.close();
      next = poll();
    }
    return next;
  }
}
