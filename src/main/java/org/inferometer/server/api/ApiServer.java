package org.inferometer.server.api;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.inferometer.server.GenerationLoop;
import org.inferometer.server.ServedModel;
import org.inferometer.server.ServerMetrics;

/** Serves a model over OpenAI's HTTP protocol, on the JDK's own HTTP server. */
public final class ApiServer implements AutoCloseable {
  private static final int BACKLOG = 1024;

  static {
    // Read once by the JDK's server when its classes load. Without the first, an event waits for
    // the acknowledgement of the one before it; without the second, a client that never ends its
    // request, or sends a byte now and then, keeps its thread for ever.
    Map.of(
            "sun.net.httpserver.nodelay", "true",
            "sun.net.httpserver.maxReqTime", "15",
            "sun.net.httpserver.maxIdleConnections", "1024",
            "sun.net.httpserver.idleInterval", "300")
        .forEach((key, value) -> System.setProperty(key, System.getProperty(key, value)));
  }

  private final HttpServer http;
  private final GenerationLoop loop;
  private final Router router;
  private final ClientWatch clients;
  private final ExecutorService threads;

  private ApiServer(
      HttpServer http,
      GenerationLoop loop,
      Router router,
      ClientWatch clients,
      ExecutorService threads) {
    this.http = http;
    this.loop = loop;
    this.router = router;
    this.clients = clients;
    this.threads = threads;
  }

  /**
   * Opens the port and answers from then on.
   *
   * @param address where to listen; port 0 takes a free one
   * @param apiKey what {@code Authorization: Bearer} must carry, or {@code null} for no check
   * @throws IOException if the port cannot be opened
   */
  public static ApiServer start(
      InetSocketAddress address,
      String apiKey,
      ServedModel model,
      GenerationLoop loop,
      ServerMetrics metrics)
      throws IOException {
    HttpServer http = HttpServer.create(address, BACKLOG);
    AtomicInteger number = new AtomicInteger();
    ExecutorService threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "http-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    ClientWatch clients = new ClientWatch();
    Router router = new Router(address.getHostString(), apiKey, model, loop, metrics, clients);
    http.setExecutor(threads);
    http.createContext("/", router);
    http.start();
    return new ApiServer(http, loop, router, clients, threads);
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return http.getAddress();
  }

  /**
   * Refuses new requests with 503, lets those under way come to their end and closes the port.
   *
   * @param timeout how long requests may take; then they are aborted
   * @return whether all came to their end
   */
  public boolean drain(Duration timeout) throws InterruptedException {
    router.drain();
    boolean done = loop.drain(timeout);
    loop.close();
    router.awaitIdle(Duration.ofSeconds(1));
    close();
    return done;
  }

  /** Closes the port and all connections at once. */
  @Override
  public void close() {
    http.stop(0);
    clients.close();
    threads.shutdownNow();
  }
}
