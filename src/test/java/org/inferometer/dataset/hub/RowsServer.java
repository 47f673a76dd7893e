package org.inferometer.dataset.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;

/** A local stand-in for the rows API, with the shapes that Hugging Face's answers have. */
public final class RowsServer implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpServer server;
  private final Map<String, Rows> tables = new HashMap<>();
  final Deque<Fault> faults = new ConcurrentLinkedDeque<>();
  public final List<String> asked = new CopyOnWriteArrayList<>();
  public final List<String> authorizations = new CopyOnWriteArrayList<>();
  String revision = "cafe";
  int truncated = -1;

  private record Rows(int total, IntFunction<String> row) {}

  /** What is said in place of rows; a body is cut where {@code length} promises more. */
  record Fault(int status, Map<String, String> headers, String body, int length) {
    Fault(int status, Map<String, String> headers, String body) {
      this(status, headers, body, body.length());
    }
  }

  public RowsServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/prefix/rows", this::answer);
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/prefix");
  }

  /** Has {@code dataset} hold rows, each of JSON. */
  public void has(String dataset, int total, IntFunction<String> row) {
    tables.put(dataset, new Rows(total, row));
  }

  /** All four of them, in the shapes of 2026. */
  public void hasAll() {
    has("OpenAssistant/oasst1", 480, RowsServer::message);
    has(
        "abisee/cnn_dailymail",
        250,
        i ->
            "{\"article\":\"News %d.\",\"highlights\":\"Short %d.\",\"id\":\"c%d\"}"
                .formatted(i, i, i));
    // Some questions stand there twice, as the set is made of two.
    has(
        "mandarjoshi/trivia_qa",
        230,
        i ->
            ("{\"question\":\"Who was %d?\",\"question_id\":\"tc_%d\",\"question_source\":\"\","
                    + "\"entity_pages\":{\"doc_source\":[]},\"search_results\":{\"rank\":[]},"
                    + "\"answer\":{\"aliases\":[\"A\"],\"normalized_aliases\":[\"a\"],"
                    + "\"value\":\"It was %d\",\"type\":\"WikipediaEntity\"}}")
                .formatted(i % 200, i % 200, i % 200));
    has(
        "openai/openai_humaneval",
        164,
        i ->
            ("{\"task_id\":\"HumanEval/%d\",\"prompt\":\"def f%d():\\n\","
                    + "\"canonical_solution\":\"    return %d\\n\",\"test\":\"\","
                    + "\"entry_point\":\"f%d\"}")
                .formatted(i, i, i, i));
  }

  /** A question, its best answer, another answer; each fourth question is in Spanish. */
  private static String message(int i) {
    int tree = i / 3;
    boolean isQuestion = i % 3 == 0;
    return ("{\"message_id\":\"m%d\",\"parent_id\":%s,\"text\":\"%s\",\"role\":\"%s\","
            + "\"lang\":\"%s\",\"review_result\":true,\"deleted\":false,\"rank\":%s,"
            + "\"labels\":{\"name\":[],\"value\":[]}}")
        .formatted(
            i,
            isQuestion ? "null" : "\"m" + tree * 3 + "\"",
            isQuestion ? "Why " + tree + "?" : "Because " + i,
            isQuestion ? "prompter" : "assistant",
            tree % 4 == 3 ? "es" : "en",
            isQuestion ? "null" : String.valueOf(i % 3 - 1));
  }

  private void answer(HttpExchange exchange) throws IOException {
    Map<String, String> query = new HashMap<>();
    for (String pair : exchange.getRequestURI().getRawQuery().split("&")) {
      String[] both = pair.split("=", 2);
      query.put(both[0], URLDecoder.decode(both[1], StandardCharsets.UTF_8));
    }
    asked.add(query.get("dataset") + " " + query.get("offset"));
    authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
    Rows rows = tables.get(query.get("dataset"));
    Fault fault = faults.poll();
    if (fault != null) {
      send(exchange, fault);
    } else if (rows == null) {
      send(
          exchange,
          new Fault(
              404,
              Map.of("X-Error-Code", "DatasetNotFoundError"),
              "{\"error\":\"The dataset does not exist on the Hub.\"}"));
    } else {
      int offset = Integer.parseInt(query.get("offset"));
      int length = Integer.parseInt(query.get("length"));
      send(exchange, new Fault(200, Map.of("X-Revision", revision), page(rows, offset, length)));
    }
  }

  private String page(Rows rows, int offset, int length) throws IOException {
    ObjectNode page = JSON.createObjectNode();
    page.putArray("features");
    for (int i = offset; i < Math.min(rows.total(), offset + length); i++) {
      JsonNode row = JSON.readTree(rows.row().apply(i));
      ObjectNode one = page.withArray("rows").addObject();
      one.put("row_idx", i).set("row", row);
      one.putArray("truncated_cells");
      if (i == truncated) {
        one.withArray("truncated_cells").add("prompt");
      }
    }
    page.put("num_rows_total", rows.total()).put("num_rows_per_page", 100).put("partial", false);
    return JSON.writeValueAsString(page);
  }

  private static void send(HttpExchange exchange, Fault answer) throws IOException {
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    boolean cut = answer.length() > answer.body().length();
    exchange.sendResponseHeaders(answer.status(), cut ? answer.length() : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
