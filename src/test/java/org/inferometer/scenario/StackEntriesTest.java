package org.inferometer.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.inferometer.wire.Api;
import org.inferometer.wire.Protocols;
import org.inferometer.wire.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a scenario can say of a stack, and what is said of what it cannot. */
class StackEntriesTest extends SmallestScenario {
  @Test
  void readsWhereAServerTellsOfItselfAndWhatItCosts() throws IOException {
    String library = SMALLEST;
    Scenario scenario =
        read(
            library.replace(
                "a: {", "a: { metrics: 'http://127.0.0.1:8002/metrics', price-per-hour: 2.5,"));
    Path plan = folder.resolve("plan.json");
    Plan.of(scenario).write(plan);

    assertThat(Plan.read(plan).scenario().stack("a")).isEqualTo(scenario.stack("a"));
    assertThat(scenario.stack("a").metrics()).isEqualTo("http://127.0.0.1:8002/metrics");
    assertThat(scenario.stack("a").pricePerHour()).isEqualTo(2.5);
    assertThat(read(library.replace("a: {", "a: { metrics: false,")).stack("a").metrics())
        .isEmpty();
    assertThat(read(library.replace("a: {", "a: { metrics: true,")).stack("a").metrics()).isNull();
    assertThatThrownBy(() -> read(library.replace("a: {", "a: { metrics: here,")))
        .hasMessageContaining(
            "stacks.a.metrics: found the text \"here\"; allowed: an address like");
    assertThatThrownBy(() -> read(library.replace("a: {", "a: { metrics: 'http://u:p@h/',")))
        .hasMessageContaining("stacks.a.metrics: the address holds a user name or password");
    assertThatThrownBy(() -> read(library.replace("a: {", "a: { price-per-hour: 0,")))
        .hasMessageContaining("stacks.a.price-per-hour: found 0; allowed: ");
  }

  @Test
  void refusesAStackThatCannotBeReached() {
    String stack = "  b: %s\ntasks:";
    assertProblem(with(stack, "{ label: B }"), "line 6, column 6: stacks.b: neither url nor");
    assertProblem(with(stack, "{ url: 'ftp://x' }"), "stacks.b.url: \"ftp://x\" is no http");
    assertProblem(
        with(stack, "{ url: 'http://x', launch: { command: [x] } }"),
        "stacks.b: both url and launch; allowed: one of them");
    assertProblem(
        with(stack, "{ launch: { command: [x], timeout: 999999999h } }"),
        "stacks.b.launch.timeout: found \"999999999h\"; allowed: at most 720h");
    assertProblem(with(stack, "{ url: 'http://u:p@x' }"), "holds a user name or password");
    assertProblem(with(stack, "{ launch: { ready: /x } }"), "neither inferometer nor command");
    assertProblem(
        with(stack, "{ launch: { inferometer: [], command: [x] } }"), "both inferometer and");
    assertProblem(with(stack, "{ launch: { command: [run, 8] } }"), "found 8; allowed: a text");
    assertProblem(
        with(stack, "{ url: 'http://x', api-key: abc }"),
        "found what is not shown, as it may be a secret; allowed: exactly");
    assertProblem(
        with(stack, "{ url: 'http://x', models: { n: x } }"), "unknown model; did you mean \"m\"?");
    assertProblem(with("  B!: %s\ntasks:", "{ url: 'http://x' }"), "allowed: a name of small");
  }

