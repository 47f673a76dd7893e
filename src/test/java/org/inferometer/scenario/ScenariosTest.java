package org.inferometer.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inferometer.dataset.Generation;
import org.inferometer.dataset.Lengths;
import org.inferometer.dataset.Synthetic;
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
    assertProblem(
        "name: x\nseed: \u0000\n", "line 2, column 7: not YAML: found the character U+0000;");
    assertProblem("a: [1\nb:\t2\n", "line 2, column 2: not YAML: ");
    assertProblem("a:\n\tb: 2\n", "line 2, column 1: not YAML: found character '\\t(TAB)'");
    assertProblem("a: *b\n", "line 1, column 4: not YAML: found undefined alias b");
    assertProblem("a: 1\n---\nb: 2\n", "line 2, column 1: not YAML: but found another document");
  }

  @Test
  void saysWhereItNestsTooDeep() {
    assertProblem(
        "name: x\na: " + "[".repeat(100_000),
        "line 2, column 53: here it nests deeper than 50 levels; allowed: up to 50");
    StringBuilder block = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      block.append(" ".repeat(i)).append("a:\n");
    }
    assertProblem(block.toString(), "line 51, column 51: here it nests deeper than 50 levels");
  }

  @Test
  void readsAsManyAliasesAsItMayHaveValues() {
    String aliases = "*m, ".repeat(100);
    assertProblem(
        SMALLEST + "modes: &m [sync]\nnotes: [" + aliases + "*m]\n",
        "line 9, column 1: notes: unknown key");
  }

  @Test
  void saysWhereAFileIsNoUtf8() throws IOException {
    byte[] latin = "name: x\nseed: M\u00fcller\n".getBytes(StandardCharsets.ISO_8859_1);
    Path file = Files.write(folder.resolve("latin.yaml"), latin);
    assertThatThrownBy(() -> Scenarios.read(file, Map.of(), Map.of()))
        .hasMessageContaining(
            "line 2, column 8: not UTF-8 text: found the byte 0xFC; allowed: a YAML file in UTF-8");
  }

  @Test
  void tellsAnyKeyInOneShortLine() {
    for (String key : List.of("\"not\\na\\ekey\"", "? " + "a".repeat(100_000) + "\n")) {
      assertThatThrownBy(() -> read(SMALLEST + key + ": 1\n"))
          .message()
          .satisfies(
              message -> {
                assertThat(message).contains("line 8, column", "unknown key").hasSizeLessThan(800);
                assertThat(message.lines()).hasSize(2);
                assertThat(message).doesNotContain("\u001b");
              });
    }
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
  void saysWhatIsThereInPlaceOfAFile() {
    String prompts = "prompts: chat.jsonl";
    assertProblem(SMALLEST.replace(prompts, "prompts: .") + BUDGET, " is a folder; allowed: the");
    assertProblem(
        SMALLEST.replace(prompts, "prompts: /dev/zero") + BUDGET, " is a device or a pipe, not a");
  }
}
