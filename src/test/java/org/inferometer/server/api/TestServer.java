package org.inferometer.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.inferometer.server.GenerationLoop;
import org.inferometer.server.Scheduler;
import org.inferometer.server.ServedModel;
import org.inferometer.server.ServerMetrics;

/** A server on a free port, and a client for it. */
final class TestServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ServedModel model;
  private final GenerationLoop loop;
  final ApiServer server;

  TestServer(ServedModel model, Scheduler scheduler, int maxWaiting, String apiKey)
      throws IOException {
    this.model = model;
    ServerMetrics metrics = new ServerMetrics();
    loop = new GenerationLoop(model, scheduler, 8, maxWaiting, metrics);
    server =
        ApiServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            apiKey,
            model,
            loop,
            metrics);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + server.address().getPort() + path));
  }

  HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).build());
  }

  HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
    return send(request(path).POST(BodyPublishers.ofString(quoted(json))).build());
  }

  CompletableFuture<HttpResponse<String>> postAsync(String path, String json) {
    return client.sendAsync(
        request(path).POST(BodyPublishers.ofString(quoted(json))).build(), BodyHandlers.ofString());
  }

  /** JSON of an answer, which must be 200. */
  JsonNode answer(String path, String json) throws IOException, InterruptedException {
    HttpResponse<String> response = post(path, json);
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + ": " + response.body());
    }
    return JSON.readTree(response.body());
  }

  /** Events of an answer; {@code [DONE]} becomes a text. */
  List<JsonNode> events(String path, String json) throws IOException, InterruptedException {
    List<JsonNode> events = new ArrayList<>();
    for (String event : post(path, json).body().split("\n\n")) {
      String data = event.substring("data: ".length());
      events.add(data.equals("[DONE]") ? JSON.valueToTree(data) : JSON.readTree(data));
    }
    return events;
  }

  JsonNode json(String text) throws IOException {
    return JSON.readTree(text);
  }

  /** Opens a connection. */
  Socket open() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), server.address().getPort());
  }

  /** Opens a connection, sends a request and leaves the rest to the caller. */
  Socket open(String path, String json) throws IOException {
    Socket socket = open();
    byte[] body = quoted(json).getBytes(StandardCharsets.UTF_8);
    String head =
        "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
            .formatted(path, body.length);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(body);
    return socket;
  }

  /** Asks the server until its metrics have this line. */
  void awaitMetric(String line) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + 30_000_000_000L;
    String last;
    do {
      last = get("/metrics").body();
      if (last.lines().anyMatch(("inferometer:" + line)::equals)) {
        return;
      }
    } while (System.nanoTime() < deadline);
    throw new AssertionError("not within 30 s: " + line + " in\n" + last);
  }

  /** Test requests are written with single quotes. */
  private static String quoted(String json) {
    return json.replace('\'', '"');
  }

  @Override
  public void close() throws InterruptedException {
    server.close();
    loop.close();
    model.close();
  }
}