  @Test
  void takesTheProtocolsThatThereAreWithTheirDialects() throws IOException {
    JsonNode keys = new JsonMapper().readTree(ScenarioSchema.text()).at("/$defs/stack/properties");
    assertThat(keys.at("/protocol/enum"))
        .extracting(JsonNode::textValue)
        .containsExactlyElementsOf(Protocols.names());
    assertThat(keys.at("/dialect/enum"))
        .extracting(JsonNode::textValue)
        .containsExactlyInAnyOrderElementsOf(
            Protocols.names().stream()
                .flatMap(name -> Protocols.named(name).names().stream())
                .collect(Collectors.toSet()));

    Scenario scenario =
        read(SMALLEST.replace("a: {", "a: { protocol: openai-chat, dialect: vllm,"));
    Stack stack = scenario.stack("a");
    assertThat(stack.spoken()).isEqualTo(Protocols.spoken("openai-chat/vllm"));
    assertThat(stack.asks(scenario.task("chat"))).isEqualTo(Api.CHAT);
    String json = PlanJson.mapper().writeValueAsString(stack);
    assertThat(PlanJson.mapper().readValue(json, Stack.class)).isEqualTo(stack);
    String before = json.replaceFirst("\"protocol\" : \"openai-chat\",", "");
    assertThat(PlanJson.mapper().readValue(before, Stack.class).protocol()).isEqualTo("openai");
    assertProblem(
        SMALLEST.replace("a: {", "a: { protocol: openai-chat, dialect: vlm,"),
        "allowed: openai (default), vllm");
    for (String body :
        List.of(
            "tgi, body: { parameters: { max_new_tokens: 3 } }",
            "ollama, body: { options: { temperature: 3 } }",
            "gemini, body: { generationConfig: { maxOutputTokens: 3 } }",
            "sglang, body: { sampling_params: { top_p: 1 } }",
            "llama-cpp, body: { n_predict: 3 }")) {
      assertProblem(
          SMALLEST.replace("a: {", "a: { protocol: " + body + ","),
          "is a generation argument, which the task says for all stacks");
    }
    for (String instead :
        List.of("tgi, body: { parameters: 3 }", "ollama, body: { options: [] }")) {
      assertProblem(
          SMALLEST.replace("a: {", "a: { protocol: " + instead + ","),
          "would stand in the place of the generation arguments");
    }
    for (String field : List.of("prompt", "stream", "seed")) {
      assertProblem(
          SMALLEST.replace("a: {", "a: { max-tokens-field: " + field + ","), "field " + field);
    }
    assertProblem(
        SMALLEST.replace("a: {", "a: { protocol: ollama, max-tokens-field: raw,"), "field raw");
    read(SMALLEST.replace("a: {", "a: { protocol: responses, max-tokens-field: max_tokens,"));
    read(SMALLEST.replace("a: {", "a: { protocol: ollama, body: { options: { num_ctx: 8192 } },"));
    assertProblem(
        SMALLEST.replace("a: {", "a: { protocol: tgi, dialect: vllm,"),
        "vllm is no dialect of protocol tgi; allowed: tgi");
    assertProblem(
        SMALLEST
            .replace("a: {", "a: { protocol: llama-cpp,")
            .replace("chat.jsonl", "chat.jsonl, api: chat"),
        "a chat cannot be put to stack a by protocol llama-cpp, which only continues texts");
    assertProblem(
        SMALLEST.replace("a: {", "a: { protocol: grpc,"), "found the text \"grpc\"; allowed: how");
  }

  @Test
  void aTaskIsAskedOnlyInWaysThatTheProtocolOfEachStackHas() throws IOException {
    String infer = SMALLEST.replace("a: {", "a: { protocol: triton-infer,");
    assertProblem(infer, "triton-infer does not know mode stream, in which task chat is asked");
    assertProblem(infer, "allowed: modes: [sync]");
    String batch = "chat: { batch: 8,";
    assertProblem(
        SMALLEST.replace("chat: {", batch),
        "protocol openai puts one prompt into a request, but task chat asks 8 together");
    Scenario scenario = read(infer.replace("chat: {", batch + " modes: [sync],"));
    assertThat(scenario.task("chat").perRequest()).isEqualTo(8);
    assertThat(scenario.stack("a").speaksTriton()).isTrue();
    assertProblem(
        infer.replace("chat: {", batch + " modes: [sync], cancel: { share: 10%, after: 1s },"),
        "not with batch");
  }

  @Test
  void takesWhatIsSpecialAboutTheRequestsToAStack() throws IOException {
    String special =
        """
        a: { path: "/v3/chat/completions?version=1", max-tokens-field: max_completion_tokens,
             omit: [temperature], check: { models: false },
             headers: { X-Tenant: a, Authorization: { env: KEY } },
             body: { user: u, options: { deep: [1, true, null] } },\s""";
    Scenario scenario = read(SMALLEST.replace("a: {", special.strip()));
    Stack stack = scenario.stack("a");

    assertThat(stack.address(stack.url()).route("/v1/models")).isEqualTo("/v3/models?version=1");
    assertThat(stack.spoken().maxTokens()).isEqualTo("max_completion_tokens");
    assertThat(stack.spoken().takes("temperature")).isFalse();
    assertThat(stack.checkModels()).isFalse();
    assertThat(stack.requests().headers())
        .containsEntry("X-Tenant", new Requests.Header("a", null))
        .containsEntry("Authorization", new Requests.Header(null, new ApiKey("KEY", null)));
    assertThat(stack.requests().body())
        .hasToString("{\"user\":\"u\",\"options\":{\"deep\":[1,true,null]}}");
    Path plan = folder.resolve("plan.json");
    Plan.of(scenario).write(plan);
    assertThat(Plan.read(plan).scenario()).hasToString(scenario.toString());
    assertThat(Files.readString(plan)).doesNotContain(": \"secret\"");
  }

