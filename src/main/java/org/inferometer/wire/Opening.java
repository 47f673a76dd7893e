package org.inferometer.wire;

import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.Executor;
import org.inferometer.link.TlsLink;
import org.inferometer.record.Outcome;

/**
 * How connections come to be ready for requests: a socket connects and, with TLS, shakes hands.
 * Only the I/O thread of its traffic may call it.
 */
final class Opening {
  private final Traffic traffic;
  private final Selector selector;
  private final Executor handshakes;

  /**
   * @param handshakes does what takes milliseconds, for which what arrives meanwhile would wait
   */
  Opening(Traffic traffic, Selector selector, Executor handshakes) {
    this.traffic = traffic;
    this.selector = selector;
    this.handshakes = handshakes;
  }

  /** Takes a connection that is being opened. */
  void begin(Connection connection) {
    try {
      connection.registered(
          connection.channel().register(selector, SelectionKey.OP_CONNECT, connection));
      if (connection.channel().isConnected()) {
        connected(connection);
      }
    } catch (IOException e) {
      traffic.cannotConnect(connection, Outcome.REFUSED, e.getMessage());
    } catch (ClosedSelectorException e) {
      traffic.cannotConnect(connection, Outcome.INCOMPLETE, Traffic.CLOSED);
    }
  }

  /** Does what the socket of a connection that is being opened has become ready for. */
  void goOn(Connection connection) {
    if (connection.channel().isConnected()) {
      shakeHands(connection);
      return;
    }
    try {
      connection.channel().finishConnect();
      connected(connection);
    } catch (IOException e) {
      traffic.cannotConnect(connection, Outcome.REFUSED, e.getMessage());
    }
  }

  private void connected(Connection connection) {
    if (connection.link() instanceof TlsLink) {
      shakeHands(connection);
    } else {
      ready(connection);
    }
  }

  private void ready(Connection connection) {
    connection.key().interestOps(SelectionKey.OP_READ);
    traffic.established(connection);
  }

  private void shakeHands(Connection connection) {
    TlsLink link = (TlsLink) connection.link();
    connection.key().interestOps(0);
    handshakes.execute(
        () -> {
          Runnable next;
          try {
            int interest = link.handshake();
            next = () -> shaken(connection, interest);
          } catch (IOException | RuntimeException e) {
            String why = Trust.why(e);
            next = () -> traffic.cannotConnect(connection, Outcome.REFUSED, why);
          }
          connection.io().submit(next);
        });
  }

  /** A handshake waits for {@code interest} of the socket; 0 when it is done. */
  private void shaken(Connection connection, int interest) {
    if (!connection.key().isValid()) {
      return;
    }
    if (interest == 0) {
      ready(connection);
    } else {
      connection.key().interestOps(interest);
    }
  }
}
