package org.inferometer.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.inferometer.load.Closed;
import org.inferometer.load.Load;
import org.inferometer.record.Mode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tenants in a scenario: what can be written, what is planned, and what is said of mistakes. */
class TenantEntriesTest {
  private static final String TWO =
      """
      tenants:
        - { name: a, stack: s, model: m, task: chat, load: { closed: 2 }, slo: { p2ft: 200ms } }
        - { name: b, stack: s, model: n, task: chat, load: { closed: [1, 4] }, mode: sync }
      """;

  @TempDir Path folder;

  @BeforeEach
  void writePrompts() throws IOException {
    Files.writeString(folder.resolve("p.jsonl"), "{\"id\":\"1\",\"text\":\"hello\"}\n");
  }

  private Scenario read(String lines) throws IOException {
    return read(lines, "{ s: { launch: { inferometer: [] } } }");
  }

  private Scenario read(String lines, String stacks) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("scenario.yaml"),
            """
            name: small
            models: { m: { generate: { family: gpt2, size: tiny } }, n: { generate: { family: gpt2, size: tiny } } }
            stacks: %s
            tasks: { chat: { prompts: p.jsonl, generation: { max_tokens: 8 } } }
            """
                    .formatted(stacks)
                + lines);
    return Scenarios.read(file, Map.of(), Map.of());
  }

  private static List<String> points(List<Trial> trials) {
    return Trial.points(trials).stream()
        .map(point -> point.get(0).point().toString() + point.get(0).repeat())
        .toList();
  }

  @Test
  void eachHasAServerOfItsOwn() throws IOException {
    Scenario scenario = read(TWO);

    assertThat(scenario.stacks()).extracting(Stack::name).containsExactly("a", "b");
    assertThat(scenario.stacks()).extracting(Stack::label).containsExactly("a (s)", "b (s)");
    assertThat(scenario.tenants())
        .isEqualTo(
            new Tenants(
                List.of(
                    new Tenant(
                        "a",
                        "s",
                        "m",
                        "chat",
                        Mode.STREAM,
                        List.<Load>of(new Closed(2)),
                        null,
                        Map.of("p2ft", Duration.ofMillis(200))),
                    new Tenant(
                        "b",
                        "s",
                        "n",
                        "chat",
                        Mode.SYNC,
                        List.<Load>of(new Closed(1), new Closed(4)),
                        null,
                        Map.of())),
                2,
                List.of()));
  }

  @Test
  void eachIsMeasuredAloneAndWithTheOthersInEveryRepeatInAnotherOrder() throws IOException {
    Plan plan = Plan.of(read(TWO + "measure: { repeats: 2 }\n"));

    List<String> points = points(plan.trials());
    assertThat(points)
        .containsExactlyInAnyOrder(
            "[a (p=2)]1",
            "[b (p=1)]1",
            "[b (p=4)]1",
            "[a (p=2), b (p=1)]1",
            "[a (p=2), b (p=4)]1",
            "[a (p=2)]2",
            "[b (p=1)]2",
            "[b (p=4)]2",
            "[a (p=2), b (p=1)]2",
            "[a (p=2), b (p=4)]2");
    assertThat(points.subList(5, 10).toString().replace(']' + "2", ']' + "1"))
        .isNotEqualTo(points.subList(0, 5).toString());
    assertThat(plan.trials())
        .extracting(Trial::name)
        .contains(
            "complete-m-chat-stream-p2-alone",
            "complete-m-chat-stream-p2-with-b-p4",
            "complete-n-chat-sync-p4-with-a-p2");
  }

  @Test
  void aTenantIsAskedTheSameAloneAndWithOthers() throws IOException {
    List<Trial> ofA =
        Plan.of(read(TWO)).trials().stream().filter(one -> one.stack().equals("a")).toList();

    assertThat(ofA).extracting(Trial::sequence).containsOnly("complete-m-chat-stream-p2");
    assertThat(ofA).extracting(Trial::name).doesNotContain("complete-m-chat-stream-p2");
  }

  @Test
  void pairsAreMadeOfAllTenants() throws IOException {
    Plan plan =
        Plan.of(
            read(
                TWO.replace("[1, 4]", "1")
                    + "  - { name: c, stack: s, model: m, task: chat, load: { rate: 5, duration: 4s } }\n"
                    + "tenants-of: 2\nmeasure: { repeats: 1 }\n"));

    assertThat(points(plan.trials()))
        .contains("[a (p=2), b (p=1)]1", "[a (p=2), c (rate=5)]1", "[b (p=1), c (rate=5)]1")
        .hasSize(6);
  }

  @Test
  void namesOfTrialsAreNamesOfFiles() throws IOException {
    String longest = "x".repeat(59);
    Path file =
        Files.writeString(
            folder.resolve("scenario.yaml"),
            """
            name: small
            models: { mX: { generate: { family: gpt2, size: tiny } } }
            stacks: { s: { launch: { inferometer: [] } } }
            tasks: { cX: { prompts: p.jsonl, generation: { max_tokens: 8 } } }
            tenants:
              - { name: aX, stack: s, task: cX, load: { closed: 1 } }
              - { name: bX, stack: s, task: cX, load: { closed: 2 } }
              - { name: c, stack: s, task: cX, load: { closed: 1 } }
            sharing: [mps: { threads: 50, memory: 10000M }]
            """
                .replace("X", longest));

    List<Trial> trials = Plan.of(Scenarios.read(file, Map.of(), Map.of())).trials();

    assertThat(trials).extracting(Trial::name).allMatch(one -> one.length() <= 200);
    assertThat(trials.stream().map(one -> one.stack() + one.name() + one.repeat()).distinct())
        .hasSameSizeAs(trials);
  }

  @Test
  void numbersAreSaidAsTheyStandThere() {
    assertThatThrownBy(() -> read(TWO + "tenants-of: 99999999999\n"))
        .hasMessageContaining("tenants-of: found 99999999999, but there are 2 tenants");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e400", "1e-400"})
  void aNumberThatWouldBeInfiniteOrNothingIsNone(String number) {
    assertThatThrownBy(
            () ->
                read(
                    "",
                    "{ s: { launch: { inferometer: [] }, price-per-hour: %s } }".formatted(number)))
        .hasMessageContaining("price-per-hour: found the text \"" + number + "\"");
  }

  @Test
  void aPlanKeepsThem() throws IOException {
    Plan plan = Plan.of(read(TWO));
    plan.write(folder.resolve("plan.json"));

    assertThat(Plan.read(folder.resolve("plan.json"))).isEqualTo(plan);
  }

  @Test
  void everyWayOfSharingIsMeasuredWithServersOfItsOwn() throws IOException {
    Plan plan =
        Plan.of(
            read(
                TWO.replace("[1, 4]", "1")
                    + "sharing: [processors: shared, processors: split]\n"
                    + "measure: { repeats: 1, launches: 2 }\n"));

    assertThat(points(plan.trials()))
        .containsExactlyInAnyOrder(
            "[a (p=2), processors shared]1",
            "[b (p=1), processors shared]1",
            "[a (p=2), b (p=1), processors shared]1",
            "[a (p=2), processors split]1",
            "[b (p=1), processors split]1",
            "[a (p=2), b (p=1), processors split]1",
            "[a (p=2), processors shared]2",
            "[b (p=1), processors shared]2",
            "[a (p=2), b (p=1), processors shared]2",
            "[a (p=2), processors split]2",
            "[b (p=1), processors split]2",
            "[a (p=2), b (p=1), processors split]2");
    assertThat(plan.trials().stream().map(one -> one.sharing().name()).distinct().toList())
        .containsExactly("processors-shared", "processors-split");
    assertThat(plan.trials().get(plan.trials().size() - 1).sharing().name())
        .as("the second launch begins with the other")
        .isEqualTo("processors-shared");
    assertThat(plan.trials())
        .extracting(Trial::name)
        .contains(
            "complete-m-chat-stream-p2-alone-processors-shared",
            "complete-m-chat-stream-p2-with-b-p1-processors-split");
    assertThat(plan.trials().stream().filter(one -> one.stack().equals("a")))
        .extracting(Trial::sequence)
        .containsOnly("complete-m-chat-stream-p2");
  }

  @Test
  void aPlanKeepsHowGpusAreShared() throws IOException {
    Plan plan =
        Plan.of(
            read(
                TWO
                    + "sharing: [time-slicing, mps, { mps: { threads: 50, memory: 10G } }, { processors: split }]\n"));
    plan.write(folder.resolve("plan.json"));

    assertThat(Plan.read(folder.resolve("plan.json"))).isEqualTo(plan);
    assertThat(plan.scenario().tenants().sharing())
        .extracting(Sharing::label)
        .containsExactly("time-slicing", "mps", "mps, 50 % of threads, 10G", "processors split");
    assertThat(plan.trials())
        .extracting(Trial::name)
        .contains("complete-m-chat-stream-p2-alone-mps-t50-m10g");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sharing: []                                 | sharing: found an empty list; allowed: a list of ways
          sharing: mps                                | sharing: found the text "mps"; allowed: a list of ways
          sharing: [mig]                              | sharing[0]: found the text "mig"; allowed: time-slicing, mps
          sharing: [{ cores: split }]                 | sharing[0].cores: unknown key
          sharing: [processors: halved]               | sharing[0].processors: found the text "halved"; allowed: shared if
          sharing: [mps: { threads: 0 }]              | sharing[0].mps.threads: found 0; allowed: the percentage
          sharing: [mps: { memory: 10 }]              | sharing[0].mps.memory: found 10; allowed: how much memory
          sharing: [{ processors: split, mps: { threads: 5 } }] | sharing[0]: found keys (processors, mps); allowed: time-slicing, mps
          sharing: [mps, mps]                         | sharing[1]: is there twice; allowed: different ways
          """)
  void whatIsNoWayOfSharingIsSaidWithItsPlace(String lines, String message) {
    assertThatThrownBy(() -> read(TWO + lines + "\n"))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining(message);
  }

  @Test
  void serversThatRunAlreadyCannotBeToldHowToShare() {
    String sharing = "sharing: [processors: split]\n";
    assertThatThrownBy(
            () ->
                read(
                    TWO.replaceFirst("stack: s", "stack: r")
                        + sharing
                        + "measure: { repeats: 1 }\n",
                    "{ s: { launch: { inferometer: [] } }, r: { label: R, url: \"http://127.0.0.1:1\" } }"))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("tenants[0].stack: r runs already")
        .hasMessageContaining("allowed: stacks with launch, or no sharing");
    assertThatThrownBy(() -> read(sharing))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("sharing: there are no tenants");
  }

  @Test
  void allPointsAreAsLongAsTheShortestLoad() throws IOException {
    Scenario scenario =
        read(
            TWO
                + "  - { name: c, stack: s, model: m, task: chat, load: { users: 3, spawn-rate: 1, duration: 5s } }\n"
                + "measure: { warmup-time: 1s, iterations: 1, iteration-time: 10s }\n");

    assertThat(scenario.tenants().buildUp(scenario.measure())).isEqualTo(Duration.ofSeconds(2));
    assertThat(scenario.tenants().measured(scenario.measure())).isEqualTo(Duration.ofSeconds(3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          stack: s, model: m | stack: z, model: m    | tenants[0].stack: unknown stack; did you mean "s"? Known: s
          model: m, task     | model: o, task        | tenants[0].model: unknown model
          stack: s, model: m | stack: s              | tenants[0]: no model, of which there are several; allowed: one of m, n
          name: b            | name: a               | tenants[1].name: "a" is there twice; allowed: a name of its own for each tenant
          closed: [1, 4]     | closed: [4, 4]        | tenants[1].load: "p=4" is there twice, first in tenants[1].load; allowed: loads that differ
          closed: [1, 4]     | closed: "1:1000:1"    | tenants: 2001 points, each tenant alone and all sets under all of their loads; allowed: at most 1000
          closed: [1, 4]     | closed: 0             | tenants[1].load.closed: found 0; allowed
          mode: sync         | modes: [sync]         | tenants[1].modes: unknown key; did you mean "model"?
          closed: [1, 4] }, mode: sync | rate: 1, duration: 2s }, requests: 3 | tenants[1].requests: not with this load
          p2ft: 200ms        | ttft: 200ms           | tenants[0].slo.ttft: allowed: p2ft, ttfb
          tenants:           | tenants-of: 3;tenants:  | tenants-of: found 3, but there are 2 tenants
          tenants:           | modes: [sync];tenants:  | modes: not together with tenants
          tenants:           | measure: { until: { stable: 5% } };tenants: | measure.until.stable: not together with tenants, whose slowdown is of what they do
          tenants:           | measure: { until: { interval: 5% }, stacks-together: false };tenants: | measure.until: not with stacks-together: false, where what two sets of tenants did is not known
          tenants:           | measure: { requests: 5 };tenants: | measure.requests: not together with tenants, all of which are measured for the same time
          closed: [1, 4]     | users: 2, duration: 9s, mix: { chat: 1, qa: 1 } | tenants[1].load.mix: not of a tenant, which is held against itself
          """)
  void whatCannotBeIsSaidWithItsPlace(String from, String to, String message) {
    String changed = TWO.replaceFirst(java.util.regex.Pattern.quote(from), to.replace(";", "\n"));

    assertThatThrownBy(() -> read(changed))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining(message);
  }
}
