package org.inferometer.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.inferometer.link.Link;
import org.inferometer.machine.Clock;
import org.inferometer.record.Outcome;

/**
 * What happens on the connections of one I/O thread. Per read it takes one time stamp, keeps the
 * bytes and looks whether the answer is complete; nothing is parsed, locked or allocated for an
 * event. Only its I/O thread may call it.
 */
final class Traffic {
  private static final int READ_BYTES = 256 << 10;
  private static final int WRITE_BYTES = 256 << 10;

  /** So few connections are looked after at once that what is just arriving hardly waits. */
  private static final int AT_ONCE = 64;

  static final String CLOSED = "the client was closed";
  private static final String CUT =
      "the server closed the connection without saying so over TLS (close_notify), and only that"
          + " would be the end of this answer";

  private final Opening opening;
  private final IdleConnections idle;
  private final AtomicInteger inFlight;
  private final Limits limits;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);

  /** All connections, the one that has to be looked after next in front. */
  private final Queue<Connection> connections =
      new PriorityQueue<>(Comparator.comparingLong(Connection::dueForWatch));

  Traffic(
      Selector selector,
      IdleConnections idle,
      AtomicInteger inFlight,
      Limits limits,
      Executor handshakes) {
    this.opening = new Opening(this, selector, handshakes);
    this.idle = idle;
    this.inFlight = inFlight;
    this.limits = limits;
  }

  /**
   * Does what a connection is ready for. Should this client itself stumble over an answer, only
   * that answer is lost.
   */
  void ready(SelectionKey key) {
    Connection connection = (Connection) key.attachment();
    try {
      ready(key, connection);
    } catch (RuntimeException | OutOfMemoryError e) {
      SocketExchange exchange = connection.exchange();
      discard(connection);
      if (exchange != null && !exchange.ended()) {
        ended(exchange, Clock.nanos(), Outcome.MALFORMED, "the client could not read it: " + e);
      }
    }
  }

  private void ready(SelectionKey key, Connection connection) {
    int operations = key.readyOps();
    if (!connection.isEstablished()) {
      opening.goOn(connection);
      return;
    }
    if ((operations & SelectionKey.OP_READ) != 0) {
      read(connection);
    }
    if (key.isValid() && (operations & SelectionKey.OP_WRITE) != 0) {
      write(connection, connection.unsent());
    }
  }

  private void read(Connection connection) {
    Link link = connection.link();
    int count;
    IOException problem = null;
    try {
      count = link.read(buffer.clear());
    } catch (IOException e) {
      count = -1;
      problem = e;
    }
    long now = link.readAt();
    SocketExchange exchange = connection.exchange();
    if (exchange == null) {
      if (count != 0) {
        discardIdle(connection, now);
      }
    } else if (count > 0) {
      exchange.received(buffer.flip(), now);
      settle(connection, exchange, now);
      if (link.over() && connection.exchange() == exchange) {
        read(connection);
      }
    } else if (problem != null) {
      fail(connection, exchange, now, Outcome.RESET, "connection lost: " + problem.getMessage());
    } else if (count < 0) {
      closed(connection, exchange, now);
    }
  }

  private void closed(Connection connection, SocketExchange exchange, long now) {
    Framing framing = exchange.framing();
    if (framing.failureAtClose() == null && connection.link().cut()) {
      fail(connection, exchange, now, Outcome.TRUNCATED, CUT);
    } else {
      fail(connection, exchange, now, framing.failureAtClose(), framing.reasonAtClose());
    }
  }

  private void settle(Connection connection, SocketExchange exchange, long now) {
    Framing framing = exchange.framing();
    if (framing.complete()) {
      if (!framing.reusable() || connection.unsent() != null || connection.link().over()) {
        discard(connection);
      } else if (connection.answered()) {
        idle.putBack(connection);
      }
      ended(exchange, now, null, null);
    } else if (framing.problem() != null) {
      fail(connection, exchange, now, Outcome.MALFORMED, framing.problem());
    } else if (exchange.tooLarge()) {
      String reason = "an answer of more than " + exchange.maxBytes() + " bytes";
      fail(connection, exchange, now, Outcome.MALFORMED, reason);
    }
  }

  /** The server has ended an idle connection, or sent what nobody asked for. */
  private void discardIdle(Connection connection, long now) {
    idle.closed(connection, now);
    connections.remove(connection);
    idle.remove(connection);
    connection.close();
    SocketExchange justStarted = connection.exchange();
    if (justStarted != null) {
      String reason = "the server closed the connection when the request was sent";
      fail(connection, justStarted, now, Outcome.RESET, reason);
    }
  }

  void discard(Connection connection) {
    connection.detach();
    connections.remove(connection);
    connection.close();
  }

  private void fail(
      Connection connection, SocketExchange exchange, long now, Outcome why, String reason) {
    discard(connection);
    if (why == Outcome.RESET && exchange.capture().length() == 0) {
      idle.closed(connection, now);
      ended(exchange, now, why, LiveExchange.LOST_BEFORE + reason);
    } else {
      ended(exchange, now, why, reason);
    }
  }

  private void ended(SocketExchange exchange, long now, Outcome why, String reason) {
    inFlight.decrementAndGet();
    exchange.end(now, why, reason);
  }

  /** Takes over a request that did not fit into the socket. */
  void continueWriting(Connection connection, SocketExchange exchange, ByteBuffer request) {
    if (connection.exchange() == exchange) {
      write(connection, request);
    } else {
      discard(connection);
    }
  }

  private void write(Connection connection, ByteBuffer request) {
    SocketExchange exchange = connection.exchange();
    try {
      if (connection.writeOn(request, WRITE_BYTES)) {
        connection.key().interestOpsAnd(~SelectionKey.OP_WRITE);
      } else {
        connection.key().interestOpsOr(SelectionKey.OP_WRITE);
      }
    } catch (IOException e) {
      lost(connection, exchange, e);
    }
  }

  /** A request cannot be sent to its end; what the server said before it left is heard first. */
  void lost(Connection connection, SocketExchange exchange, IOException why) {
    int heard = -1;
    while (connection.exchange() == exchange && exchange.capture().length() > heard) {
      heard = exchange.capture().length();
      read(connection);
    }
    if (connection.exchange() == exchange) {
      String reason = "connection lost while sending: " + why.getMessage();
      fail(connection, exchange, Clock.nanos(), Outcome.RESET, reason);
    }
  }

  void cancel(Connection connection, SocketExchange exchange) {
    if (connection.exchange() == exchange) {
      fail(connection, exchange, Clock.nanos(), Outcome.CANCELLED, "cancelled by the client");
    }
  }

  /** Takes a connection that is being opened. */
  void add(Connection connection) {
    look(connection, connection.created());
    opening.begin(connection);
  }

  /** A connection is open, and ready for requests. */
  void established(Connection connection) {
    long now = Clock.nanos();
    SocketExchange exchange = connection.exchange();
    connection.established();
    if (exchange == null) {
      idle.put(connection);
      connection.opening().complete(connection);
    } else {
      exchange.connectedAt(now);
      ByteBuffer request = exchange.outgoing().whole();
      connection.link().prepare(request);
      exchange.startedAt(Clock.nanos());
      write(connection, request);
    }
  }

  void cannotConnect(Connection connection, Outcome outcome, String reason) {
    SocketExchange exchange = connection.exchange();
    discard(connection);
    if (exchange == null) {
      connection.opening().completeExceptionally(new IOException(reason));
    } else {
      ended(exchange, Clock.nanos(), outcome, "cannot connect: " + reason);
    }
  }

  /**
   * Ends what has passed a deadline. A connection is looked at when its exchange could have passed
   * one, and no later than the shortest deadline after it was looked at before, because an exchange
   * or a phase that has begun since ends no sooner. Looking at all of them now and then would cost
   * 0.4 ms for 1024 connections, which what arrives meanwhile would wait.
   */
  void watch(long now) {
    for (int i = 0; i < AT_ONCE && nanosToWatch(now) <= 0; i++) {
      Connection connection = connections.poll();
      if (!endOverdue(connection, now)) {
        look(connection, now);
      }
    }
  }

  /** How long {@link #watch} has nothing to do; for ever where there is no connection. */
  long nanosToWatch(long now) {
    Connection next = connections.peek();
    return next == null ? Long.MAX_VALUE : next.dueForWatch() - now;
  }

  private void look(Connection connection, long now) {
    SocketExchange exchange = connection.exchange();
    long due = now + limits.shortest();
    if (!connection.isEstablished()) {
      due = Math.min(due, connection.created() + limits.connect());
    }
    if (exchange != null) {
      due = Math.min(due, limits.next(exchange));
    }
    connection.watchAt(due);
    connections.add(connection);
  }

  private boolean endOverdue(Connection connection, long now) {
    SocketExchange exchange = connection.exchange();
    if (!connection.isEstablished() && now - connection.created() > limits.connect()) {
      String reason = "not within " + Limits.inWords(limits.connect());
      cannotConnect(connection, Outcome.CONNECT_TIMEOUT, reason);
      return true;
    }
    String overdue = exchange == null ? null : limits.overdue(exchange, now);
    if (overdue != null) {
      fail(connection, exchange, now, Outcome.TIMEOUT, overdue);
    }
    return overdue != null;
  }

  /** Ends everything that is under way as {@code incomplete}. */
  void endAll(long now) {
    for (Connection connection : List.copyOf(connections)) {
      SocketExchange exchange = connection.exchange();
      discard(connection);
      if (exchange != null) {
        ended(exchange, now, Outcome.INCOMPLETE, CLOSED);
      } else {
        connection.opening().completeExceptionally(new IOException(CLOSED));
      }
    }
  }
}
