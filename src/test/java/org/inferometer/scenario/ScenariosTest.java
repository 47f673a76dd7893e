package org.inferometer.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.inferometer.dataset.Generation;
import org.inferometer.dataset.Lengths;
import org.inferometer.dataset.Synthetic;
import org.inferometer.load.Load;
import org.inferometer.record.Mode;
import org.inferometer.server.model.Architecture;
import org.inferometer.server.model.ModelShape;
import org.inferometer.wire.Api;
import org.inferometer.wire.Protocols;
import org.inferometer.wire.Transport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScenariosTest {
  private static final String SMALLEST =
      """
      name: small
      models:
        m: { generate: { family: gpt2, size: tiny } }
      stacks:
        a: { url: "http://127.0.0.1:8000/" }
      tasks:
        chat: { prompts: chat.jsonl }
      """;

  private static final String BUDGET = "generation: { m: { chat: { max_tokens: 8 } } }\n";

  @TempDir Path folder;

  @BeforeEach
  void writePrompts() throws IOException {
    Files.writeString(folder.resolve("chat.jsonl"), "{\"id\":\"1\",\"text\":\"hello\"}\n");
    Files.createDirectory(folder.resolve("gpt2"));
    Files.writeString(folder.resolve("gpt2/config.json"), "{}");
  }

  @Test
  void fillsInEveryDefault() throws IOException {
    Scenario scenario = read(SMALLEST);

    assertThat(scenario.name()).isEqualTo("small");
    assertThat(scenario.folder()).isEqualTo(folder);
    assertThat(scenario.modes()).containsExactly(Mode.SYNC, Mode.STREAM);
    assertThat(scenario.tasks().get(0).loads())
        .extracting(Load::label)
        .containsExactly("p=1", "p=2", "p=4", "p=8");
    assertThat(scenario.measure().stacksTogether()).isTrue();
    assertThat(scenario.deadlines().connect()).isEqualTo(Duration.ofSeconds(5));
    assertThat(scenario.telemetryInterval()).isEqualTo(Duration.ofMillis(100));
    Stack stack = scenario.stack("a");
    assertThat(stack.url()).isEqualTo(URI.create("http://127.0.0.1:8000"));
    assertThat(stack.label()).isEqualTo("a");
    assertThat(stack.dialect()).isEqualTo("openai");
    assertThat(stack.served("m")).isEqualTo("m");
    Task task = scenario.task("chat");
    assertThat(task.prompts()).isEqualTo(folder.resolve("chat.jsonl"));
    assertThat(task.template()).isEqualTo("{text}");
    assertThat(task.reuse()).isFalse();
    assertThat(task.generation("m"))
        .isEqualTo(new Generation(0.9, 0.95, null, 100, null, null, null));
    assertThat(scenario.model("m").directory().isAbsolute()).isTrue();
    assertThat(scenario.model("m").directory().endsWith(Path.of("gpt2-tiny-1", "m"))).isTrue();
  }

  /** What a user reads after a mistake, and what an editor shows, is what is done. */
  @Test
  void theSchemaTellsTheDefaultsThatAreFilledIn() throws IOException {
    Path file = folder.resolve("plan.json");
    Plan.of(read(SMALLEST)).write(file);
    JsonNode scenario = new JsonMapper().readTree(file.toFile()).path("scenario");
    JsonNode schema =
        new JsonMapper()
            .readTree(Scenario.class.getResource("scenario.schema.json"))
            .path("properties");
    Pattern told = Pattern.compile("default (\\[.*]|[^\\s;,)]+)");
    List<String> without = List.of("until", "time-budget", "requests", "cool-down");
    for (String part : List.of("measure", "deadlines")) {
      schema
          .at("/" + part + "/properties")
          .properties()
          .forEach(
              one -> {
                Matcher found = told.matcher(one.getValue().path("description").asText());
                assertThat(found.find())
                    .as(one.getKey())
                    .isEqualTo(!without.contains(one.getKey()));
                if (!without.contains(one.getKey())) {
                  assertThat(
                          scenario.at("/" + part + "/" + one.getKey().replace('-', '_')).asText())
                      .as(one.getKey())
                      .isIn(found.group(1), Durations.format(duration(found.group(1))));
                }
              });
    }
    for (String key : List.of("seed", "modes")) {
      Matcher found = told.matcher(schema.at("/" + key + "/description").asText());
      assertThat(found.find()).isTrue();
      assertThat(scenario.path(key).toString().replace("\"", "").replace(",", ", "))
          .isEqualTo(found.group(1));
    }
  }

  private static Duration duration(String text) {
    return text.matches("[0-9]+(ms|s|m|h)") ? Durations.parse(text) : Duration.ZERO;
  }

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
  void readsHowPreciselyAndHowLongToMeasure() throws IOException {
    Measurement measure =
        read(SMALLEST
                + "measure: { until: { interval: 2.5%, of: p2ft, at-most: 30 }, time-budget: 5m }")
            .measure();

    assertThat(measure.until()).isEqualTo(new Until.Narrow(0.025, "p2ft", 30));
    assertThat(measure.mostRepeats()).isEqualTo(30);
    assertThat(measure.timeBudget()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void takesAnotherNumberOfRepeats() throws IOException {
    Path file = Files.writeString(folder.resolve("scenario.yaml"), SMALLEST + BUDGET);

    assertThat(Scenarios.read(file, Map.of("measure.repeats", "8")).measure().repeats())
        .isEqualTo(8);
    assertThatThrownBy(() -> Scenarios.read(file, Map.of("measure.repeats", "0")))
        .hasMessageContaining("measure.repeats: found 0; allowed: trials of each cell");
  }

  @Test
  void readsHowSteadyToMeasure() throws IOException {
    Measurement measure = read(SMALLEST + "measure: { until: { stable: 10% } }").measure();

    assertThat(measure.until()).isEqualTo(new Until.Stable(0.1, 3, null, 10));
    assertThat(measure.repeats()).isEqualTo(3);
    assertThat(measure.mostRepeats()).isEqualTo(10);
    assertThat(measure.iterations()).isEqualTo(1);
    assertThat(measure.iterationTime()).isEqualTo(Duration.ofSeconds(5));
    assertThat(measure.firstToken()).isFalse();

    assertThat(
            read(SMALLEST
                    + "measure: { until: { stable: 5%, windows: 4, percentile: p95, at-most: 7 } }")
                .measure()
                .until())
        .isEqualTo(new Until.Stable(0.05, 4, "p95", 7));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ of: p2ft } | until: missing: one of interval and stable",
        "{ interval: 5%, stable: 5% } | until: found both of interval and stable; allowed: one",
        "{ stable: 5%, of: p2ft } | until.of: not with stable; allowed: percentile",
        "{ interval: 5%, windows: 3 } | until.windows: allowed: only with stable",
        "{ interval: 5%, percentile: p95 } | until.percentile: allowed: only with stable",
        "{ stable: 5%, windows: 5, at-most: 4 } | until.at-most: found 4; allowed: at least 5",
        "{ stable: 0% } | until.stable: found the text \"0%\"; allowed: a percentage above 0",
      })
  void refusesWhatDoesNotSayWhenRepeatsAreEnough(String until, String problem) {
    assertThatThrownBy(() -> read(SMALLEST + "measure: { until: " + until + " }"))
        .hasMessageContaining("measure." + problem);
  }

  @Test
  void refusesToStartARunningServerAgain() {
    assertThatThrownBy(() -> read(SMALLEST + "measure: { launches: 2 }"))
        .hasMessageContaining("measure.launches: stack a runs already and cannot be started again");
  }

  /** Two stacks, each with what it needs for itself. */
  private static String claiming(String a, String b) {
    String stack = "  %s: { exclusive: %s, launch: { command: [run] } }\n";
    return SMALLEST.replaceFirst("  a: .*\\n", stack.formatted("a", a) + stack.formatted("b", b))
        + BUDGET;
  }

  @Test
  void stacksThatNeedTheSameAreUpOneAtATimeAndHaveAsManyTrialsAsOthersInThreeRounds()
      throws IOException {
    Scenario scenario = read(claiming("gpu", "gpu"));
    Measurement rounds = scenario.measure();
    Measurement apart = read(claiming("gpu", "tpu")).measure();

    Path plan = folder.resolve("plan.json");
    Plan.of(scenario).write(plan);
    assertThat(Plan.read(plan).scenario()).isEqualTo(scenario);
    assertThat(rounds.stacksTogether()).isFalse();
    assertThat(rounds.launches()).isEqualTo(3);
    assertThat(rounds.mostRepeats()).isEqualTo(6);
    assertThat(apart.stacksTogether()).isTrue();
    assertThat(apart.launches()).isEqualTo(1);
  }

  @Test
  void refusesWhatCannotBeKeptApart() {
    String two = claiming("gpu", "gpu");

    assertThatThrownBy(() -> read(two.replaceFirst("launch: .*", "url: \"http://127.0.0.1:1\" }")))
        .hasMessageContaining("stacks.a.exclusive: stack a runs already and keeps what it has");
    assertThatThrownBy(() -> read(two + "measure: { stacks-together: true }"))
        .hasMessageContaining(
            "measure.stacks-together: found true, and a and b need the gpu for themselves");
    assertThatThrownBy(() -> read(two + "measure: { until: { interval: 5% } }"))
        .hasMessageContaining("measure.until: not with exclusive stacks");
  }

  @Test
  void readsWhatTrialsWaitForAndWhichCachesTheyFindEmpty() throws IOException {
    String stack =
        SMALLEST.replace("a: { url", "a: { dialect: vllm, reset-cache: true, url") + BUDGET;
    Scenario scenario = read(stack + "measure: { cool-down: { below: 60C, at-most: 90s } }\n");
    assertThat(scenario.stack("a").resetCache()).isEqualTo("/reset_prefix_cache");
    assertThat(scenario.measure().coolDown()).isEqualTo(new CoolDown(60, Duration.ofSeconds(90)));
    Path plan = folder.resolve("plan.json");
    Plan.of(scenario).write(plan);
    assertThat(Plan.read(plan).scenario()).isEqualTo(scenario);
    assertThat(
            read(stack.replace("reset-cache: true", "reset-cache: /mine")).stack("a").resetCache())
        .isEqualTo("/mine");

    assertThatThrownBy(() -> read(stack.replace("dialect: vllm, ", "")))
        .hasMessageContaining(
            "stacks.a.reset-cache: no way is known for a server of dialect openai; allowed: the path");
    assertThatThrownBy(() -> read(stack + "measure: { cool-down: { below: 60 } }\n"))
        .hasMessageContaining(
            "measure.cool-down.below: found 60; allowed: a temperature in degrees");
  }

  @Test
  void readsEverythingThatAScenarioCanSay() throws IOException {
    Scenario scenario =
        read(
            """
            name: full
            description: One sentence.
            seed: 20261122
            models:
              small: { generate: { family: gpt2, size: small, seed: 7 } }
              gpt2: { directory: "${env.MODELS}/gpt2" }
            stacks:
              custom: { launch: { inferometer: [--scheduler, batch, --max-num-seqs, "8"] } }
              vllm:
                dialect: vllm
                label: vLLM
                launch:
                  command: [bash, "${env.SCRIPT}", "${model.directory}", "${port}"]
                  environment: { K: "${env.SCRIPT}" }
                  ready: /ready
                  timeout: 180s
                  stop: 2m
                models: { gpt2: other }
                api-key: { env: KEY }
              transformers: { dialect: transformers, url: "${env.URL}" }
            tasks:
              chat:
                prompts: chat.jsonl
                api: chat
                max-words: 300
                reuse: true
                template: "Q: {text}\\nA:"
                generation: { max_tokens: 10, stop: ["\\n"] }
            generation:
              small: { chat: { max_tokens: 16, temperature: 0, ignore_eos: true } }
            allow-unlike: [ignore_eos]
            modes: [stream]
            parallelism: [1, 16]
            measure: { repeats: 2, warmup-iterations: 0, warmup-time: 300ms, iterations: 5,
                       iteration-time: 1m, stacks-together: false }
            deadlines: { connect: 1s, head: 2s, first: 3s, token: 4s, total: 5s }
            telemetry: { interval: 50ms }
            """);

    assertThat(scenario.model("gpt2").directory()).isEqualTo(folder.resolve("gpt2"));
    assertThat(scenario.stacks())
        .extracting(Stack::name)
        .containsExactly("custom", "vllm", "transformers");
    assertThat(scenario.stack("custom").dialect()).isEqualTo("vllm");
    assertThat(scenario.stack("custom").launch().inferometer()).isTrue();
    Stack vllm = scenario.stack("vllm");
    assertThat(vllm.launch())
        .isEqualTo(
            new Launch(
                false,
                List.of("bash", "${env.SCRIPT}", "${model.directory}", "${port}"),
                Map.of("K", "${env.SCRIPT}"),
                "/ready",
                Duration.ofSeconds(180),
                Duration.ofMinutes(2)));
    assertThat(vllm.apiKey()).isEqualTo(new ApiKey("KEY", null));
    assertThat(vllm.models())
        .containsExactly(Map.entry("small", "small"), Map.entry("gpt2", "other"));
    assertThat(scenario.stack("transformers").url()).isEqualTo(URI.create("http://lab:9000"));
    assertThat(scenario.stack("transformers").served("gpt2"))
        .isEqualTo(folder.resolve("gpt2").toString());
    assertThat(scenario.task("chat").generation("small"))
        .isEqualTo(new Generation(0.0, 0.95, null, 16, null, true, List.of("\n")));
    assertThat(scenario.task("chat").generation("gpt2"))
        .isEqualTo(new Generation(0.9, 0.95, null, 10, null, null, List.of("\n")));
    assertThat(scenario.task("chat").maxWords()).isEqualTo(300);
    assertThat(scenario.task("chat").reuse()).isTrue();
    assertThat(scenario.measure())
        .isEqualTo(
            new Measurement(
                2,
                0,
                Duration.ofMillis(300),
                5,
                Duration.ofMinutes(1),
                null,
                Duration.ofSeconds(5),
                false,
                true,
                1,
                null,
                null,
                null));
  }

  @Test
  void listsAllProblemsAtOnceInTheirOrder() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    name: Bad Name
                    models:
                      m: { generate: { family: gpt2, size: tiny } }
                      n: { directory: nowhere }
                    stacks:
                      vllm:
                        lable: vLLM
                        url: http://h:1
                    tasks:
                      chat: { prompts: missing.jsonl }
                    paralelism: [1]
                    modes: [sync, streaming]
                    measure: { repeats: "two", iteration-time: 5 }
                    """))
        .isInstanceOf(ScenarioException.class)
        .message()
        .satisfies(
            message ->
                assertThat(message.lines().skip(1).map(String::strip))
                    .satisfiesExactly(
                        line ->
                            assertThat(line)
                                .startsWith("line 1, column 7: name: found the text \"Bad Name\"")
                                .contains("allowed: a name of small letters"),
                        line ->
                            assertThat(line)
                                .startsWith("line 4, column 19: models.n.directory: ")
                                .contains("nowhere is no model directory"),
                        line ->
                            assertThat(line)
                                .isEqualTo(
                                    "line 7, column 5: stacks.vllm.lable: unknown key; did you mean"
                                        + " \"label\"? Known: label, protocol, dialect, url, launch, models,"
                                        + " api-key, tls, transport, path, headers, body, max-tokens-field, omit, tensors, metrics, price-per-hour, reset-cache, exclusive, check"),
                        line ->
                            assertThat(line).startsWith("line 10, column 9: tasks.chat.generation"),
                        line ->
                            assertThat(line)
                                .startsWith("line 10, column 20: tasks.chat.prompts: ")
                                .contains("missing.jsonl does not exist"),
                        line ->
                            assertThat(line)
                                .startsWith("line 11, column 1: paralelism: unknown key; did you")
                                .contains("\"parallelism\"?"),
                        line ->
                            assertThat(line)
                                .isEqualTo(
                                    "line 12, column 15: modes[1]: found the text \"streaming\";"
                                        + " allowed: sync or stream"),
                        line ->
                            assertThat(line)
                                .startsWith(
                                    "line 13, column 21: measure.repeats: found the text \"two\";"
                                        + " allowed: trials of each cell on each stack"),
                        line ->
                            assertThat(line)
                                .startsWith("line 13, column 44: measure.iteration-time: found 5;")
                                .contains("like 500ms, 2s or 1m")));
  }

  @Test
  void refusesAKeyThatOccursTwice() {
    assertProblem(
        SMALLEST + "seed: 1\nseed: 2\n", "line 9, column 1: seed: occurs twice; first in line 8");
  }

  @Test
  void namesWhatIsMissing() {
    assertProblem("name: x\n", "models: missing; allowed: one or more models by name");
    assertProblem("", "found nothing; allowed: a scenario");
    assertProblem("- a\n", "line 1, column 1: found a list; allowed: a scenario");
    assertProblem(SMALLEST + "modes:\n", "modes: found nothing; allowed: a list of sync, stream");
  }

  @Test
  void refusesWhatIsNotYaml() {
    assertProblem("name: [x\nmodels: {}\n", "line 2, column 7: not YAML: ");
    assertProblem("a: &x [*x]\n", "an alias of something that contains it");
    assertProblem("name: \u0000\n", "not YAML: ");
    assertProblem("a: " + "[".repeat(100_000), "not YAML: ");
  }

  @Test
  void refusesWhatIsTooMuch() throws IOException {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x]\n");
    for (int i = 1; i < 16; i++) {
      bomb.append("a%1$d: &a%1$d [*a%2$d, *a%2$d, *a%2$d]\n".formatted(i, i - 1));
    }
    assertProblem(bomb.toString(), "here it has more than 100000 values, with those that aliases");
    assertProblem("#".repeat(3 << 20) + "\n", "longer than 3 MiB; allowed: a YAML file");
    String modes = SMALLEST + "modes: [" + "sink, ".repeat(200) + "sync]\n";
    assertThatThrownBy(() -> read(modes))
        .message()
        .satisfies(
            message -> {
              assertThat(message.lines().count()).isLessThanOrEqualTo(102);
              assertThat(message).endsWith("and 101 more");
            });
    assertThatThrownBy(() -> read(SMALLEST + "modes: " + "a".repeat(100_000) + "\n"))
        .message()
        .satisfies(message -> assertThat(message).contains("aaa...; allowed").hasSizeLessThan(800));
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
  void needsNoDirectoryOfARunningServerWhoseNamesAreGiven() throws IOException {
    String bare = SMALLEST.replace("{ generate: { family: gpt2, size: tiny } }", "{}") + BUDGET;
    String named = bare.replace("a: {", "a: { dialect: transformers, models: { m: org/m },");
    assertThat(read(named).stack("a").served("m")).isEqualTo("org/m");
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
  void refusesVariablesWithoutValueOrOutOfPlace() {
    String stack = "  b: %s\ntasks:";
    assertProblem(
        with(stack, "{ url: '${env.NONE}' }"),
        "stacks.b.url: the environment variable NONE is not set");
    assertProblem(
        with(stack, "{ url: 'http://x', label: '${env.URL}' }"),
        "stacks.b.label: ${env.URL} is not filled in here");
    assertProblem(
        with(stack, "{ launch: { command: ['${model.dir}'] } }"), "${model.dir} is not filled in");
    for (String place :
        List.of(
            "{ launch: { command: [bash, -c, 'echo ${nope}'] } }",
            "{ launch: { command: [x], environment: { A: '${nope}' } } }",
            "{ launch: { inferometer: ['${nope}'] } }",
            "{ url: 'http://${nope}' }")) {
      assertProblem(with(stack, place), "${nope} is no variable; allowed: ${env.NAME} in command");
    }
  }

  @Test
  void leavesTextsAloneInWhichNoVariablesAreFilledIn() throws IOException {
    assertThat(read(SMALLEST + BUDGET + "description: 'costs ${nope}'\n").description())
        .isEqualTo("costs ${nope}");
  }

  @Test
  void aModelMayBeCalledOtherwiseInFiguresByALabelOfItsOwn() throws IOException {
    String model = "{ generate: { family: gpt2, size: tiny } }";
    assertThat(read(SMALLEST).model("m").label()).isEqualTo("m");
    assertThat(read(SMALLEST.replace(model, "{ label: 'org/Model 7B' }") + BUDGET).model("m"))
        .isEqualTo(new Model("m", "org/Model 7B", null, null));
    String labelled = "{ generate: { family: gpt2, size: tiny }, label: L }";
    assertThat(read(SMALLEST.replace(model, labelled)).model("m").label()).isEqualTo("L");

    assertProblem(
        SMALLEST.replace(model, model + "\n  n: { label: m }") + BUDGET,
        "models.n: in figures it is called \"m\", as is m; give them different labels");
    assertProblem(
        SMALLEST.replace(model, "{ generate: { family: gpt2, size: tiny }, directory: . }"),
        "models.m: found keys (generate, directory); allowed: one of directory and generate");
    assertProblem(
        SMALLEST
            .replace(model, "{ label: x }")
            .replace("url: \"http://127.0.0.1:8000/\"", "launch: {inferometer: []}"),
        "models.m: neither directory nor generate, but stack a needs the model's directory");
  }

  @Test
  void takesAModelWithoutDirectoryFromRunningServersOnly() throws IOException {
    String bare = SMALLEST.replace("{ generate: { family: gpt2, size: tiny } }", "{}") + BUDGET;

    assertThat(read(bare).model("m")).isEqualTo(new Model("m", null, null));
    assertProblem(
        bare.replace("url: \"http://127.0.0.1:8000/\"", "launch: {inferometer: []}"),
        "models.m: neither directory nor generate, but stack a needs the model's directory");
    assertProblem(
        bare.replace(
            "url: \"http://127.0.0.1:8000/\"",
            "launch: {command: [serve, '--model=${model.directory}']}"),
        "models.m: neither directory nor generate, but stack a needs the model's directory");
    assertThat(
            read(bare.replace(
                    "url: \"http://127.0.0.1:8000/\"",
                    "launch: {command: [serve, '--port=${port}', '--model=${model.name}']}"))
                .model("m"))
        .isEqualTo(new Model("m", null, null));
    assertProblem(bare.replace("a: {", "a: { dialect: transformers,"), "stack a needs the model's");
    assertProblem(
        bare.replace("a: {", "a: { models: { m: '${model.directory}' },"), "stack a needs the");
  }

  @Test
  void knowsTheModelsThatCanBeGenerated() throws IOException {
    assertProblem(SMALLEST.replace("gpt2", "bert"), "found the text \"bert\"; allowed: gpt2,");
    for (Architecture family : Architecture.values()) {
      for (ModelShape.Size size : ModelShape.Size.values()) {
        String spelled = size.name().toLowerCase(Locale.ROOT).replace('_', '-');
        String yaml =
            SMALLEST
                .replace("gpt2", family.name().toLowerCase(Locale.ROOT))
                .replace("tiny", spelled);
        assertThat(read(yaml + BUDGET).model("m").generate().size()).isEqualTo(spelled);
      }
    }
  }

  @Test
  void wantsMaxTokensWhereNoneAreBuiltIn() {
    assertProblem(
        SMALLEST + "  poetry: { prompts: chat.jsonl }\n",
        "tasks.poetry.generation.max_tokens: missing for model m");
  }

  @Test
  void aTrialMayEndByItsNumberOfRequests() throws IOException {
    Scenario scenario = read(SMALLEST + "measure: { requests: 100 }\n");
    Measurement measure = scenario.measure();

    assertThat(measure.requests()).isEqualTo(100);
    assertThat(measure.iterations()).isEqualTo(1);
    assertThat(measure.firstToken()).isFalse();
    Path file = folder.resolve("plan.json");
    Plan.of(scenario).write(file);
    assertThat(Plan.read(file).scenario().measure()).isEqualTo(measure);
    for (String other : List.of("iterations: 2", "iteration-time: 1s", "time-budget: 1h")) {
      assertProblem(
          SMALLEST + "measure: { requests: 9, " + other + " }\n",
          "measure."
              + other.replaceFirst(":.*", "")
              + ": not with requests, which say when a trial");
    }
    assertProblem(
        SMALLEST + "measure: { requests: 9, first-token: true }\n",
        "measure.first-token: not with requests");
    assertProblem(
        SMALLEST + "measure: { requests: 0 }\n",
        "found 0; allowed: how many requests of each trial");
  }

  @Test
  void readsSyntheticPrompts() throws IOException {
    Task task = read(synthetic("synthetic: { prompt-tokens: 128 }")).task("chat");

    assertThat(task.synthetic()).isEqualTo(new Synthetic(128, 100));
    assertThat(task.prompts()).isNull();
    assertThat(task.allPrompts()).hasSize(100);
    assertProblem(synthetic("api: chat"), "tasks.chat: neither prompts nor synthetic; allowed:");
    assertProblem(
        synthetic("prompts: chat.jsonl, synthetic: { prompt-tokens: 128 }"),
        "tasks.chat: both prompts and synthetic; allowed: prompts (path of a JSON Lines file) or");
    assertProblem(
        synthetic("synthetic: { count: 5 }"),
        "tasks.chat.synthetic.prompt-tokens: missing; allowed: tokens of each prompt");
    assertProblem(
        synthetic("synthetic: { prompt-tokens: 0 }"), "found 0; allowed: tokens of each prompt");
    assertProblem(
        synthetic("synthetic: { prompt-tokens: long }"),
        "found the text \"long\"; allowed: tokens of each prompt");
    assertProblem(
        synthetic("synthetic: { prompt-tokens: 9 }, template: 'x {text}'"),
        "tasks.chat.template: not with synthetic");
  }

  @Test
  void readsDistributionsOfLengths() throws IOException {
    Scenario scenario =
        read(synthetic("synthetic: { prompt-tokens: { from: 64, to: 512 }, count: 50 }"));
    assertThat(scenario.task("chat").synthetic())
        .isEqualTo(new Synthetic(new Lengths(64, 512, null, null), 50));
    Path file = folder.resolve("plan.json");
    Plan.of(scenario).write(file);
    assertThat(Plan.read(file).scenario()).isEqualTo(scenario);

    scenario =
        read(synthetic("synthetic: { prompt-tokens: { mean: 128, deviation: 40.5, to: 200 } }"));
    assertThat(scenario.task("chat").synthetic().promptTokens())
        .isEqualTo(new Lengths(1, 200, 128.0, 40.5));
    Plan.of(scenario).write(file);
    assertThat(Plan.read(file).scenario()).isEqualTo(scenario);

    String at = "tasks.chat.synthetic.prompt-tokens";
    for (String part :
        List.of("{}", "{ from: 1 }", "{ mean: 9 }", "{ deviation: 9, from: 1, to: 9 }")) {
      assertProblem(
          synthetic("synthetic: { prompt-tokens: " + part + " }"),
          at + ": no distribution; allowed: from and to, or mean and deviation");
    }
    assertProblem(
        synthetic("synthetic: { prompt-tokens: { from: 9, to: 8 } }"),
        at + ": from is larger than to");
    assertProblem(
        synthetic("synthetic: { prompt-tokens: { mean: 300, deviation: 1, to: 200 } }"),
        at + ".mean: not between from and to");
    assertProblem(
        synthetic("synthetic: { prompt-tokens: { mean: 300, deviation: 0 } }"),
        "found 0; allowed: its standard deviation");
    assertProblem(
        synthetic("synthetic: { prompt-tokens: { mean: 300, std: 1 } }"), at + ".std: unknown key");
  }

  private static String synthetic(String task) {
    return SMALLEST.replace("prompts: chat.jsonl", task) + BUDGET;
  }

  @Test
  void refusesTaskNamesThatMixUpTrials() throws IOException {
    assertProblem(
        """
        name: x
        models:
          m: { generate: { family: gpt2, size: tiny } }
          m-a: { generate: { family: gpt2, size: tiny } }
        stacks: { s: { url: "http://h" } }
        tasks:
          chat: { prompts: chat.jsonl }
          a-chat: { prompts: chat.jsonl, generation: { max_tokens: 1 } }
        """,
        "tasks.a-chat: its trials with model m have the names of others");
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
  void refusesOverridesOfWhatIsNotThere() {
    assertThatThrownBy(
            () -> Scenarios.read(write(SMALLEST), Map.of("stack.url.b", "http://h"), Map.of()))
        .hasMessageContaining("stack.url.b: unknown stack; did you mean \"a\"? Known: a");
    assertThatThrownBy(() -> Scenarios.read(write(SMALLEST), Map.of("stack.a", "x"), Map.of()))
        .hasMessageContaining("stack.a: unknown override; allowed: stack.url.NAME=URL");
  }

  @Test
  void saysWhichFileIsNotThere() {
    assertThatThrownBy(() -> Scenarios.read(folder.resolve("none.yaml"), Map.of(), Map.of()))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("none.yaml: there is no such file");
  }

  @Test
  void refusesTwoStacksThatFiguresCannotTellApart() {
    String stack = "  b: { url: 'http://x', label: %s }\ntasks:";
    assertProblem(
        with(stack, "a"),
        "stacks.b: in figures it is called \"a\", as is a; give them different labels");
  }

  @Test
  void saysWhatIsThereInPlaceOfAFile() {
    String prompts = "prompts: chat.jsonl";
    assertProblem(SMALLEST.replace(prompts, "prompts: .") + BUDGET, " is a folder; allowed: the");
    assertProblem(
        SMALLEST.replace(prompts, "prompts: /dev/zero") + BUDGET, " is a device or a pipe, not a");
  }

  private static String with(String stack, String value) {
    return SMALLEST.replace("tasks:", stack.formatted(value));
  }

  private void assertProblem(String yaml, String problem) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining(problem);
  }

  private Scenario read(String yaml) throws IOException {
    Map<String, String> environment =
        Map.of("MODELS", ".", "SCRIPT", "x.sh", "KEY", "secret", "URL", "http://lab:9000");
    return Scenarios.read(write(yaml), Map.of(), environment);
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(folder.resolve("scenario.yaml"), yaml);
  }
}
