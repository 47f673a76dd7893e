package org.inferometer.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.inferometer.load.Load;
import org.inferometer.load.Think;
import org.inferometer.load.Users;
import org.inferometer.record.Mode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Users in a scenario: what can be written, and what is said of what cannot. */
class UsersEntriesTest {
  private static final String SCENARIO =
      """
      name: small
      models: { m: { generate: { family: gpt2, size: tiny } } }
      stacks: { a: { url: "http://127.0.0.1:8000/" } }
      tasks:
        chat: { prompts: p.jsonl, generation: { max_tokens: 8 } }
        qa: { prompts: p.jsonl, modes: [stream], generation: { max_tokens: 8 } }
      loads: [ %s ]
      """;

  private static final String TWO_MODELS =
      SCENARIO.replace("m: { generate: { family: gpt2, size: tiny } }", "m: {}, n: {}");

  private static final String GENERATED =
      "m: { generate: { family: gpt2, size: tiny } }, n: { generate: { family: llama, size: tiny } }";

  private static final String MIXED =
      "{ users: [5, \"10:20:10\"], spawn-rate: 2, think: \"uniform(1s, 3s)\", duration: 60s,"
          + " mix: { chat: 3, qa: 1 } }";

  @TempDir Path folder;

  @BeforeEach
  void writePrompts() throws IOException {
    Files.writeString(folder.resolve("p.jsonl"), "{\"id\":\"1\",\"text\":\"hello\"}\n");
  }

  private Scenario read(String loads) throws IOException {
    return readAll(SCENARIO.formatted(loads));
  }

