package org.inferometer.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.inferometer.dataset.Batches;
import org.inferometer.dataset.Generation;
import org.inferometer.dataset.Prompt;
import org.inferometer.machine.Clock;
import org.inferometer.record.Mode;
import org.inferometer.record.Outcome;
import org.inferometer.record.RequestMetrics;
import org.inferometer.record.RequestRecord;
import org.junit.jupiter.api.Test;

/** How questions are spelled for Triton, after what a real one took. */
class TritonTest {
  private static final URI ANYWHERE = URI.create("http://127.0.0.1:8000");
  private static final Generation GREEDY =
      new Generation(0.0, null, null, 8, 7L, true, List.of("END"));

  @Test
  void aStreamIsAskedForByPathAndByTensor() {
    Outgoing stream = ask("triton", "gpt2", GREEDY, Mode.STREAM);
    assertThat(head(stream))
        .startsWith("POST /v2/models/gpt2/generate_stream HTTP/1.1\r\n")
        .contains("Accept: text/event-stream\r\n", "Accept-Encoding: identity\r\n");
    assertThat(body(stream))
        .hasToString(
            "{\"text_input\":\"x\",\"stream\":true,\"exclude_input_in_output\":true,"
                + "\"return_finish_reason\":true,\"return_num_input_tokens\":true,"
                + "\"return_num_output_tokens\":true,\"temperature\":0.0,\"seed\":7,"
                + "\"ignore_eos\":true,\"max_tokens\":8,\"stop\":\"END\"}");

    Outgoing whole = ask("triton", "gpt2", GREEDY, Mode.SYNC);
    assertThat(head(whole)).startsWith("POST /v2/models/gpt2/generate HTTP/1.1\r\n");
    assertThat(body(whole).has("stream")).isFalse();
  }

  @Test
  void aVersionIsAPartOfTheServedName() {
    assertThat(head(ask("triton", "a b/versions/2", GREEDY, Mode.SYNC)))
        .startsWith("POST /v2/models/a%20b/versions/2/generate HTTP/1.1\r\n");
    assertThat(head(ask("triton-infer", "m/versions/1", GREEDY, Mode.SYNC)))
        .startsWith("POST /v2/models/m/versions/1/infer HTTP/1.1\r\n");
  }

  @Test
  void severalStopsGoWithAllArgumentsIntoOneTensorAsAParameterHoldsNoList() throws Exception {
    Generation stops = new Generation(0.0, null, null, 8, null, null, List.of("a", "b"));
    JsonNode body = body(ask("triton", "m", stops, Mode.SYNC));

    assertThat(body.has("stop")).isFalse();
    assertThat(body.has("max_tokens")).isFalse();
    assertThat(new JsonMapper().readTree(body.path("sampling_parameters").textValue()))
        .hasToString("{\"temperature\":0.0,\"stop\":[\"a\",\"b\"],\"max_tokens\":8}");
  }

  @Test
  void otherBackendsHaveOtherWords() {
    JsonNode tensorRt = body(ask("triton/tensorrt-llm", "ensemble", GREEDY, Mode.STREAM));
    assertThat(tensorRt)
        .hasToString(
            "{\"text_input\":\"x\",\"temperature\":0.0,\"seed\":7,\"max_tokens\":8,"
                + "\"stop_words\":[\"END\"],\"stream\":true,\"exclude_input_in_output\":true,"
                + "\"return_num_input_tokens\":true,\"return_num_output_tokens\":true}");
    JsonNode api = body(ask("triton/llm-api", "m", GREEDY, Mode.STREAM));
    assertThat(api)
        .hasToString(
            "{\"text_input\":\"x\",\"sampling_param_temperature\":0.0,\"sampling_param_seed\":7,"
                + "\"sampling_param_stop\":[\"END\"],\"sampling_param_max_tokens\":8,"
                + "\"streaming\":true,\"sampling_param_exclude_input_from_output\":true,"
                + "\"return_finish_reason\":true}");
    Generation unstopped = new Generation(0.0, null, null, 8, null, null, null);
    assertThat(body(ask("triton/python", "m", unstopped, Mode.STREAM)))
        .hasToString("{\"text_input\":\"x\",\"temperature\":0.0,\"max_tokens\":8,\"stream\":true}");
    for (String spoken : List.of("triton/tensorrt-llm", "triton-infer/llm-api")) {
      assertThat(Protocols.spoken(spoken).takes("ignore_eos")).isFalse();
    }
    assertThat(Protocols.spoken("triton").takes("ignore_eos")).isTrue();
    assertThat(Protocols.spoken("triton/python").takes("stop")).isFalse();
    assertThat(Protocols.spoken("triton").continuousUsage()).as("counts in every event").isTrue();
    assertThat(Protocols.spoken("triton/python").continuousUsage()).isFalse();
  }

