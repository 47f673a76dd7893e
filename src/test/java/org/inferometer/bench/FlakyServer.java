package org.inferometer.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Streams short answers until it fails, from then on only errors with a sentence of its own. */
final class FlakyServer implements AutoCloseable {
  private static final String EVENT =
      "data: {\"choices\":[{\"index\":0,\"text\":\"hi\",\"finish_reason\":%s}]}\n\n";

  private final AtomicInteger asked = new AtomicInteger();
  private final HttpServer server;
  private volatile int failsAfter;
  private volatile Pattern failsFrom = Pattern.compile("(?!)");

  FlakyServer(int failsAfter) throws IOException {
    this.failsAfter = failsAfter;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/models",
        one -> answer(one, 200, "application/json", "{\"data\":[{\"id\":\"exact\"}]}"));
    server.createContext("/v1/completions", this::complete);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Requests so far. */
  int asked() {
    return asked.get();
  }

  void failAfter(int requests) {
    failsAfter = requests;
  }

  /** From the first request on whose id has a match. */
  void failFrom(Pattern id) {
    failsFrom = id;
  }

  /** Requests that were answered with an error. */
  int failed() {
    return Math.max(0, asked() - failsAfter);
  }

  private void complete(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    String id = exchange.getRequestHeaders().getFirst("X-Request-Id");
    if (failsAfter > asked() && failsFrom.matcher(id).find()) {
      failsAfter = asked();
    }
    if (asked.incrementAndGet() > failsAfter) {
      answer(exchange, 503, "application/json", "{\"error\":{\"message\":\"out of memory\"}}");
    } else {
      String events = EVENT.formatted("null") + EVENT.formatted("\"length\"");
      answer(exchange, 200, "text/event-stream", events + "data: [DONE]\n\n");
    }
  }

  private static void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