  @Test
  void leavesOutWhatAModelBehindTritonDoesNotHaveAndCallsTheRestAsItDoes() throws IOException {
    String special =
        """
        a: { protocol: triton-infer, omit: [batch_dimension, return_finish_reason],
             tensors: { text_input: INPUT_0, text_output: OUTPUT_0 },\s""";
    Scenario scenario =
        read(
            SMALLEST.replace("a: {", special.strip()).replace("chat: {", "chat: { modes: [sync],"));
    Stack stack = scenario.stack("a");

    assertThat(stack.spoken().takes("batch_dimension")).isFalse();
    assertThat(stack.spoken().promisesFinish()).isFalse();
    assertThat(stack.spoken().names())
        .containsOnly(Map.entry("text_input", "INPUT_0"), Map.entry("text_output", "OUTPUT_0"));
    Path plan = folder.resolve("plan.json");
    Plan.of(scenario).write(plan);
    assertThat(Plan.read(plan).scenario()).hasToString(scenario.toString());
  }

  @Test
  void oneOfTheNamesOfAServerIsTheFirst() throws IOException {
    String names = "\n  b: { url: 'http://h:1' }\n  c: { url: 'http://h:1', path: /v3 }\ntasks:";
    Scenario scenario = read(SMALLEST.replace("\ntasks:", names) + BUDGET);

    assertThat(scenario.stacks().stream().filter(scenario::isFirstOfServer))
        .extracting(Stack::name)
        .containsExactly("a", "b");
  }

  @Test
  void aSecondWordForAnArgumentMayBeSaidWhereTheFirstIsNot() throws IOException {
    String other = "a: { omit: [seed], body: { random_seed: 7 },";
    assertThat(read(SMALLEST.replace("a: {", other)).stack("a").requests().body())
        .hasToString("{\"random_seed\":7}");
  }