  @Test
  void inferSaysInTensorsWhatIsAnInputAndTheRestInParameters() {
    assertThat(body(ask("triton-infer", "m", GREEDY, Mode.SYNC)))
        .hasToString(
            "{\"inputs\":["
                + "{\"name\":\"text_input\",\"shape\":[1,1],\"datatype\":\"BYTES\",\"data\":[\"x\"]},"
                + bool("exclude_input_in_output")
                + ","
                + bool("return_finish_reason")
                + ","
                + bool("return_num_input_tokens")
                + ","
                + bool("return_num_output_tokens")
                + "],\"parameters\":{\"temperature\":0.0,\"seed\":7,\"ignore_eos\":true,"
                + "\"max_tokens\":8,\"stop\":\"END\"}}");
    assertThat(body(ask("triton-infer/tensorrt-llm", "m", GREEDY, Mode.SYNC)).path("inputs"))
        .anySatisfy(
            one ->
                assertThat(one)
                    .hasToString(
                        "{\"name\":\"max_tokens\",\"shape\":[1,1],\"datatype\":\"INT32\",\"data\":[8]}"))
        .anySatisfy(one -> assertThat(one.toString()).contains("\"seed\"", "UINT64", "[7]"))
        .anySatisfy(one -> assertThat(one.toString()).contains("temperature", "FP32"));
  }

  @Test
  void severalPromptsGoIntoOneRequestRowByRow() {
    List<Prompt> texts = List.of(new Prompt("a", "x", null), new Prompt("b", "y", null));
    Prompt both = new Batches((phase, place) -> texts.get((int) place % 2), 2).prompt(null, 3);
    Endpoint endpoint =
        new Endpoint(ANYWHERE, Api.COMPLETIONS, Protocols.spoken("triton-infer"), "m", null);
    Outgoing outgoing = new RequestEncoder(endpoint).encode(both, GREEDY, Mode.SYNC, "r");

    assertThat(outgoing.promptId()).isEqualTo("a+b");
    assertThat(outgoing.prompts()).isEqualTo(2);
    assertThat(outgoing.maxTokens()).isEqualTo(16);
    assertThat(body(outgoing).at("/inputs/0"))
        .hasToString(
            "{\"name\":\"text_input\",\"shape\":[2,1],\"datatype\":\"BYTES\","
                + "\"data\":[\"x\",\"y\"]}");
    assertThat(body(outgoing).path("inputs"))
        .allSatisfy(one -> assertThat(one.path("shape")).hasToString("[2,1]"))
        .allSatisfy(one -> assertThat(one.path("data")).hasSize(2));
    assertThat(body(outgoing).at("/parameters/max_tokens").asInt()).isEqualTo(8);
  }

  @Test
  void theAnswersOfOneRequestAreCountedEachAndTogether() throws Exception {
    String real = Files.readString(Path.of("src/test/resources/triton/infer-two.json"));
    RequestRecord two = answered(real, 2);
    assertThat(two.outcome()).isEqualTo(Outcome.OK);
    assertThat(two.answers()).isEqualTo(2);
    assertThat(two.answerTokens()).containsExactly(4, 4);
    assertThat(two.outputTokens()).isEqualTo(8);
    assertThat(two.promptTokens()).isEqualTo(14);
    assertThat(RequestMetrics.tokenSpeed(two) * RequestMetrics.totalLatency(two))
        .isCloseTo(4e9, within(1.0));

    RequestRecord three = answered(real, 3);
    assertThat(three.outcome()).isEqualTo(Outcome.MALFORMED);
    assertThat(three.reason()).isEqualTo("2 answers to 3 prompts");
    RequestRecord one = answered(real.replaceFirst("length\",\"length", "error\",\"length"), 2);
    assertThat(one.outcome()).isEqualTo(Outcome.STREAM_ERROR);
  }

  @Test
  void anAnswerThatIsMissingAmongThoseOfOneRequestMakesItAFailure() throws Exception {
    String texts = "{\"outputs\":[{\"name\":\"text_output\",\"data\":[\"a\",\"\"]}%s]}";
    String tokens = ",{\"name\":\"num_output_tokens\",\"data\":[1,%d]}";

    RequestRecord missing = answered(texts.formatted(tokens.formatted(0)), 2);
    assertThat(missing.outcome()).isEqualTo(Outcome.EMPTY);
    assertThat(missing.reason()).isEqualTo("1 of 2 answers without content");
    assertThat(answered(texts.formatted(""), 2).outcome()).isEqualTo(Outcome.EMPTY);
    RequestRecord unprinted = answered(texts.formatted(tokens.formatted(3)), 2);
    assertThat(unprinted.outcome()).isEqualTo(Outcome.OK);
    assertThat(unprinted.answerTokens()).containsExactly(1, 3);
  }

