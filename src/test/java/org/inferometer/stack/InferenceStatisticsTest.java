package org.inferometer.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.inferometer.wire.Address;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InferenceStatisticsTest {
  private HttpServer server;
  private int status = 200;
  private String body;
  private String path;

  @BeforeEach
  void start() throws IOException {
    body = Files.readString(Path.of("src", "test", "resources", "triton", "stats-gpt2.json"));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    path = exchange.getRequestURI().getRawPath();
    exchange.sendResponseHeaders(status, body.length());
    exchange.getResponseBody().write(body.getBytes());
    exchange.close();
  }

  @Test
  void readsWhatARealServerTellsOfAModel() {
    assertThat(read("gpt2").orElseThrow().counters())
        .containsEntry("inference_count", 12L)
        .containsEntry("execution_count", 11L)
        .containsEntry("success.count", 11L)
        .containsEntry("success.ns", 670792776L)
        .containsEntry("fail.count", 0L)
        .containsEntry("queue.ns", 13093004L)
        .containsEntry("compute_infer.ns", 653825982L)
        .containsEntry("batch_size.1", 10L)
        .containsEntry("batch_size.2", 1L);
    assertThat(path).isEqualTo("/v2/models/gpt2/stats");
  }

  @Test
  void addsUpTheVersionsOfAModel() {
    body = body.replaceFirst("\\[(.*)]}$", "[$1,$1]}");

    assertThat(read("gpt2").orElseThrow().counters())
        .containsEntry("inference_count", 24L)
        .containsEntry("batch_size.2", 2L);
  }

  @Test
  void addsUpModelsThatAreAskedBesideEachOther() {
    assertThat(read("gpt2", "other").orElseThrow().counters())
        .containsEntry("inference_count", 24L)
        .containsEntry("success.count", 22L);
    assertThat(path).isEqualTo("/v2/models/other/stats");
  }

  @Test
  void asksForTheModelWhateverItsName() {
    read("a b?c");

    assertThat(path).isEqualTo("/v2/models/a%20b%3Fc/stats");
  }

  @Test
  void othersTellNothing() {
    body = "{\"error\":\"requested model 'm' is not available\"}";
    assertThat(read("m")).isEmpty();
    body = "{\"model_stats\":[]}";
    assertThat(read("m")).isEmpty();
    body = "<html>";
    assertThat(read("m")).isEmpty();
    status = 400;
    assertThat(read("m")).isEmpty();
    server.stop(0);
    assertThat(read("m")).isEmpty();
  }

  private Optional<InferenceStatistics> read(String... models) {
    Address address = Address.of("http://127.0.0.1:" + server.getAddress().getPort());
    try (ControlClient client = new ControlClient(address, Map::of, null, Duration.ofSeconds(10))) {
      return InferenceStatistics.read(client, models);
    }
  }
}