  private Scenario readAll(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("scenario.yaml"), yaml);
    return Scenarios.read(file, Map.of(), Map.of());
  }

  @Test
  void usersSayHowFastTheyComeHowLongTheyThinkAndWhatTheyAsk() throws IOException {
    Think think = new Think.Uniform(Duration.ofSeconds(1), Duration.ofSeconds(3));

    assertThat(read(MIXED).task("qa").loads())
        .containsExactly(
            new Users(5, 2, think, Duration.ofSeconds(60), Map.of("chat", 3, "qa", 1)),
            new Users(10, 2, think, Duration.ofSeconds(60), Map.of("chat", 3, "qa", 1)),
            new Users(20, 2, think, Duration.ofSeconds(60), Map.of("chat", 3, "qa", 1)));
    assertThat(read("{ users: 3, duration: 10s }").task("chat").loads())
        .containsExactly(new Users(3, 1, Think.NONE, Duration.ofSeconds(10), null));
  }

  @Test
  void aMixIsOneTrialOfAllItsTasksInTheModesThatAllHave() throws IOException {
    List<Trial> trials = Plan.of(read("{ closed: 2 }, " + MIXED)).trials();

    assertThat(trials.stream().filter(one -> one.repeat() == 1))
        .extracting(Trial::name)
        .containsExactly(
            "complete-m-chat-sync-p2",
            "first-token-m-chat-stream-p1",
            "complete-m-chat-stream-p2",
            "first-token-m-qa-stream-p1",
            "complete-m-qa-stream-p2",
            "complete-m-chat+qa-stream-users5-think-uniform-1s-3s-chat-3-qa-1",
            "complete-m-chat+qa-stream-users10-think-uniform-1s-3s-chat-3-qa-1",
            "complete-m-chat+qa-stream-users20-think-uniform-1s-3s-chat-3-qa-1");
  }

  @Test
  void aMixOfModelsIsOneTrialBesideThoseOfEachModel() throws IOException {
    Scenario scenario =
        readAll(
            TWO_MODELS.formatted(
                "{ closed: 1 },"
                    + " { users: 4, duration: 9s, mix: { m/chat: 3, n/chat: 1, n/qa: 1 } }"));

    List<Trial> all = Plan.of(scenario).trials().stream().filter(t -> t.repeat() == 1).toList();
    Trial mixed = all.get(all.size() - 1);
    assertThat(all)
        .extracting(Trial::model)
        .containsSubsequence("m", "n", "m+n")
        .containsOnlyOnce("m+n");
    assertThat(mixed.task()).isEqualTo("chat+qa");
    assertThat(mixed.mode()).isEqualTo(Mode.STREAM);
    assertThat(mixed.name())
        .isEqualTo("complete-m+n-chat+qa-stream-users4-m-chat-3-n-chat-1-n-qa-1");
    assertThat(mixed.parts())
        .extracting(Trial::model, Trial::task, Trial::name)
        .containsExactly(
            tuple("m", "chat", mixed.name()),
            tuple("n", "chat", mixed.name()),
            tuple("n", "qa", mixed.name()));
    assertThat(scenario.models("m+n")).extracting(Model::name).containsExactly("m", "n");
  }

  @Test
  void whereOnlyModelsAreMixedNoneHasTrialsOfItsOwn() throws IOException {
    Plan plan =
        Plan.of(
            readAll(
                TWO_MODELS.formatted("{ users: 4, duration: 9s, mix: { m/chat: 1, n/chat: 1 } }")));

    assertThat(plan.trials())
        .isNotEmpty()
        .allMatch(one -> one.model().equals("m+n") && one.task().equals("chat"));
    assertThat(plan.trials()).extracting(Trial::mode).contains(Mode.SYNC, Mode.STREAM);
  }

  @Test
  void tasksOfOneModelAreMixedAmongItsOwnTrials() throws IOException {
    Plan plan =
        Plan.of(
            readAll(
                TWO_MODELS.formatted(
                    "{ closed: 1 }, { users: 4, duration: 9s, mix: { m/chat: 1, m/qa: 1 } }")));

    List<String> models = plan.trials().stream().map(Trial::model).toList();
    assertThat(models.lastIndexOf("m")).isLessThan(models.indexOf("n"));
    assertThat(plan.trials())
        .filteredOn(one -> one.task().equals("chat+qa"))
        .isNotEmpty()
        .allMatch(one -> one.model().equals("m"));
  }

  @Test
  void aTrialOfManyModelsHasANameThatAFileCanHave() throws IOException {
    String first = "x".repeat(50);
    String second = "y".repeat(50);
    String yaml =
        TWO_MODELS
            .replace("m: {}, n: {}", first + ": {}, " + second + ": {}")
            .formatted("{ users: 4, duration: 9s, mix: { %s/chat: %s, %s/qa: 1 } }");

    String light = Plan.of(readAll(yaml.formatted(first, 1, second))).trials().get(0).name();
    String heavy = Plan.of(readAll(yaml.formatted(first, 2, second))).trials().get(0).name();

    assertThat(light)
        .startsWith("complete-" + first + "+" + second + "-chat+qa-stream-users4-")
        .hasSizeLessThanOrEqualTo(Trial.LONGEST_NAME)
        .isNotEqualTo(heavy);
  }

  @Test
  void whereAllIsMixedNoTaskHasTrialsOfItsOwn() throws IOException {
    assertThat(Plan.of(read(MIXED)).trials())
        .isNotEmpty()
        .allMatch(one -> one.task().equals("chat+qa") && one.mode() == Mode.STREAM);
  }

  @Test
  void aTaskWithLoadsOfItsOwnIsStillMixed() throws IOException {
    Scenario scenario =
        readAll(SCENARIO.formatted(MIXED).replace("qa: {", "qa: { loads: [ { closed: 4 } ],"));

    assertThat(scenario.task("qa").loads())
        .extracting(Load::level)
        .containsExactly(4.0, 5.0, 10.0, 20.0);
  }

  @Test
  void aPlanKeepsUsers() throws IOException {
    Plan plan =
        Plan.of(
            read(
                MIXED
                    + ", { users: 2, duration: 9s }"
                    + ", { users: 2, duration: 9s, mix: { m/chat: 3, m/qa: 1 } }"
                    + ", { users: 2, spawn-rate: 0.5, think: exponential(500ms), duration: 2m }"));
    Path file = folder.resolve("plan.json");
    plan.write(file);

    assertThat(Plan.read(file)).isEqualTo(plan);
    assertThat(Files.readString(file).replaceAll("\\s+", " "))
        .contains(
            "\"load\" : { \"users\" : 20, \"spawn-rate\" : 2.0, \"think\" : \"uniform(1s, 3s)\","
                + " \"duration\" : \"1m\", \"mix\" : { \"chat\" : 3, \"qa\" : 1 } }");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '$',
      textBlock =
          """
          { users: 0, duration: 9s } $ users: found 0; allowed: how many users ask
          { users: -3, duration: 9s } $ users: found -3; allowed: how many users ask
          { users: 2.5, duration: 9s } $ users: found 2.5; allowed: how many users ask
          { users: [], duration: 9s } $ users: found an empty list; allowed: how many users ask
          { users: "5:1:1", duration: 9s } $ users: found the range "5:1:1"; allowed: start:end:step
          { users: 2 } $ duration: missing; allowed: how long requests are asked
          { users: 2, spawn-rate: 0, duration: 9s } $ spawn-rate: found 0; allowed: how many users come in a second
          { users: 2, spawn-rate: -1, duration: 9s } $ spawn-rate: found -1; allowed: how many users come in a second
          { users: 2, spawn-rate: .nan, duration: 9s } $ spawn-rate: found the text ".nan"; allowed: how many users come
          { users: 2, spawn-rate: .inf, duration: 9s } $ spawn-rate: found the text ".inf"; allowed: how many users come
          { users: 2, think: -1s, duration: 9s } $ think: found "-1s"; allowed: a time like 2s, uniform(1s, 3s)
          { users: 2, think: 3, duration: 9s } $ think: found 3; allowed: how long a user thinks
          { users: 2, think: "uniform(3s, 1s)", duration: 9s } $ think: found "uniform(3s, 1s)"; allowed: a time
          { users: 2, think: soon, duration: 9s } $ think: found "soon"; allowed: a time like 2s
          { users: [2, 20], spawn-rate: 2, duration: 9s } $ duration: found "9s", in which 20 users do not all come at 2 a second; allowed: longer than 9.5 s
          { users: 2, duration: 9s, mix: {} } $ mix: found no keys; allowed: two or more tasks
          { users: 2, duration: 9s, mix: { chat: 1 } } $ mix: found keys (chat); allowed: two or more tasks
          { users: 2, duration: 9s, mix: { chat: 1, qa: 0 } } $ mix.qa: found 0; allowed: a weight
          { users: 2, duration: 9s, mix: { chat: 1, ga: 1 } } $ mix.ga: unknown task; did you mean "qa"? Known: chat, qa
          { users: 2, duration: 9s, mix: { m/chat: 1, qa: 1 } } $ mix: found m/chat, qa, of which some name a model and some do not; allowed: TASK in all
          { users: 2, duration: 9s, mix: { m/chat: 1, k/qa: 1 } } $ mix.k/qa: unknown model; did you mean "m"? Known: m
          { users: 2, duration: 9s, mix: { m/chat: 1, m/ga: 1 } } $ mix.m/ga: unknown task; did you mean "qa"? Known: chat, qa
          { users: 2, duration: 9s, mix: { m/chat: 1, /qa: 1 } } $ mix./qa: unknown model
          { users: 2, duration: 9s, mix: { m/chat: 1, m/: 1 } } $ mix.m/: unknown task
          { users: 2, duration: 9s, mix: { m/chat: 1, m/chat/qa: 1 } } $ mix.m/chat/qa: found more than one /; allowed: TASK, or MODEL/TASK
          { users: 2, duration: 9s, mix: { m/chat: 1, m/qa: 0 } } $ mix.m/qa: found 0; allowed: a weight
          { users: 2, duration: 9s, wait: 1s } $ wait: unknown key
          { users: 2, closed: 1, duration: 9s } $ found keys (users, closed, duration); allowed: exactly one of
          """)
  void whatCannotBeIsOneLineWithItsPlace(String entry, String problem) {
    assertThatThrownBy(() -> read(entry))
        .isInstanceOf(ScenarioException.class)
        .satisfies(
            e ->
                assertThat(e.getMessage().lines().skip(1))
                    .singleElement()
                    .asString()
                    .startsWith("  line 7, column ")
                    .containsPattern("loads\\[0\\][.:]")
                    .contains(problem));
  }

  @Test
  void aMixIsAmongTheLoadsOfTheScenarioAndItsTasksShareAMode() {
    assertThatThrownBy(
            () ->
                readAll(
                    SCENARIO
                        .formatted("{ closed: 1 }")
                        .replace("qa: {", "qa: { loads: [ " + MIXED + " ],")))
        .hasMessageContaining(
            "tasks.qa.loads[0].mix: not among the loads of one task; allowed: in the scenario's own");
    assertThatThrownBy(
            () -> readAll(SCENARIO.formatted(MIXED).replace("chat: {", "chat: { modes: [sync],")))
        .hasMessageContaining("loads[0].mix: its tasks have no mode in common");
  }

  @Test
  void aStackThatIsLaunchedWithOneModelIsNotAskedTwoAtTheSameTime() throws IOException {
    String mixed = TWO_MODELS.formatted("{ users: 4, duration: 9s, mix: { m/chat: 1, n/qa: 1 } }");
    String url = "url: \"http://127.0.0.1:8000/\"";
    String named = "command: [serve, \"--served-model-name=${model.name}\"]";

    assertThatThrownBy(() -> readAll(mixed.replace(url, "launch: { " + named + " }")))
        .hasMessageContaining(
            "loads[0].mix: stack a is launched with one model (${model.name}), and would be asked m"
                + " and n at the same time; allowed: url of a running server that has them all,")
        .satisfies(e -> assertThat(e.getMessage().lines().skip(1)).hasSize(1));
    assertThatThrownBy(
            () ->
                readAll(
                    mixed
                        .replace(url, "launch: { inferometer: [] }")
                        .replace("m: {}, n: {}", GENERATED)))
        .hasMessageContaining("stack a is launched with one model (inferometer)");
    assertThat(readAll(mixed.replace(url, "launch: { command: [serve, \"${port}\"] }")).stacks())
        .hasSize(1);
    assertThat(
            readAll(
                    mixed
                        .replace(url, "launch: { inferometer: [] }")
                        .replace("m: {}, n: {}", GENERATED)
                        .replace("n/qa", "m/qa"))
                .stacks())
        .as("asked one of its models")
        .hasSize(1);
  }

  @Test
  void usersWhoDifferInNothingThatTheirNameTellsAreRefused() {
    assertThatThrownBy(
            () -> read("{ users: 2, duration: 9s }, { users: 2, spawn-rate: 5, duration: 9s }"))
        .hasMessageContaining("loads[1]: \"users=2\" is there twice, first in loads[0]");
  }

  @Test
  void usersWhoAskTheSameInAnotherOrderAreRefused() {
    assertThatThrownBy(
            () ->
                read(
                    "{ users: 2, duration: 9s, mix: { chat: 3, qa: 1 } },"
                        + " { users: 2, duration: 9s, mix: { qa: 1, chat: 3 } }"))
        .hasMessageContaining(
            "loads[1]: \"users=2, qa 1 : chat 3\" is there twice, first in loads[0]");
  }
}
