package org.inferometer.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;
import javax.net.ssl.SSLContext;

/** Answers each completion with a word, and keeps and counts what it was asked. */
final class AskedServer implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String ANSWER =
      """
      {"choices": [{"index": 0, "text": "yes", "finish_reason": "stop"}],
       "usage": {"prompt_tokens": %d, "completion_tokens": 1}}""";

  private final HttpServer http;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ToIntFunction<String> tokens;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  /** One request. */
  record Asked(String id, String prompt, Long seed) {}

  private AskedServer(SSLContext secure, ToIntFunction<String> tokens) throws IOException {
    this.tokens = tokens;
    InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    if (secure == null) {
      http = HttpServer.create(anywhere, 0);
    } else {
      HttpsServer https = HttpsServer.create(anywhere, 0);
      https.setHttpsConfigurator(new HttpsConfigurator(secure));
      http = https;
    }
    http.createContext("/", exchange -> answer(exchange, 404, "{}"));
    http.createContext("/v1/completions", this::completion);
    http.createContext("/metrics", exchange -> answer(exchange, 200, metrics()));
    http.setExecutor(threads);
    http.start();
  }

  static AskedServer start() throws IOException {
    return counting(prompt -> 9);
  }

  /** One that counts the tokens of prompts. */
  static AskedServer counting(ToIntFunction<String> tokens) throws IOException {
    return new AskedServer(null, tokens);
  }

  static AskedServer start(SSLContext secure) throws IOException {
    return new AskedServer(secure, prompt -> 9);
  }

  URI uri() {
    return URI.create(
        (http instanceof HttpsServer ? "https" : "http")
            + "://127.0.0.1:"
            + http.getAddress().getPort());
  }

  List<Asked> asked() {
    return asked;
  }

  private void completion(HttpExchange exchange) throws IOException {
    JsonNode body = JSON.readTree(exchange.getRequestBody());
    asked.add(
        new Asked(
            exchange.getRequestHeaders().getFirst("X-Request-Id"),
            body.path("prompt").asText(),
            body.has("seed") ? body.get("seed").longValue() : null));
    answer(exchange, 200, ANSWER.formatted(tokens.applyAsInt(body.path("prompt").asText())));
  }

  private String metrics() {
    return "vllm:prefix_cache_hits_total 0\nvllm:prefix_cache_queries_total " + 9 * asked.size();
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
