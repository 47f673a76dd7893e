package org.inferometer.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.inferometer.record.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a stack's own path, headers and fields make of a request. */
class SpelledRequestTest {
  private static final JsonMapper JSON = new JsonMapper();

  @ParameterizedTest
  @EnumSource(Over.class)
  void isSentAsTheStackWantsIt(Over way) throws Exception {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
    try (ScriptedServer server = ScriptedServer.answering(true, head);
        Client client = way.client(special(server.url()), Wire.settings())) {
      Wire.ask(client, Mode.STREAM, "r");

      assertThat(server.heads().get(0))
          .startsWith("POST /v3/chat/completions?version=1 HTTP/1.1\r\n")
          .contains("\r\nX-Tenant: a b\r\n");
      assertThat(JSON.readTree(server.bodies().get(0)))
          .isEqualTo(
              JSON.readTree(
                  """
                  {"model":"m","messages":[{"role":"user","content":"Say \\"hi\\", ü"}],
                   "max_completion_tokens":8,"seed":7,"stream":true,
                   "stream_options":{"include_usage":false},"user":"u","nested":{"a":[1,null]}}"""));
    }
  }

  @Test
  void whatAServerRepeatsOfItsSecretsIsNotKept() throws Exception {
    String error =
        "{\"error\":{\"message\":\"invalid x-api-key: sk-very-secret, hush-hush for r\"}}";
    String head = "HTTP/1.1 401 No\r\nConnection: close\r\nContent-Type: application/json\r\n\r\n";
    for (String spoken : List.of("anthropic", "openai")) {
      try (ScriptedServer server = ScriptedServer.answering(false, head + error);
          Client client =
              Client.open(
                  new Endpoint(
                      Address.of(server.url().toString()),
                      Api.CHAT,
                      Protocols.spoken(spoken),
                      "m",
                      "sk-very-secret",
                      Map.of("X-Tenant-Token", "hush-hush"),
                      null),
                  Wire.settings())) {
        assertThat(Wire.ask(client, Mode.STREAM, "r").reason())
            .isEqualTo("invalid x-api-key: ..., ... for r");
      }
    }
  }

  private static Endpoint special(URI url) throws Exception {
    return new Endpoint(
        Address.of(url.toString()).at("/v3/chat/completions?version=1"),
        Api.CHAT,
        Protocols.spoken("openai")
            .limitingBy("max_completion_tokens")
            .without(List.of("temperature")),
        "m",
        null,
        Map.of("X-Tenant", "a b"),
        (ObjectNode)
            JSON.readTree(
                "{\"user\":\"u\",\"nested\":{\"a\":[1,null]},"
                    + "\"stream_options\":{\"include_usage\":false}}"));
  }

  @Test
  void mayLeaveTheLimitOut() throws Exception {
    Endpoint endpoint =
        new Endpoint(
            URI.create("http://127.0.0.1:1"),
            Api.COMPLETIONS,
            Protocols.spoken("vllm").without(List.of("max_tokens", "stream_options")),
            "m",
            null);
    Outgoing outgoing =
        new RequestEncoder(endpoint)
            .encode(
                new org.inferometer.dataset.Prompt("p", "x", null),
                Wire.GENERATION,
                Mode.STREAM,
                "r");
    byte[] body = new byte[outgoing.bodyLength()];
    outgoing.body().get(body);
    assertThat(JSON.readTree(body).has("max_tokens")).isFalse();
    assertThat(JSON.readTree(body).has("stream_options")).isFalse();
  }

  @Test
  void cannotBeTakenOver() {
    assertThatThrownBy(() -> Endpoint.requireHeader("X-Secret", "hush\r\nX: y"))
        .hasMessageContaining("X-Secret")
        .message()
        .doesNotContain("hush");
    assertThatThrownBy(() -> Endpoint.requireHeader("Content-Length", "1"));
    assertThatThrownBy(() -> Endpoint.requireHeader("a b", "1"));
    for (String field : List.of("model", "prompt", "messages", "stream")) {
      assertThatThrownBy(() -> Protocols.usual().requireField(field)).hasMessageContaining(field);
    }
  }
}
