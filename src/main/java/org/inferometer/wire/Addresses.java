package org.inferometer.wire;

import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Where an endpoint can be reached: its host's addresses, of which one is used, and connections
 * opened there beforehand.
 */
final class Addresses {
  private static final int OPENED_AT_ONCE = 16;

  private final Endpoint endpoint;
  private final InetAddress[] known;
  private volatile InetSocketAddress chosen;

  /**
   * @throws UncheckedIOException when the host is unknown
   */
  Addresses(Endpoint endpoint) {
    this.endpoint = endpoint;
    try {
      known = InetAddress.getAllByName(endpoint.address().host());
    } catch (UnknownHostException e) {
      throw new UncheckedIOException(
          "unknown host in " + endpoint.address() + "; is the URL right?", e);
    }
    chosen = new InetSocketAddress(known[0], endpoint.address().effectivePort());
  }

  /** The address to connect to. */
  InetSocketAddress chosen() {
    return chosen;
  }

  /**
   * Opens connections beforehand, a few at a time, to the first address that takes one.
   *
   * @param missing how many; none if it is not above 0
   * @param opening begins to connect to the address {@link #chosen}
   * @param opened takes each connection
   * @throws UncheckedIOException naming the URL when one cannot be opened
   */
  <C> void open(int missing, Supplier<CompletableFuture<C>> opening, Consumer<C> opened) {
    if (missing < 1) {
      return;
    }
    choose(() -> opened.accept(await(opening.get())));
    Deque<CompletableFuture<C>> pending = new ArrayDeque<>();
    for (int left = missing - 1; left > 0; left--) {
      if (pending.size() == OPENED_AT_ONCE) {
        opened.accept(await(pending.remove()));
      }
      pending.add(opening.get());
    }
    pending.forEach(one -> opened.accept(await(one)));
  }

  private void choose(Runnable attempt) {
    for (int i = 0; ; i++) {
      chosen = new InetSocketAddress(known[i], endpoint.address().effectivePort());
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

  private <C> C await(CompletableFuture<C> opening) {
    try {
      return opening.get();
    } catch (ExecutionException e) {
      throw unreachable(Trust.why(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable("interrupted");
    }
  }

  private UncheckedIOException unreachable(String why) {
    String message =
        "cannot connect to " + endpoint.address() + " (" + why + "); is the server running there?";
    return new UncheckedIOException(message, new ConnectException(message));
  }
}
