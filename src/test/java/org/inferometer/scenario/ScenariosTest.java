package org.inferometer.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inferometer.dataset.Generation;
import org.inferometer.load.Load;
import org.inferometer.record.Mode;
import org.junit.jupiter.api.Test;

class ScenariosTest extends SmallestScenario {
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
  void namesWhatIsMissing() {
    assertProblem("name: x\n", "models: missing; allowed: one or more models by name");
    assertProblem("", "found nothing; allowed: a scenario");
    assertProblem("- a\n", "line 1, column 1: found a list; allowed: a scenario");
    assertProblem(SMALLEST + "modes:\n", "modes: found nothing; allowed: a list of sync, stream");
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
  void wantsMaxTokensWhereNoneAreBuiltIn() {
    assertProblem(
        SMALLEST + "  poetry: { prompts: chat.jsonl }\n",
        "tasks.poetry.generation.max_tokens: missing for model m");
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
  void refusesOverridesOfWhatIsNotThere() {
    assertThatThrownBy(
            () -> Scenarios.read(write(SMALLEST), Map.of("stack.url.b", "http://h"), Map.of()))
        .hasMessageContaining("stack.url.b: unknown stack; did you mean \"a\"? Known: a");
    assertThatThrownBy(() -> Scenarios.read(write(SMALLEST), Map.of("stack.a", "x"), Map.of()))
        .hasMessageContaining("stack.a: unknown override; allowed: stack.url.NAME=URL");
  }
}