  private static RequestRecord answered(String body, int prompts) throws Exception {
    Prompt prompt =
        new Batches((phase, place) -> new Prompt("p" + place, "x", null), prompts).prompt(null, 0);
    try (ScriptedServer server =
            new ScriptedServer(
                (socket, head, asked) -> {
                  ScriptedServer.write(
                      socket,
                      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                          + body.length()
                          + "\r\n\r\n"
                          + body);
                  return true;
                });
        Client client = Client.open(Wire.endpoint(server.url(), "triton-infer"), Wire.settings())) {
      Exchange exchange =
          client.start(
              client.prepare(prompt, GREEDY, Mode.SYNC, "r"),
              Wire.labels(Mode.SYNC),
              Clock.nanos());
      exchange.awaitEnd();
      return exchange.record();
    }
  }

  @Test
  void whatAModelDoesNotHaveIsLeftOut() {
    Dialect dialect =
        Protocols.spoken("triton-infer")
            .without(List.of("batch_dimension", "return_finish_reason", "temperature"));
    JsonNode body =
        body(ask(new Endpoint(ANYWHERE, Api.CHAT, dialect, "m", null), GREEDY, Mode.SYNC));

    assertThat(body.at("/inputs/0/shape")).hasToString("[1]");
    assertThat(body.toString()).doesNotContain("return_finish_reason", "temperature");
    assertThat(dialect.promisesFinish()).isFalse();
    Dialect api = Protocols.spoken("triton/llm-api").without(List.of("return_finish_reason"));
    JsonNode told = body(ask(new Endpoint(ANYWHERE, Api.CHAT, api, "m", null), GREEDY, Mode.SYNC));
    assertThat(told.has("return_finish_reason")).isFalse();
    assertThat(Protocols.spoken("triton-infer").promisesFinish()).isTrue();
  }

  @Test
  void aModelOfOnesOwnMayCallItsInputsAndOutputsOtherwise() throws Exception {
    Map<String, String> names =
        Map.of("text_input", "INPUT_0", "text_output", "OUTPUT_0", "top_k", "runtime_top_k");
    Generation topK = new Generation(null, null, 5, 8, null, null, null);
    for (String spoken : List.of("triton/tensorrt-llm", "triton/llm-api", "triton/python")) {
      Dialect dialect = Protocols.spoken(spoken).calling(names);
      Endpoint endpoint = new Endpoint(ANYWHERE, Api.CHAT, dialect, "m", null);
      JsonNode asked = body(ask(endpoint, topK, Mode.STREAM));
      assertThat(asked.path("INPUT_0").asText()).as(spoken).isEqualTo("x");
      assertThat(asked.path("runtime_top_k").asInt()).as(spoken).isEqualTo(5);
      assertThat(asked.toString()).doesNotContain("text_input", "\"top_k\"");
    }
    for (Mode mode : Mode.values()) {
      boolean stream = mode == Mode.STREAM;
      Dialect dialect =
          Protocols.spoken(stream ? "triton/python" : "triton-infer/python").calling(names);
      String whole = "{\"outputs\":[{\"name\":\"OUTPUT_0\",\"data\":[\"ab\"]}]}";
      try (ScriptedServer server =
              ScriptedServer.answering(
                  false,
                  "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nConnection: close\r\n\r\n%s"
                      .formatted(
                          stream ? "text/event-stream" : "application/json",
                          stream ? "data: {\"OUTPUT_0\":\"ab\"}\n\n" : whole));
          Client client =
              Client.open(
                  new Endpoint(server.url(), Api.COMPLETIONS, dialect, "m", null),
                  Wire.settings().keepingTexts())) {
        Exchange exchange = Wire.start(client, mode, "r");
        exchange.awaitEnd();
        assertThat(exchange.record().outcome()).isEqualTo(Outcome.OK);
        assertThat(exchange.text().text()).isEqualTo("ab");
      }
    }
  }

  private static String bool(String name) {
    return "{\"name\":\"%s\",\"shape\":[1,1],\"datatype\":\"BOOL\",\"data\":[true]}"
        .formatted(name);
  }

  private static Outgoing ask(String spoken, String model, Generation generation, Mode mode) {
    Dialect dialect = Protocols.spoken(spoken);
    return ask(new Endpoint(ANYWHERE, Api.COMPLETIONS, dialect, model, null), generation, mode);
  }

  private static Outgoing ask(Endpoint endpoint, Generation generation, Mode mode) {
    return new RequestEncoder(endpoint).encode(new Prompt("p", "x", null), generation, mode, "r");
  }

  private static String head(Outgoing outgoing) {
    return StandardCharsets.UTF_8.decode(outgoing.whole()).toString().replaceFirst("(?s)\\{.*", "");
  }

  private static JsonNode body(Outgoing outgoing) {
    try {
      return new JsonMapper().readTree(StandardCharsets.UTF_8.decode(outgoing.body()).toString());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
