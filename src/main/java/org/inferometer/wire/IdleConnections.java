package org.inferometer.wire;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.inferometer.machine.Clock;

/**
 * Open connections that carry nothing; the one used last is taken first. A server that closes
 * connections right after its answers, without having said so, is found out by the first ones: from
 * then on each request gets a connection of its own, so that none is sent into a closing one.
 *
 * <p>Without locks: the thread that reads would wait for all of a thousand that want one, too.
 */
final class IdleConnections {
  private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean keptByServer = true;

  void put(Connection connection) {
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

  void remove(Connection connection) {
    idle.remove(connection);
  }

  int size() {
    return idle.size();
  }

  /** A connection that the server has not closed meanwhile, or null. */
  Connection take() {
    Connection next = idle.poll();
    while (next != null && !usable(next)) {
      discard(next);
      next = idle.poll();
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
