package org.inferometer.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.StreamSupport;

/**
 * Answers each question of a chat with another text, tells that all that was said before came from
 * a cache, and keeps what it was asked. Each word is a token. A question with "fail" fails.
 */
final class TalkingServer implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpServer http;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** What each request asked, by its id: role and content of each message. */
  final Map<String, List<String>> asked = new ConcurrentHashMap<>();

  private TalkingServer() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", exchange -> answer(exchange, 404, "application/json", "{}"));
    http.createContext("/v1/chat/completions", this::chat);
    http.setExecutor(threads);
    http.start();
  }

  static TalkingServer start() throws IOException {
    return new TalkingServer();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  /** What it answers to a request whose last message is {@code question}. */
  static String answerTo(String question) {
    return "You said \"" + question + "\".";
  }

  private void chat(HttpExchange exchange) throws IOException {
    JsonNode body = JSON.readTree(exchange.getRequestBody());
    List<String> messages =
        StreamSupport.stream(body.path("messages").spliterator(), false)
            .map(one -> one.path("role").asText() + ": " + one.path("content").asText())
            .toList();
    asked.put(exchange.getRequestHeaders().getFirst("X-Request-Id"), messages);
    String last = messages.get(messages.size() - 1).replaceFirst("user: ", "");
    if (last.contains("fail")) {
      answer(exchange, 500, "application/json", "{\"error\": {\"message\": \"no\"}}");
      return;
    }
    int words = String.join(" ", messages).split("\\s+").length;
    String usage =
        """
        {"prompt_tokens": %d, "completion_tokens": 4, "prompt_tokens_details": {"cached_tokens": %d}}"""
            .formatted(words, messages.size() > 2 ? words / 2 : 0);
    String text = JSON.writeValueAsString(answerTo(last));
    if (body.path("stream").asBoolean()) {
      String first = "{\"choices\": [{\"index\": 0, \"delta\": {\"content\": %s}}]}";
      String end = "{\"choices\": [{\"index\": 0, \"delta\": {}, \"finish_reason\": \"stop\"}]}";
      String told = "{\"choices\": [], \"usage\": %s}".formatted(usage);
      answer(
          exchange,
          200,
          "text/event-stream",
          "data: %s\n\ndata: %s\n\ndata: %s\n\ndata: [DONE]\n\n"
              .formatted(first.formatted(text), end, told));
    } else {
      String whole =
          "{\"choices\": [{\"index\": 0, \"message\": {\"role\": \"assistant\", \"content\": %s}, \"finish_reason\": \"stop\"}], \"usage\": %s}";
      answer(exchange, 200, "application/json", whole.formatted(text, usage));
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
    http.stop(0);
    threads.shutdownNow();
  }
}
