package org.inferometer.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Map;
import org.inferometer.dataset.Prompt;
import org.inferometer.record.Mode;
import org.junit.jupiter.api.Test;

class ProtocolsTest {
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

  @Test
  void areNamedWithTheirDialects() {
    assertThat(Protocols.spoken("vllm").protocol().name()).isEqualTo("openai");
    assertThat(Protocols.spoken("openai-chat").protocol().name()).isEqualTo("openai-chat");
    assertThat(Protocols.spoken("openai-chat/vllm").continuousUsage()).isTrue();
    assertThatThrownBy(() -> Protocols.spoken("openai-chat/gemini"))
        .hasMessageContaining("known are openai, vllm, transformers, llama-cpp, trtllm");
    assertThatThrownBy(() -> Protocols.spoken("grpc/openai")).hasMessageContaining("openai-chat");
  }

  @Test
  void areToldApartInWords() {
    assertThat(Protocols.spoken("vllm").label()).isEqualTo("dialect vllm");
    assertThat(Protocols.spoken("openai-chat/vllm").label())
        .isEqualTo("protocol openai-chat, dialect vllm");
  }

  @Test
  void putTheKindOfQuestionThatTheyKnow() throws Exception {
    Endpoint endpoint =
        new Endpoint(NOWHERE, Api.COMPLETIONS, Protocols.spoken("openai-chat"), "m", null);
    assertThat(endpoint.path(Mode.STREAM)).isEqualTo("/v1/chat/completions");
    assertThat(body(endpoint).at("/messages/0/role").textValue()).isEqualTo("user");
  }

  @Test
  void joinFieldsWithThoseOfTheUser() throws Exception {
    ObjectNode further =
        (ObjectNode)
            new JsonMapper()
                .readTree("{\"stream_options\":{\"include_obfuscation\":false},\"top_p\":null}");
    Endpoint endpoint =
        new Endpoint(
            Address.of(NOWHERE.toString()),
            Api.CHAT,
            Protocols.spoken("openai"),
            "m",
            null,
            Map.of(),
            further);
    assertThat(body(endpoint).get("stream_options").toString())
        .isEqualTo("{\"include_usage\":true,\"include_obfuscation\":false}");
    assertThat(body(endpoint).get("top_p").isNull()).isTrue();
  }

  @Test
  void letTheUsersHeadersTakeTheirPlace() {
    assertThat(
            Protocols.spoken("openai").headers("k", Map.of("authorization", "Basic x", "X-A", "b")))
        .isEqualTo(Map.of("authorization", "Basic x", "X-A", "b"));
    assertThat(Protocols.spoken("openai").headers("k", Map.of()))
        .isEqualTo(Map.of("Authorization", "Bearer k"));
  }

  private static JsonNode body(Endpoint endpoint) throws Exception {
    Outgoing outgoing =
        new RequestEncoder(endpoint)
            .encode(new Prompt("p", "x", null), Wire.GENERATION, Mode.STREAM, "r");
    byte[] body = new byte[outgoing.bodyLength()];
    outgoing.body().get(body);
    return new JsonMapper().readTree(body);
  }
}
