package org.inferometer.server.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.inferometer.server.ServedModel;
import org.inferometer.server.ServerMetrics;

/** What the server says about itself. */
final class Status {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ServedModel model;
  private final ServerMetrics metrics;
  private final long created = System.currentTimeMillis() / 1000;

  Status(ServedModel model, ServerMetrics metrics) {
    this.model = model;
    this.metrics = metrics;
  }

  void models(HttpExchange exchange) throws IOException {
    ObjectNode list = JSON.createObjectNode().put("object", "list");
    list.putArray("data").add(description());
    json(exchange, list);
  }

  /** The model whose name stands behind a part of the path. */
  void model(HttpExchange exchange, String before) throws IOException, ApiException {
    String name = exchange.getRequestURI().getPath().substring(before.length());
    if (!name.equals(model.name())) {
      throw ApiRequest.unknownModel(name);
    }
    json(exchange, description());
  }

  private ObjectNode description() {
    return JSON.createObjectNode()
        .put("id", model.name())
        .put("object", "model")
        .put("created", created)
        .put("owned_by", "inferometer")
        .put("max_model_len", model.contextLength());
  }

  void health(HttpExchange exchange) throws IOException {
    json(exchange, JSON.createObjectNode().put("status", "ok"));
  }

  void version(HttpExchange exchange) throws IOException {
    String version = Status.class.getPackage().getImplementationVersion();
    json(exchange, JSON.createObjectNode().put("version", version == null ? "dev" : version));
  }

  void metrics(HttpExchange exchange) throws IOException {
    byte[] text = metrics.text(model.name()).getBytes(StandardCharsets.UTF_8);
    Router.send(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", text);
  }

  private static void json(HttpExchange exchange, ObjectNode value) throws IOException {
    Router.send(exchange, 200, "application/json", JSON.writeValueAsBytes(value));
  }
}