  @Test
  void refusesWhatMayNotBeSpecialAboutRequests() {
    String stack = "  b: { url: 'http://x', %s }\ntasks:";
    assertProblem(with(stack, "path: v3"), "stacks.b.path: found the text \"v3\"; allowed: a path");
    assertProblem(with(stack, "path: '/a b'"), "stacks.b.path: a path begins with /");
    for (String wrong : new String[] {"/a|b", "/a%zz", "/{m}", "/a b", "/ü"}) {
      assertProblem(with(stack, "path: '%s'".formatted(wrong)), "stacks.b.path: a path begins");
      assertProblem(
          with(stack, "metrics: '%s'".formatted(wrong)), "stacks.b.metrics: a path begins");
      assertProblem(
          with(stack, "reset-cache: '%s'".formatted(wrong)), "stacks.b.reset-cache: a path begins");
      assertProblem(
          with("  b: { launch: { inferometer: [], ready: '%s' } }\ntasks:", wrong),
          "stacks.b.launch.ready: a path begins");
    }
    assertProblem(with(stack, "headers: { Host: h }"), "header Host is the client's own");
    assertProblem(with(stack, "headers: { 'a b': h }"), "is no header");
    assertProblem(with(stack, "headers: { X: \"a\\nb\" }"), "header X has a line break");
    assertProblem(with(stack, "headers: { X: 5 }"), "stacks.b.headers.X: found what is not shown");
    assertProblem(
        with(stack, "headers: { Authorization: { env: KEY } }, api-key: { env: KEY }"),
        "api-key sets this header, too");
    assertProblem(with(stack, "headers: { X: { env: NONE } }"), "variable NONE is not set");
    assertProblem(
        with(stack, "protocol: triton, path: /a/v2/models/x/generate"),
        "stacks.b.path: it asks x, but model m is served as m; allowed: models: { m: x }, or");
    assertProblem(
        with(stack, "tensors: { text_input: INPUT_0 }"),
        "stacks.b.tensors: only models behind Triton have such");
    assertProblem(
        with(stack, "protocol: triton, tensors: { text: INPUT_0 }"),
        "stacks.b.tensors.text: allowed: text_input, text_output");
    assertProblem(with(stack, "body: { prompt: p }"), "field prompt says what is asked");
    for (String second :
        new String[] {
          "body: { max_completion_tokens: 5 }",
          "dialect: llama-cpp, body: { n_predict: 5 }",
          "protocol: gemini, body: { generationConfig: { topP: 0.5 } }",
          "protocol: sglang, body: { sampling_params: { sampling_seed: 5 } }",
          "protocol: ollama, body: { options: { n_predict: 5 } }"
        }) {
      assertProblem(with(stack, second), "is another word for ");
    }
    assertProblem(
        with(stack, "protocol: anthropic, body: { system: s }"), "field system says what is asked");
    assertProblem(with(stack, "body: { top_k: 5 }"), "stacks.b.body.top_k: is a generation");
    assertProblem(
        with(stack, "max-tokens-field: n_predict, body: { n_predict: 5 }"), "is a generation");
    assertProblem(with(stack, "omit: [prompt]"), "stacks.b.omit[0]: found the text \"prompt\"");
    assertProblem(with(stack, "check: { model: true }"), "did you mean \"models\"?");
    assertProblem(with(stack, "ulr: 'http://x'"), "ulr: unknown key; did you mean \"url\"?");
    assertProblem(with("  b: %s\ntasks:", "{ url: 'http://x:99999' }"), "has port 99999");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api-key: sk-hush",
        "api-key: [sk-hush]",
        "api-key: { sk-hush }",
        "api-key: { sk-hush: sk-hush }",
        "api-key: { env: sk-hush }",
        "api-key: { file: sk-hush }",
        "api-key: { env: [sk-hush] }",
        "headers: { Authorization: Bearer sk-hush }",
        "headers: { x-api-key: sk-hush }",
        "headers: { Cookie: sk-hush }",
        "headers: { X: { env: sk-hush } }",
        "headers: { X: { sk-hush } }",
        "headers: { X: [sk-hush] }",
        "path: '/v1?key=sk-hush'",
        "body: { api_key: sk-hush }",
        "body: { extra: [ { Authorization: Bearer sk-hush, access_token: sk-hush } ] }",
        "body: { passwords: [ sk-hush ] }"
      })
  void neverRepeatsASecretInTheWrongPlace(String key) {
    String text = with("  b: { url: 'http://x', %s }\ntasks:", key);
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("stacks.b.")
        .message()
        .doesNotContain("hush");
  }

  @Test
  void refusesTrustThatTrustsNobodyOrIsOfNoUse() throws IOException {
    Files.writeString(folder.resolve("no.pem"), "nothing");
    String stack = "  b: { url: 'https://x', tls: { %s } }\ntasks:";
    assertProblem(with(stack, "ca: none.pem"), "none.pem does not exist; allowed: the path of a");
    assertProblem(with(stack, "ca: no.pem"), "no.pem holds no certificate; allowed: PEM, which");
    assertProblem(with(stack, "ca: no.pem, insecure: true"), "allowed: exactly one of ca");
    assertProblem(with(stack, "insecure: false"), "found false; allowed: true to trust any");
    assertProblem(
        with("  b: { url: '%s', tls: { insecure: true } }\ntasks:", "http://x"),
        "stacks.b.tls: is of no use without https; allowed: with url: https://...");
  }

  @Test
  void aStackIsCarriedByTheTransportThatItNamesInThePlan() throws IOException {
    String library = SMALLEST.replace("{ generate: { family: gpt2, size: tiny } }", "{}") + BUDGET;
    Scenario scenario = read(library.replace("a: {", "a: { transport: http-client,"));
    Path plan = folder.resolve("plan.json");
    Plan.of(scenario).write(plan);

    assertThat(read(library).stack("a").reached()).isEqualTo("sockets");
    assertThat(scenario.stack("a").reached()).isEqualTo("http-client");
    assertThat(plan).content().contains("\"transport\" : \"http-client\"");
    assertThat(Plan.read(plan).scenario().stack("a").transport()).isEqualTo(Transport.HTTP_CLIENT);
    assertThat(Caveats.of(scenario)).anyMatch(one -> one.startsWith("a: carried by Apache"));
    assertProblem(
        with("  b: { url: 'http://x', transport: %s }\ntasks:", "pigeon"),
        "stacks.b.transport: found the text \"pigeon\"; allowed: sockets (default");
  }

  @Test
  void anAddressFromOutsideTakesThePlaceOfALaunch() throws IOException {
    String launched =
        SMALLEST.replace("url: \"http://127.0.0.1:8000/\"", "launch: {inferometer: []}");
    Stack stack =
        Scenarios.read(write(launched), Map.of("stack.url.a", "http://there:1/"), Map.of())
            .stack("a");

    assertThat(stack.launch()).isNull();
    assertThat(stack.url()).isEqualTo(URI.create("http://there:1"));
    assertThat(stack.dialect()).isEqualTo("vllm");
  }

  @Test
  void refusesTwoStacksThatFiguresCannotTellApart() {
    String stack = "  b: { url: 'http://x', label: %s }\ntasks:";
    assertProblem(
        with(stack, "a"),
        "stacks.b: in figures it is called \"a\", as is a; give them different labels");
  }
}
