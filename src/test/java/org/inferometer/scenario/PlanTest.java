package org.inferometer.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.inferometer.load.Closed;
import org.inferometer.record.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {
  @TempDir Path folder;

  @Test
  void measuresEveryCellOnEveryStackInEveryRepeat() throws IOException {
    Plan plan = plan("a, b", "repeats: 3");

    // Per model, stack and repeat: two tasks, each sync p1, p4 and stream first, p1, p4.
    assertThat(plan.trials()).hasSize(2 * 2 * 3 * 2 * 5).doesNotHaveDuplicates();
    assertThat(plan.trials())
        .contains(
            new Trial(
                "b",
                "complete-m-chat-stream-p4",
                Measure.COMPLETE,
                "m",
                "chat",
                Mode.STREAM,
                new Closed(4),
                2,
                1),
            new Trial(
                "a",
                "first-token-n-qa-stream-p1",
                Measure.FIRST_TOKEN,
                "n",
                "qa",
                Mode.STREAM,
                Closed.ONE,
                3,
                1));
    assertThat(plan.trials()).extracting(Trial::name).allMatch(name -> name.matches("[a-z0-9.-]+"));
    assertThat(plan.trials()).extracting(Trial::model).isSorted();
  }

  @Test
  void alternatesStacksWithinACell() throws IOException {
    Plan plan = plan("a, b", "repeats: 2");

    assertThat(plan.interleaved()).isTrue();
    assertThat(plan.trials().stream().map(Trial::stack).limit(8))
        .containsExactly("a", "b", "b", "a", "a", "b", "b", "a");
    List<String> ofOneCell =
        plan.trials().stream()
            .filter(trial -> trial.name().equals("complete-m-chat-sync-p1"))
            .map(Trial::stack)
            .toList();
    assertThat(ofOneCell).containsExactly("a", "b", "b", "a");
  }

  @Test
  void runsOneStackAfterTheOtherWhereTheyCannotBeUpTogether() throws IOException {
    Plan plan = plan("a, b", "repeats: 2, stacks-together: false");

    assertThat(plan.interleaved()).isFalse();
    List<String> blocks = new ArrayList<>();
    for (Trial trial : plan.trials()) {
      String block = trial.model() + trial.stack();
      if (blocks.isEmpty() || !blocks.get(blocks.size() - 1).equals(block)) {
        blocks.add(block);
      }
    }
    assertThat(blocks).containsExactly("ma", "mb", "na", "nb");
  }

  @Test
  void roundsOfStacksThatCannotBeUpTogetherChangeTheirOrder() throws IOException {
    Plan plan = plan("a, b", "repeats: 1, stacks-together: false, launches: 2");

    assertThat(
            plan.trials().stream()
                .filter(one -> one.name().equals("complete-m-chat-sync-p1"))
                .map(one -> one.stack() + one.launch()))
        .containsExactly("a1", "b1", "b2", "a2");
    assertThat(plan.inRounds()).isTrue();
    assertThat(plan.paired()).isTrue();
    assertThat(plan("a, b", "repeats: 1, stacks-together: false").paired()).isFalse();
    assertThat(plan("a, b", "repeats: 1, launches: 2").inRounds()).isFalse();
  }

  @Test
  void everyStackFollowsEveryOtherEquallyOften() {
    for (int n = 2; n <= 6; n++) {
      List<Integer> stacks = java.util.stream.IntStream.range(0, n).boxed().toList();
      int rows = n % 2 == 0 ? n : 2 * n;
      Map<String, Integer> follows = new HashMap<>();
      Map<String, Integer> places = new HashMap<>();
      for (int row = 0; row < rows; row++) {
        List<Integer> order = Plan.turn(stacks, row);
        assertThat(order).containsExactlyInAnyOrderElementsOf(stacks);
        for (int i = 0; i < n; i++) {
          places.merge(i + ":" + order.get(i), 1, Integer::sum);
          if (i > 0) {
            follows.merge(order.get(i - 1) + ">" + order.get(i), 1, Integer::sum);
          }
        }
      }
      assertThat(places.values()).hasSize(n * n).containsOnly(rows / n);
      assertThat(follows.values()).hasSize(n * (n - 1)).containsOnly(rows / n);
    }
  }

  @Test
  void startsTheStacksAgainForEachLaunch() throws IOException {
    Plan plan = plan("a, b", "repeats: 2, launches: 3");

    List<Trial> ofOne =
        plan.trials().stream()
            .filter(t -> t.name().equals("complete-m-chat-sync-p1") && t.stack().equals("a"))
            .toList();
    assertThat(ofOne).extracting(Trial::repeat).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(ofOne).extracting(Trial::launch).containsExactly(1, 1, 2, 2, 3, 3);
  }

  @Test
  void aTaskCanHaveCellsOfItsOwn() throws IOException {
    Plan plan = plan("a", "repeats: 1, first-token: false", "modes: [stream], parallelism: [8]");

    assertThat(plan.trials().stream().map(Trial::name).filter(name -> name.contains("-m-")))
        .containsExactly(
            "complete-m-chat-stream-p8",
            "complete-m-qa-sync-p1",
            "complete-m-qa-sync-p4",
            "complete-m-qa-stream-p1",
            "complete-m-qa-stream-p4");
  }

  @Test
  void moreRepeatsComeInTheOrderOfAPlanThatHadThemFromTheBeginning() throws IOException {
    Plan plan = plan("a, b", "repeats: 2");
    Plan longer = plan("a, b", "repeats: 5");

    Plan extended = plan.extended(3).extended(5);

    assertThat(extended.trials()).isEqualTo(longer.trials()).containsAll(plan.trials());
    assertThat(extended.scenario()).isEqualTo(longer.scenario());
    assertThat(extended.added()).containsExactly(3, 4);
  }

  @Test
  void moreRepeatsAreOfTheCellsThatAPartialPlanHas() throws IOException {
    Plan plan = plan("a, b", "repeats: 2");
    Plan part =
        plan.without(
            plan.trials().stream().filter(one -> one.name().endsWith("qa-sync-p4")).toList(),
            "the rest");

    assertThat(part.extended(3).trials()).hasSize(2 * 2 * 3).containsAll(part.trials());
    assertThat(part.extended(3).leftOut()).isEqualTo(part.leftOut());
  }

  @Test
  void repeatsAreNeitherTakenAwayNorAddedWhereTheScenarioSaysHowManyAreEnough() throws IOException {
    assertThatThrownBy(() -> plan("a", "repeats: 4").extended(4))
        .hasMessage("there are 4 of each cell; allowed: a whole number from 5 to 1000");
    assertThatThrownBy(() -> plan("a", "repeats: 4").extended(1001)).hasMessageContaining("1000");
    for (String more :
        List.of(
            "until: { stable: 10% }",
            "until: { interval: 5% }", "launches: 2", "time-budget: 5m")) {
      assertThatThrownBy(() -> plan("a, b", "repeats: 4, " + more).extended(8))
          .hasMessageContaining("allowed: a new run");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "repeats: 1",
        "repeats: 1, cool-down: { below: 60C, at-most: 90s }",
        "until: { interval: 5%, at-most: 6 }",
        "until: { stable: 10%, percentile: p90 }"
      })
  void comesBackFromItsFileAsItWas(String measure) throws IOException {
    Plan plan = plan("a, b, c", measure);
    Path file = folder.resolve("plan.json");

    plan.write(file);

    assertThat(Plan.read(file)).isEqualTo(plan);
  }

  @Test
  void aPlanThatCannotBeWrittenWholeLeavesTheOneBefore() throws IOException {
    Plan plan = plan("a", "repeats: 1");
    Path file = folder.resolve("plan.json");
    plan.write(file);
    Files.createDirectory(folder.resolve("plan.json.new"));

    assertThatThrownBy(() -> plan.extended(2).write(file))
        .hasMessageContaining("cannot write the plan " + file);
    assertThat(Plan.read(file)).isEqualTo(plan);
  }

  private static void ofAnEarlierVersion(ObjectNode trial) {
    trial.remove("launch");
    trial.set("parallelism", trial.remove("load").get("closed"));
  }

  @Test
  void aPlanOfAnEarlierVersionIsRead() throws IOException {
    Plan plan = plan("a, b", "repeats: 2");
    Path file = folder.resolve("plan.json");
    plan.write(file);
    ObjectNode json = (ObjectNode) new JsonMapper().readTree(file.toFile());
    json.remove(List.of("left_out", "stopped", "added"));
    json.withObject("/scenario/measure").remove(List.of("launches", "first_token"));
    json.at("/scenario/stacks")
        .forEach(one -> ((ObjectNode) one).remove(List.of("requests", "check_models")));
    json.at("/scenario/models").forEach(one -> ((ObjectNode) one).remove("label"));
    json.at("/scenario/tasks")
        .forEach(one -> ((ObjectNode) one).remove(List.of("reuse", "modes", "loads")));
    json.withObject("/scenario").putArray("parallelism").add(1).add(4);
    json.at("/trials").forEach(one -> ofAnEarlierVersion((ObjectNode) one));
    Files.writeString(file, json.toString());

    Plan read = Plan.read(file);

    assertThat(read.trials()).hasSameSizeAs(plan.trials());
    assertThat(read.scenario().stack("a").requests()).isEqualTo(Requests.USUAL);
    assertThat(read.scenario().measure().launches()).isEqualTo(1);
    assertThat(read.scenario().models()).isEqualTo(plan.scenario().models());
  }

  @Test
  void saysWhereAPlanOfAnotherVersionDiffers() throws IOException {
    Path file = folder.resolve("plan.json");
    plan("a", "repeats: 1").write(file);
    Files.writeString(file, Files.readString(file).replace("\"seed\"", "\"seeds\""));

    assertThatThrownBy(() -> Plan.read(file))
        .hasMessage(
            file
                + " is of another version of inferometer, from scenario.models.0.generate.seeds on; read the run with"
                + " that version");
  }

  @Test
  void keepsSecretsOutOfItsFile() throws IOException {
    Plan plan = plan("a", "repeats: 1");
    Path file = folder.resolve("plan.json");

    plan.write(file);

    assertThat(Files.readString(file)).contains("${env.TOKEN}", "\"KEY\"").doesNotContain("hush");
  }

  private Plan plan(String stacks, String measure) throws IOException {
    return plan(stacks, measure, "reuse: true");
  }

  private Plan plan(String stacks, String measure, String chat) throws IOException {
    Files.writeString(folder.resolve("p.jsonl"), "{\"id\":\"1\",\"text\":\"hello\"}\n");
    String stack =
        "{ launch: { command: [run, '${env.TOKEN}'], environment: { T: '${env.TOKEN}' } },"
            + " api-key: { env: KEY } }";
    String yaml =
        """
        name: plan
        models:
          m: { generate: { family: gpt2, size: tiny } }
          n: { generate: { family: gpt2, size: tiny } }
        stacks: { %s }
        tasks: { chat: { prompts: p.jsonl, %s }, qa: { prompts: p.jsonl } }
        parallelism: [1, 4]
        measure: { %s }
        """
            .formatted(stacks.replaceAll("\\w", "$0: " + stack.replace("$", "\\$")), chat, measure);
    Path file = Files.writeString(folder.resolve("scenario.yaml"), yaml);
    return Plan.of(Scenarios.read(file, Map.of(), Map.of("TOKEN", "hush", "KEY", "hush")));
  }
}
