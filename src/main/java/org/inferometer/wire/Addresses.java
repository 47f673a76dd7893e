package org.inferometer.wire;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Where an endpoint can be reached: its host's addresses, of which one is used. */
final class Addresses {
  private final InetAddress[] known;
  private final int port;
  private volatile InetSocketAddress chosen;

  /**
   * @throws UncheckedIOException when the host is unknown
   */
  Addresses(Endpoint endpoint) {
    try {
      known = InetAddress.getAllByName(endpoint.base().getHost());
    } catch (UnknownHostException e) {
      throw new UncheckedIOException(
          "unknown host in " + endpoint.base() + "; is the URL right?", e);
    }
    port = endpoint.port();
    chosen = new InetSocketAddress(known[0], port);
  }

  /** The address to connect to. */
  InetSocketAddress chosen() {
    return chosen;
  }

  /**
   * Stays with the first address where {@code attempt} does not fail.
   *
   * @throws UncheckedIOException the last attempt's, when each fails
   */
  void choose(Runnable attempt) {
    for (int i = 0; ; i++) {
      chosen = new InetSocketAddress(known[i], port);
      try {
        attempt.run();
        return;
      } catch (UncheckedIOException e) {
        if (i + 1 == known.length) {
          throw e;
        }
      }
    }
  }
}
