package org.inferometer.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.inferometer.scenario.Model;
import org.inferometer.scenario.Requests;
import org.inferometer.scenario.Stack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Triton server's words about itself, as a real one said them, and what is made of them. */
class TritonModelTest {
  private static final Path SAID = Path.of("src", "test", "resources", "triton");
  private static final Model MODEL = new Model("m", Path.of("/m"), null);

  private final Map<String, String> bodies = new HashMap<>();
  private HttpServer server;
  private URI url;

  @BeforeEach
  void start() throws IOException {
    bodies.put("/v2", Files.readString(SAID.resolve("server.json")));
    bodies.put("/v2/health/ready", "");
    for (String model : List.of("gpt2", "gpt2-stream", "single")) {
      String path = "/v2/models/" + model;
      bodies.put(path + "/ready", "");
      bodies.put(path + "/config", Files.readString(SAID.resolve("config-" + model + ".json")));
    }
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = bodies.get(exchange.getRequestURI().getPath());
    byte[] bytes = (body == null ? "{\"error\":\"Model version not ready\"}" : body).getBytes();
    exchange.sendResponseHeaders(body == null ? 400 : 200, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Test
  void tellsTheServersVersion() {
    Introspection found = ask("triton", "gpt2-stream", true);

    assertThat(found.version()).isEqualTo("2.51.0");
    assertThat(found.models()).containsExactly("gpt2-stream");
    assertThat(found.doubt()).isNull();
  }

  @Test
  void tellsWhatDecidesHowFastAModelIs() {
    try (ControlClient client = new ControlClient(stack(null, "triton", "gpt2", true), url)) {
      assertThat(Settings.of(stack(null, "triton", "gpt2", true), List.of(MODEL), url, client))
          .containsExactly(
              Map.entry("backend", "python"),
              Map.entry("dynamic_batching/max_queue_delay_microseconds", "0"),
              Map.entry("instance_group/0/count", "1"),
              Map.entry("instance_group/0/kind", "KIND_CPU"),
              Map.entry("max_batch_size", "8"),
              Map.entry("model_transaction_policy/decoupled", "false"));
      assertThat(Settings.of(stack(null, "triton", "nope", true), List.of(MODEL), url, client))
          .isNull();
    }
  }

  @Test
  void ofSeveralModelsTheSettingsOfEachAreTold() {
    Model other = new Model("n", null, null);
    Stack both = stack(null, "triton", "gpt2", true);
    try (ControlClient client = new ControlClient(both, url)) {
      assertThat(Settings.of(both, List.of(MODEL, other), url, client))
          .containsEntry("gpt2/model_transaction_policy/decoupled", "false")
          .containsEntry("gpt2-stream/model_transaction_policy/decoupled", "true");
    }
    assertThat(ask("triton", "gpt2", true).with(ask("triton", "gpt2-stream", true)))
        .returns(List.of("gpt2", "gpt2-stream"), Introspection::models)
        .returns("2.51.0", Introspection::version)
        .returns(null, Introspection::doubt);
  }

  @Test
  void whatIsNotReadyIsToldBeforeTheRun() {
    assertThatThrownBy(() -> ask("triton", "nope", true))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("model nope is not ready there (/v2/models/nope/ready)")
        .hasMessageContaining("NAME/versions/N");
    bodies.remove("/v2/health/ready");
    assertThatThrownBy(() -> ask("triton", "gpt2", true))
        .hasMessageContaining("not ready (/v2/health/ready)");
    assertThat(ask("triton", "nope", false).version()).isEqualTo("2.51.0");
  }

  @Test
  void inferIsNotAskedOfAModelThatStreams() {
    assertThat(ask("triton-infer", "gpt2", true).doubt()).isNull();
    assertThatThrownBy(() -> ask("triton-infer", "gpt2-stream", true))
        .hasMessageContaining("model gpt2-stream is decoupled")
        .hasMessageContaining("protocol: triton");
  }

  @Test
  void theBatchDimensionIsThatOfTheModel() {
    assertThatThrownBy(() -> ask("triton-infer", "single", true))
        .hasMessageContaining("max_batch_size 0, so that its inputs have no batch dimension")
        .hasMessageContaining("set omit: [batch_dimension]");
    assertThat(ask("triton-infer", "single", true, "batch_dimension").doubt()).isNull();
    assertThatThrownBy(() -> ask("triton-infer", "gpt2", true, "batch_dimension"))
        .hasMessageContaining("max_batch_size 8, so that its inputs have a batch dimension")
        .hasMessageContaining("leave out omit: [batch_dimension]");
  }

  @Test
  void isAskedAboutItselfWhereItsApiIs() {
    Map.copyOf(bodies).forEach((path, body) -> bodies.put("/gateway" + path, body));
    Map.copyOf(bodies).keySet().stream()
        .filter(path -> path.startsWith("/v2"))
        .forEach(bodies::remove);

    assertThatThrownBy(() -> ask("triton", "gpt2", true)).hasMessageContaining("not ready");
    assertThatThrownBy(() -> askAt("/gateway", "triton", "gpt2", true))
        .hasMessageContaining("(/gateway/health/ready)")
        .hasMessageContaining("set path to where its /v2 is");
    assertThat(askAt("/gateway/v2", "triton", "gpt2", true).version()).isEqualTo("2.51.0");
  }

  private Introspection ask(String protocol, String served, boolean check, String... omitted) {
    return askAt(null, protocol, served, check, omitted);
  }

  private Introspection askAt(
      String path, String protocol, String served, boolean check, String... omitted) {
    Stack stack = stack(path, protocol, served, check, omitted);
    try (ControlClient client = new ControlClient(stack, url)) {
      return Introspection.of(stack, MODEL, url, client);
    }
  }

  private Stack stack(
      String path, String protocol, String served, boolean check, String... omitted) {
    return new StackAt(url)
        .speaking(protocol, "vllm")
        .serving(Map.of("m", served, "n", "gpt2-stream"))
        .asked(new Requests(path, Map.of(), null, null, List.of(omitted)))
        .checkingModels(check)
        .stack();
  }
}
