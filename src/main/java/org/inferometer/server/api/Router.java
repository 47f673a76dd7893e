package org.inferometer.server.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Map;
import org.inferometer.server.GenerationLoop;
import org.inferometer.server.ServedModel;
import org.inferometer.server.ServerMetrics;

/** Finds who answers a request, and turns what goes wrong into answers. */
final class Router implements HttpHandler {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ONE_MODEL = "/v1/models/";
  private static final long MOST_SKIPPED_BYTES = 64L << 20;

  private final String host;
  private final byte[] authorization;
  private final Map<String, Route> routes;
  private boolean draining;
  private int active;

  private record Route(String method, Handler handler) {}

  Router(
      String host,
      String apiKey,
      ServedModel model,
      GenerationLoop loop,
      ServerMetrics metrics,
      ClientWatch clients) {
    this.host = host;
    authorization = apiKey == null ? null : ("Bearer " + apiKey).getBytes(StandardCharsets.UTF_8);
    Generating generating = new Generating(model, loop, clients);
    Status status = new Status(model, metrics);
    routes =
        Map.of(
            "/v1/completions",
            new Route("POST", exchange -> generating.handle(exchange, new Completions())),
            "/v1/chat/completions",
            new Route("POST", exchange -> generating.handle(exchange, new ChatCompletions())),
            "/v1/models",
            new Route("GET", status::models),
            ONE_MODEL,
            new Route("GET", exchange -> status.model(exchange, ONE_MODEL)),
            "/health",
            new Route("GET", status::health),
            "/version",
            new Route("GET", status::version),
            "/metrics",
            new Route("GET", status::metrics));
  }

  /**
   * Answers a request.
   *
   * @throws IOException if the client is gone: the JDK's server lets go of a connection whose
   *     handler fails, and never of one that cannot be closed in peace
   */
  @Override
  public void handle(HttpExchange exchange) throws IOException {
    begin();
    try {
      String requestId = exchange.getRequestHeaders().getFirst("X-Request-Id");
      if (requestId != null) {
        exchange.getResponseHeaders().set("X-Request-Id", requestId);
      }
      try {
        route(exchange).handler().handle(exchange);
      } catch (ApiException e) {
        sendError(exchange, e);
      }
      exchange.getRequestBody().close();
      exchange.getResponseBody().close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the server is closing");
    } catch (RuntimeException e) {
      String id = exchange.getRequestHeaders().getFirst("X-Request-Id");
      System.err.println("request " + id + " failed: " + e);
      e.printStackTrace();
      sendError(exchange, new ApiException(500, null, "internal error; see the server's log"));
      exchange.close();
    } finally {
      end();
    }
  }

  private Route route(HttpExchange exchange) throws ApiException {
    String path = exchange.getRequestURI().getPath();
    Route route = routes.get(path.startsWith(ONE_MODEL) ? ONE_MODEL : path);
    if (authorization == null) {
      BrowserGuard.check(exchange, host);
    } else if (!"/health".equals(path)) {
      checkAuthorization(exchange);
    }
    if (route == null) {
      throw new ApiException(404, null, "there is nothing at " + path);
    }
    String method = exchange.getRequestMethod();
    boolean head = method.equals("HEAD") && route.method().equals("GET");
    if (!head && !route.method().equals(method)) {
      exchange.getResponseHeaders().set("Allow", route.method());
      throw new ApiException(405, null, path + " takes " + route.method() + ", not " + method);
    }
    if (isDraining()) {
      throw shuttingDown(exchange);
    }
    return route;
  }

  static ApiException shuttingDown(HttpExchange exchange) {
    exchange.getResponseHeaders().set("Connection", "close");
    exchange.getResponseHeaders().set("Retry-After", "1");
    return new ApiException(503, null, "the server is shutting down");
  }

  private void checkAuthorization(HttpExchange exchange) throws ApiException {
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    byte[] bytes = given == null ? new byte[0] : given.getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(authorization, bytes)) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
      throw new ApiException(401, null, "Authorization: Bearer with the server's key is needed");
    }
  }

  /** Refuses requests from now on. */
  synchronized void drain() {
    draining = true;
  }

  /** Waits until no request is being answered any more. */
  synchronized void awaitIdle(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    for (long left; active > 0 && (left = deadline - System.nanoTime()) > 0; ) {
      wait(left / 1_000_000 + 1);
    }
  }

  private synchronized boolean isDraining() {
    return draining;
  }

  private synchronized void begin() {
    active++;
  }

  private synchronized void end() {
    active--;
    notifyAll();
  }

  static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    boolean empty = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, empty ? -1 : body.length);
    if (!empty) {
      exchange.getResponseBody().write(body);
    }
  }

  private static void sendError(HttpExchange exchange, ApiException e) throws IOException {
    boolean unread = e.status() == 413;
    if (unread) {
      exchange.getResponseHeaders().set("Connection", "close");
    }
    send(exchange, e.status(), "application/json", error(e));
    if (unread) {
      skipBody(exchange);
    }
  }

  /** A client that still writes when the connection is closed would not see the answer. */
  private static void skipBody(HttpExchange exchange) throws IOException {
    exchange.getResponseBody().flush();
    byte[] skipped = new byte[1 << 16];
    long total = 0;
    for (int read = 0; read >= 0 && total < MOST_SKIPPED_BYTES; total += read) {
      read = exchange.getRequestBody().read(skipped);
    }
  }

  /** OpenAI's shape of an error. */
  static byte[] error(ApiException e) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.putObject("error")
        .put("message", e.getMessage())
        .put("type", e.type())
        .put("param", e.parameter())
        .put("code", e.status());
    return JSON.writeValueAsBytes(root);
  }

  /** Answers a request. */
  interface Handler {
    void handle(HttpExchange exchange) throws IOException, ApiException, InterruptedException;
  }
}
