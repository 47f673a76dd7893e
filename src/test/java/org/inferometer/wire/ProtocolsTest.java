package org.inferometer.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.inferometer.dataset.Generation;
import org.inferometer.dataset.Message;
import org.inferometer.dataset.Prompt;
import org.inferometer.record.Mode;
import org.junit.jupiter.api.Test;

class ProtocolsTest {
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

  private static final Prompt PROMPT = new Prompt("p", "x", null);

  @Test
  void areNamedWithTheirDialects() {
    assertThat(Protocols.spoken("vllm").protocol().name()).isEqualTo("openai");
    assertThat(Protocols.spoken("openai-chat").protocol().name()).isEqualTo("openai-chat");
    assertThat(Protocols.spoken("openai-chat/vllm").continuousUsage()).isTrue();
    assertThatThrownBy(() -> Protocols.spoken("openai-chat/gemini"))
        .hasMessageContaining(
            "known are openai, vllm, transformers, llama-cpp, trtllm, triton-openai");
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

  @Test
  void areAskedInTheWordsOfEach() throws Exception {
    assertThat(asked("responses"))
        .isEqualTo(
            json(
                """
                {"model":"m","input":"x","max_output_tokens":8,"temperature":0.0,"stream":true}"""));
    assertThat(asked("responses/vllm").get("ignore_eos").booleanValue()).isTrue();
    assertThat(asked("anthropic"))
        .isEqualTo(
            json(
                """
                {"model":"m","messages":[{"role":"user","content":"x"}],"max_tokens":8,
                 "temperature":0.0,"stream":true}"""));
    Generation stopping = new Generation(null, null, null, 8, null, null, List.of("."));
    assertThat(body(endpoint("anthropic"), PROMPT, stopping).get("stop_sequences"))
        .isEqualTo(json("[\".\"]"));
  }

  @Test
  void areToldWhatWasSaidBeforeInTheWordsOfEach() throws Exception {
    Prompt talk =
        new Prompt(
            "p",
            "now",
            null,
            List.of(
                new Message("system", "be brief"),
                new Message("developer", "in verse"),
                new Message("user", "then"),
                new Message("assistant", "yes"),
                new Message("user", "now")));
    JsonNode messages = body(endpoint("anthropic"), talk, Wire.GENERATION);
    assertThat(messages.get("system").textValue()).isEqualTo("be brief\n\nin verse");
    assertThat(messages.get("messages"))
        .isEqualTo(
            json(
                """
                [{"role":"user","content":"then"},{"role":"assistant","content":"yes"},
                 {"role":"user","content":"now"}]"""));
    assertThat(
            body(endpoint("gemini"), talk, new Generation(null, null, null, 8, null, null, null)))
        .isEqualTo(
            json(
                """
                {"contents":[{"role":"user","parts":[{"text":"then"}]},
                  {"role":"model","parts":[{"text":"yes"}]},
                  {"role":"user","parts":[{"text":"now"}]}],
                 "systemInstruction":{"parts":[{"text":"be brief"},{"text":"in verse"}]},
                 "generationConfig":{"maxOutputTokens":8}}"""));
    JsonNode input = body(endpoint("responses"), talk, Wire.GENERATION).get("input");
    assertThat(input).hasSize(5);
    assertThat(input.get(0)).isEqualTo(json("{\"role\":\"system\",\"content\":\"be brief\"}"));
  }

  @Test
  void tellOfToolsInTheWordsOfEach() throws Exception {
    ArrayNode tools =
        (ArrayNode)
            json(
                """
                [{"type":"function","function":{"name":"f","description":"d",
                  "parameters":{"type":"object","properties":{"a":{"type":"string"}}}}},
                 {"type":"function","function":{"name":"g","strict":true}}]""");
    String before = tools.toString();
    assertThat(Protocols.named("anthropic").tools(tools))
        .isEqualTo(
            json(
                """
                [{"name":"f","description":"d",
                  "input_schema":{"type":"object","properties":{"a":{"type":"string"}}}},
                 {"name":"g","strict":true,"input_schema":{"type":"object"}}]"""));
    assertThat(Protocols.named("responses").tools(tools))
        .isEqualTo(
            json(
                """
                [{"type":"function","strict":false,"name":"f","description":"d",
                  "parameters":{"type":"object","properties":{"a":{"type":"string"}}}},
                 {"type":"function","strict":true,"name":"g"}]"""));
    assertThat(Protocols.named("gemini").tools(tools))
        .isEqualTo(
            json(
                """
                [{"functionDeclarations":[{"name":"f","description":"d",
                  "parameters":{"type":"object","properties":{"a":{"type":"string"}}}},
                 {"name":"g"}]}]"""));
    for (String alike : List.of("openai", "openai-chat", "ollama")) {
      assertThat(Protocols.named(alike).tools(tools)).isEqualTo(tools);
    }
    assertThat(tools.toString()).isEqualTo(before);
  }

  @Test
  void sendAKeyAsEachWantsIt() {
    Map<String, String> anthropic = Protocols.spoken("anthropic").headers("k", Map.of());
    assertThat(anthropic).isEqualTo(Map.of("anthropic-version", "2023-06-01", "x-api-key", "k"));
    assertThat(Protocols.spoken("anthropic/vllm").headers("k", Map.of()))
        .containsEntry("Authorization", "Bearer k")
        .doesNotContainKey("x-api-key");
    assertThat(Protocols.spoken("gemini").headers("k", Map.of()))
        .isEqualTo(Map.of("x-goog-api-key", "k"));
    assertThat(Protocols.spoken("gemini").headers(null, Map.of())).isEmpty();
    assertThat(endpoint("anthropic").path(Mode.SYNC)).isEqualTo("/v1/messages");
    assertThat(endpoint("responses").path(Mode.SYNC)).isEqualTo("/v1/responses");
  }

  private static JsonNode asked(String spoken) throws Exception {
    return body(endpoint(spoken), PROMPT, Wire.GENERATION);
  }

  private static Endpoint endpoint(String spoken) {
    return new Endpoint(NOWHERE, Api.COMPLETIONS, Protocols.spoken(spoken), "m", null);
  }

  private static JsonNode json(String text) throws Exception {
    return new JsonMapper().readTree(text);
  }

  private static JsonNode body(Endpoint endpoint) throws Exception {
    return body(endpoint, PROMPT, Wire.GENERATION);
  }

  private static JsonNode body(Endpoint endpoint, Prompt prompt, Generation generation)
      throws Exception {
    Outgoing outgoing = new RequestEncoder(endpoint).encode(prompt, generation, Mode.STREAM, "r");
    byte[] body = new byte[outgoing.bodyLength()];
    outgoing.body().get(body);
    return new JsonMapper().readTree(body);
  }
}
