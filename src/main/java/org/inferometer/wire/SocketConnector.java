package org.inferometer.wire;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.inferometer.link.Link;
import org.inferometer.link.PlainLink;
import org.inferometer.link.TlsLink;
import org.inferometer.machine.Clock;
import org.inferometer.record.Labels;
import org.inferometer.record.Outcome;

/**
 * Sockets of our own, bare or with TLS over them: requests are written by whoever starts them,
 * answers read by a thread of its own.
 */
final class SocketConnector implements Connector {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  /** Answers to be kept at once: the next one comes while one is still to be decoded. */
  private static final int PER_CONNECTION = 2;

  private final Endpoint endpoint;
  private final ClientSettings settings;
  private final Addresses addresses;
  private final CapturePool captures;
  private final IdleConnections idle = new IdleConnections();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final ClientTls tls;
  private final ExecutorService handshakes;
  private final IoThread io;
  private volatile boolean closed;

  SocketConnector(Endpoint endpoint, ClientSettings settings) {
    this.endpoint = endpoint;
    this.settings = settings;
    this.captures = new CapturePool(Math.max(16, PER_CONNECTION * settings.connections()));
    this.addresses = new Addresses(endpoint);
    this.tls = endpoint.address().secure() ? new ClientTls(endpoint) : null;
    this.handshakes =
        Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(), SocketConnector::daemon);
    String name = "inferometer-io-" + NUMBER.incrementAndGet();
    io = new IoThread(name, idle, inFlight, settings.deadlines(), handshakes);
    io.start();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "inferometer-tls");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public int connect(int connections) {
    addresses.open(connections - idle.size(), this::open, kept -> {});
    return idle.size();
  }

  @Override
  public void reserve(int answers, Outgoing like) {
    captures.fill(PER_CONNECTION * answers, like.expectedEvents());
  }

  private CompletableFuture<Connection> open() {
    try {
      Connection connection = newConnection();
      try {
        connection.channel().connect(addresses.chosen());
      } catch (IOException e) {
        connection.close();
        throw e;
      }
      connection.io().submit(() -> connection.io().traffic().add(connection));
      return connection.opening();
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Connection newConnection() throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    Link link = tls == null ? new PlainLink(channel) : new TlsLink(channel, tls.engine());
    return new Connection(link, io, idle);
  }

  @Override
  public Exchange start(Outgoing outgoing, Labels labels, long scheduledNanos) {
    if (closed) {
      throw new IllegalStateException("the client for " + endpoint.address() + " is closed");
    }
    SocketExchange exchange =
        new SocketExchange(
            outgoing,
            labels,
            captures,
            scheduledNanos,
            inFlight.incrementAndGet(),
            settings.maxResponseBytes());
    Connection connection = idle.take();
    if (connection == null) {
      openFor(exchange);
    } else {
      exchange.over(connection);
      connection.begin(exchange);
    }
    return exchange;
  }

  private void openFor(SocketExchange exchange) {
    Connection connection = null;
    try {
      connection = newConnection();
      connection.reserve(exchange);
      exchange.over(connection);
      exchange.connectingAt(Clock.nanos());
      connection.channel().connect(addresses.chosen());
      Connection opening = connection;
      opening.io().submit(() -> opening.io().traffic().add(opening));
    } catch (IOException e) {
      if (connection != null) {
        connection.close();
      }
      inFlight.decrementAndGet();
      exchange.end(Clock.nanos(), Outcome.REFUSED, "cannot connect: " + e.getMessage());
    }
  }

  @Override
  public int inFlight() {
    return inFlight.get();
  }

  @Override
  public void close() {
    closed = true;
    try {
      io.stop();
      handshakes.shutdown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
