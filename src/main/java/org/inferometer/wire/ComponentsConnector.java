package org.inferometer.wire;

import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.nio.ClientHttp1IOEventHandler;
import org.apache.hc.core5.http.impl.nio.ClientHttp1StreamDuplexerFactory;
import org.apache.hc.core5.http.nio.command.RequestExecutionCommand;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.http.protocol.DefaultHttpProcessor;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http.protocol.RequestConnControl;
import org.apache.hc.core5.http.protocol.RequestContent;
import org.apache.hc.core5.http.protocol.RequestTargetHost;
import org.apache.hc.core5.http.protocol.RequestUserAgent;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.Command;
import org.apache.hc.core5.reactor.DefaultConnectingIOReactor;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.reactor.IOReactorShutdownException;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.reactor.ssl.TransportSecurityLayer;
import org.apache.hc.core5.util.Timeout;
import org.inferometer.machine.Clock;
import org.inferometer.record.Labels;
import org.inferometer.record.Outcome;

/**
 * Apache HttpComponents' asynchronous HTTP/1.1 and TLS, on connections of our own: no pool, retry,
 * redirect or compression stands between a request and the wire.
 */
final class ComponentsConnector implements Connector {
  private static final int BUFFER_BYTES = 16 << 10;
  private static final int LONGEST_LINE = 64 << 10;
  private static final int MOST_HEADERS = 1000;
  private static final TlsConfig HTTP_1_ONLY =
      TlsConfig.custom().setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1).build();

  private final Endpoint endpoint;
  private final ClientSettings settings;
  private final Addresses addresses;
  private final HttpHost host;
  private final TlsStrategy tls;
  private final DefaultConnectingIOReactor reactor;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final Deque<Kept> idle = new ConcurrentLinkedDeque<>();
  private final Set<ComponentsExchange> flying = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService watch;
  private volatile boolean keptByServer = true;
  private volatile boolean closed;

  /**
   * A connection that carries nothing.
   *
   * @param since when its last answer ended; {@link LiveExchange#UNKNOWN} before its first
   */
  private record Kept(IOSession session, long since) {}

  ComponentsConnector(Endpoint endpoint, ClientSettings settings, ClientTlsStrategyBuilder tls) {
    this.endpoint = endpoint;
    this.settings = settings;
    this.addresses = new Addresses(endpoint);
    this.host =
        new HttpHost(
            endpoint.address().scheme(),
            endpoint.address().host(),
            endpoint.address().effectivePort());
    this.tls = endpoint.address().secure() ? tls.buildAsync() : null;
    ClientHttp1StreamDuplexerFactory http = http();
    this.reactor =
        new DefaultConnectingIOReactor(
            (session, attachment) -> new ClientHttp1IOEventHandler(http.create(session)),
            IOReactorConfig.custom().setIoThreadCount(1).setTcpNoDelay(true).build(),
            null,
            PatientSession::new,
            null,
            null,
            null);
    reactor.start();
    watch = Executors.newSingleThreadScheduledExecutor(ComponentsConnector::daemon);
    long interval = settings.deadlines().interval().toMillis();
    watch.scheduleWithFixedDelay(this::endOverdue, interval, interval, TimeUnit.MILLISECONDS);
  }

  private static ClientHttp1StreamDuplexerFactory http() {
    return new ClientHttp1StreamDuplexerFactory(
        new DefaultHttpProcessor(
            RequestTargetHost.INSTANCE,
            RequestContent.INSTANCE,
            RequestConnControl.INSTANCE,
            new RequestUserAgent("inferometer")),
        Http1Config.custom()
            .setBufferSize(BUFFER_BYTES)
            .setMaxLineLength(LONGEST_LINE)
            .setMaxHeaderCount(MOST_HEADERS)
            .build(),
        CharCodingConfig.DEFAULT);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "inferometer-deadlines");
    thread.setDaemon(true);
    return thread;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  long maxBytes() {
    return settings.maxResponseBytes();
  }

  @Override
  public int connect(int connections) {
    addresses.open(
        connections - idle.size(),
        this::open,
        session -> idle.push(new Kept(session, LiveExchange.UNKNOWN)));
    return idle.size();
  }

  /** Opens a connection, with TLS where the URL asks for it. */
  private CompletableFuture<IOSession> open() {
    CompletableFuture<IOSession> opening = new CompletableFuture<>();
    try {
      reactor.connect(
          host,
          addresses.chosen(),
          null,
          patience(),
          null,
          new Then<>(opening, session -> connected(session, opening)));
    } catch (IOReactorShutdownException e) {
      opening.completeExceptionally(e);
    }
    return opening;
  }

  private void connected(IOSession session, CompletableFuture<IOSession> opening) {
    // Nobody may wait for it any more.
    opening.whenComplete(
        (opened, failure) -> {
          if (failure != null) {
            session.close(CloseMode.IMMEDIATE);
          }
        });
    if (tls == null || opening.isDone()) {
      opening.complete(session);
      return;
    }
    tls.upgrade(
        (TransportSecurityLayer) session,
        host,
        HTTP_1_ONLY,
        patience(),
        new Then<>(opening, secured -> opening.complete(session)));
  }

  private Timeout patience() {
    return Timeout.of(settings.deadlines().connect());
  }

  /** The next step on the way to an open connection. */
  private record Then<T>(CompletableFuture<IOSession> opening, Consumer<T> next)
      implements FutureCallback<T> {
    @Override
    public void completed(T result) {
      next.accept(result);
    }

    @Override
    public void failed(Exception cause) {
      opening.completeExceptionally(cause);
    }

    @Override
    public void cancelled() {
      opening.completeExceptionally(new CancellationException("the client was closed"));
    }
  }

  @Override
  public Exchange start(Outgoing outgoing, Labels labels, long scheduledNanos) {
    if (closed) {
      throw new IllegalStateException("the client for " + endpoint.address() + " is closed");
    }
    ComponentsExchange exchange =
        new ComponentsExchange(outgoing, labels, this, scheduledNanos, inFlight.incrementAndGet());
    flying.add(exchange);
    Kept open = idle.poll();
    while (open != null && !isUsable(open)) {
      open.session.close(CloseMode.GRACEFUL);
      open = idle.poll();
    }
    if (open == null) {
      exchange.connectingAt(Clock.nanos());
      CompletableFuture<IOSession> opening = open();
      opening.whenComplete((opened, failure) -> begin(exchange, opened, failure));
      exchange.awaits(opening);
    } else {
      begin(exchange, open.session, open.since);
    }
    return exchange;
  }

  private boolean isUsable(Kept kept) {
    boolean open =
        kept.session.isOpen()
            && kept.session.getHandler() instanceof HttpConnection connection
            && connection.isOpen();
    if (!open) {
      lostAfter(kept.since);
    }
    return open && (keptByServer || kept.since == LiveExchange.UNKNOWN);
  }

  /** A connection without an answer under way was lost; see {@link IdleConnections}. */
  void lostAfter(long answer) {
    if (answer != LiveExchange.UNKNOWN && Clock.nanos() - answer < Connection.JUST_NOW) {
      keptByServer = false;
    }
  }

  /** Gives a request the connection that was opened for it. */
  private static void begin(ComponentsExchange exchange, IOSession opened, Throwable failure) {
    if (failure == null) {
      exchange.connectedAt(Clock.nanos());
      begin(exchange, opened, LiveExchange.UNKNOWN);
    } else {
      exchange.notConnected(failure);
    }
  }

  private static void begin(ComponentsExchange exchange, IOSession over, long since) {
    if (exchange.over(over, since)) {
      over.enqueue(
          new RequestExecutionCommand(exchange, HttpCoreContext.create()), Command.Priority.NORMAL);
    }
  }

  void ended(ComponentsExchange exchange) {
    flying.remove(exchange);
    inFlight.decrementAndGet();
  }

  /** Takes a connection that can carry another request. */
  void keep(IOSession session, long since) {
    if (keptByServer) {
      idle.push(new Kept(session, since));
    } else {
      session.close(CloseMode.GRACEFUL);
    }
  }

  private void endOverdue() {
    Limits limits = Limits.of(settings.deadlines());
    long now = Clock.nanos();
    for (ComponentsExchange exchange : flying) {
      String overdue =
          exchange.begun() == LiveExchange.UNKNOWN ? null : limits.overdue(exchange, now);
      if (overdue != null) {
        exchange.finish(now, Outcome.TIMEOUT, overdue, false);
      }
    }
  }

  @Override
  public int inFlight() {
    return inFlight.get();
  }

  @Override
  public void close() {
    closed = true;
    watch.shutdownNow();
    for (ComponentsExchange exchange : flying) {
      exchange.finish(Clock.nanos(), Outcome.INCOMPLETE, "the client was closed", false);
    }
    reactor.close(CloseMode.IMMEDIATE);
  }
}
