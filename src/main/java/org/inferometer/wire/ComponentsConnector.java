package org.inferometer.wire;

import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.async.MinimalHttpAsyncClient;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.nio.AsyncClientEndpoint;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.http2.config.H2Config;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.inferometer.record.Clock;
import org.inferometer.record.Labels;
import org.inferometer.record.Outcome;

/**
 * Apache HttpComponents' minimal asynchronous client, HTTP/1.1 only, with connections leased once
 * and kept: no pool, retry, redirect or compression stands between a request and the wire.
 */
final class ComponentsConnector implements Connector {
  private static final int OPENED_AT_ONCE = 16;
  private static final int BUFFER_BYTES = 16 << 10;
  private static final int LONGEST_LINE = 64 << 10;
  private static final int MOST_HEADERS = 1000;

  private final Endpoint endpoint;
  private final ClientSettings settings;
  private final HttpHost host;
  private final MinimalHttpAsyncClient client;
  private final Deque<AsyncClientEndpoint> idle = new ConcurrentLinkedDeque<>();
  private final Set<ComponentsExchange> flying = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService watch;
  private volatile boolean closed;

  ComponentsConnector(Endpoint endpoint, ClientSettings settings, ClientTlsStrategyBuilder tls) {
    this.endpoint = endpoint;
    this.settings = settings;
    this.host =
        new HttpHost(endpoint.base().getScheme(), endpoint.base().getHost(), endpoint.port());
    this.client =
        HttpAsyncClients.createMinimal(
            H2Config.DEFAULT,
            Http1Config.custom()
                .setBufferSize(BUFFER_BYTES)
                .setMaxLineLength(LONGEST_LINE)
                .setMaxHeaderCount(MOST_HEADERS)
                .build(),
            IOReactorConfig.custom()
                .setIoThreadCount(settings.ioThreads())
                .setTcpNoDelay(true)
                .build(),
            PoolingAsyncClientConnectionManagerBuilder.create()
                .setTlsStrategy(tls.buildAsync())
                .setMaxConnTotal(Integer.MAX_VALUE)
                .setMaxConnPerRoute(Integer.MAX_VALUE)
                .setDefaultConnectionConfig(
                    ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(settings.deadlines().connect()))
                        .setValidateAfterInactivity(TimeValue.NEG_ONE_MILLISECOND)
                        .build())
                .setDefaultTlsConfig(
                    TlsConfig.custom()
                        .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                        .setHandshakeTimeout(Timeout.of(settings.deadlines().connect()))
                        .build())
                .build());
    client.start();
    watch = Executors.newSingleThreadScheduledExecutor(ComponentsConnector::daemon);
    long interval = settings.deadlines().interval().toMillis();
    watch.scheduleWithFixedDelay(this::endOverdue, interval, interval, TimeUnit.MILLISECONDS);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "inferometer-deadlines");
    thread.setDaemon(true);
    return thread;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  Dialect dialect() {
    return endpoint.dialect();
  }

  long maxBytes() {
    return settings.maxResponseBytes();
  }

  @Override
  public int connect(int connections) {
    Deque<Future<AsyncClientEndpoint>> pending = new ArrayDeque<>();
    for (int missing = connections - idle.size(); missing > 0; missing--) {
      if (pending.size() == OPENED_AT_ONCE) {
        keep(pending.remove());
      }
      pending.add(client.lease(host, null));
      if (idle.isEmpty()) {
        keep(pending.remove());
      }
    }
    pending.forEach(this::keep);
    return idle.size();
  }

  private void keep(Future<AsyncClientEndpoint> opening) {
    try {
      idle.push(opening.get());
    } catch (ExecutionException e) {
      throw unreachable(e.getCause().getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable("interrupted");
    }
  }

  private UncheckedIOException unreachable(String why) {
    String message =
        "cannot connect to " + endpoint.base() + " (" + why + "); is the server running there?";
    return new UncheckedIOException(message, new ConnectException(message));
  }

  @Override
  public Exchange start(Outgoing outgoing, Labels labels, long scheduledNanos) {
    if (closed) {
      throw new IllegalStateException("the client for " + endpoint.base() + " is closed");
    }
    ComponentsExchange exchange =
        new ComponentsExchange(outgoing, labels, this, scheduledNanos, flying.size() + 1);
    flying.add(exchange);
    AsyncClientEndpoint open = idle.poll();
    while (open != null && !open.isConnected()) {
      open.releaseAndDiscard();
      open = idle.poll();
    }
    if (open == null) {
      exchange.startedAt(Clock.nanos());
      client.lease(host, new Opened(exchange));
    } else {
      begin(exchange, open);
    }
    return exchange;
  }

  private static void begin(ComponentsExchange exchange, AsyncClientEndpoint over) {
    exchange.over(over);
    over.execute(exchange, HttpCoreContext.create());
  }

  /** Gives a request the connection that was opened for it. */
  private record Opened(ComponentsExchange exchange)
      implements FutureCallback<AsyncClientEndpoint> {
    @Override
    public void completed(AsyncClientEndpoint opened) {
      exchange.connectedAt(Clock.nanos());
      begin(exchange, opened);
    }

    @Override
    public void failed(Exception cause) {
      exchange.notConnected(cause);
    }

    @Override
    public void cancelled() {
      exchange.cancel();
    }
  }

  void ended(ComponentsExchange exchange, AsyncClientEndpoint over, boolean reusable) {
    flying.remove(exchange);
    if (over != null && reusable) {
      idle.push(over);
    } else if (over != null) {
      over.releaseAndDiscard();
    }
  }

  private void endOverdue() {
    Limits limits = Limits.of(settings.deadlines());
    long now = Clock.nanos();
    for (ComponentsExchange exchange : flying) {
      String overdue =
          exchange.started() == LiveExchange.UNKNOWN ? null : limits.overdue(exchange, now);
      if (overdue != null) {
        exchange.finish(now, Outcome.TIMEOUT, overdue, false);
      }
    }
  }

  @Override
  public int inFlight() {
    return flying.size();
  }

  @Override
  public void close() {
    closed = true;
    watch.shutdownNow();
    for (ComponentsExchange exchange : flying) {
      exchange.finish(Clock.nanos(), Outcome.INCOMPLETE, "the client was closed", false);
    }
    client.close(CloseMode.IMMEDIATE);
  }
}
