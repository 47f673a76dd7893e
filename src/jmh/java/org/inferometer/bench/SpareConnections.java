package org.inferometer.bench;

import java.io.UncheckedIOException;
import java.util.concurrent.locks.LockSupport;
import org.inferometer.wire.Client;

/**
 * Keeps a number of connections idle, so that no request has to wait for one while more and more
 * are in flight. Where the server takes no more of them, requests open their own and tell of it.
 */
final class SpareConnections implements AutoCloseable {
  private static final long LOOK_EVERY_NANOS = 5_000_000;

  private final Client client;
  private final int spare;
  private final Thread thread = new Thread(this::open, "connections-ahead");
  private volatile boolean closed;

  SpareConnections(Client client, int spare) {
    this.client = client;
    this.spare = spare;
    thread.setDaemon(true);
    thread.start();
  }

  private void open() {
    try {
      while (!closed) {
        client.connect(spare);
        LockSupport.parkNanos(LOOK_EVERY_NANOS);
      }
    } catch (UncheckedIOException e) {
      // Whoever needs one more tells why there is none.
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
