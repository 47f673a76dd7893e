package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.inferometer.figure.Catalogue;
import org.inferometer.figure.Words;
import org.inferometer.report.table.Tables;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.inferometer.result.Statistic;
import org.inferometer.result.TrialResult;
import org.inferometer.result.TurnResult;
import org.inferometer.run.Choices;
import org.inferometer.run.RunRefused;
import org.inferometer.run.Session;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of conversations, from the scenario to the numbers, and those that are refused. */
@Tag("whole-run")
class ConversationRunTest {
  private static final String SCENARIO =
      """
      name: talks
      models: { any: {} }
      stacks: { talking: { url: "%s", check: { models: false }, protocol: %s } }
      tasks: { talk: { prompts: p.jsonl, generation: { max_tokens: 8 }, %s } }
      modes: [stream]
      measure: { repeats: 2, requests: 20, warmup-time: 200ms, stack-warmup: 100ms }
      """;

  private static final JsonMapper JSON = new JsonMapper();
  private static final Choices ALL = new Choices(null, List.of(), false);
  private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

  @TempDir private Path folder;

  @Test
  void tellsOfEachTurnAndOfWholeConversations() throws IOException, InterruptedException {
    prompts("more");
    Run run = run("api: chat, parallelism: [2]");
    TrialResult trial = run.trials().get(0);

    assertThat(run.problems()).isEmpty();
    assertThat(trial.turns()).extracting(TurnResult::number).containsExactly(1, 2, 3);
    assertThat(trial.turns()).extracting(TurnResult::requests).containsOnly(40L);
    assertThat(trial.turns()).extracting(TurnResult::failed).containsOnly(0L);
    assertThat(trial.requests()).isEqualTo(120);
    assertThat(trial.turns())
        .extracting(one -> one.mean(Metric.PROMPT_TOKENS).value())
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(trial.turns()).allMatch(one -> one.mean(Metric.P2FT).repeats() == 2);
    assertThat(trial.turns().get(0).earlier().value()).isZero();
    assertThat(trial.turns().get(0).cached().value()).isZero();
    assertThat(trial.turns().get(2).cached().value()).isEqualTo(0.5, within(0.03));
    double before =
        trial.turns().get(1).mean(Metric.PROMPT_TOKENS).value()
            + trial.turns().get(1).mean(Metric.OUTPUT_TOKENS).value();
    assertThat(trial.turns().get(2).earlier().value())
        .as("all of the second turn and its answer, of the third")
        .isEqualTo(before / trial.turns().get(2).mean(Metric.PROMPT_TOKENS).value(), within(0.01));
    assertThat(trial.estimate(Metric.SESSION_TIME, Statistic.MEAN).count()).isEqualTo(40);
    assertThat(trial.estimate(Metric.SESSION_TIME).value())
        .isGreaterThan(3 * trial.estimate(Metric.P2FT).value());
    assertThat(trial.estimate(Metric.CONVERSATION_FAILURE_RATE).value()).isZero();
    assertThat(3 * trial.estimate(Metric.CONVERSATION_THROUGHPUT).value())
        .isEqualTo(trial.estimate(Metric.REQUEST_THROUGHPUT).value(), within(1e-6));
    assertThat(trial.validity().text()).doesNotContain("cache");
    assertThatItIsTold(run);
  }

  private static void assertThatItIsTold(Run run) throws IOException {
    Path root = run.directory().root();
    Tables.write(run);
    assertThat(Files.readString(root.resolve("turns.csv")).lines()).hasSize(4);
    assertThat(Files.readString(root.resolve("report.md")))
        .contains("## Conversations", "## Turns", "seen before");
    JsonNode turns = JSON.readTree(root.resolve("summary.json").toFile()).at("/trials/0/turns");
    assertThat(turns).hasSize(3);
    assertThat(turns.at("/2/cached/value").asDouble()).isPositive();
    assertThat(
            Catalogue.of(run, Words.ENGLISH).stream()
                .map(one -> one.caption().name())
                .collect(Collectors.toSet()))
        .contains("p2ft-turn", "cached-turn");
  }

  @Test
  void aConversationThatFailsIsToldAsOneAndHasNoSessionTime()
      throws IOException, InterruptedException {
    prompts("fail");
    TrialResult trial = run("api: chat, parallelism: [1]").trials().get(0);

    assertThat(trial.turns()).extracting(TurnResult::number).containsExactly(1, 2);
    assertThat(trial.turns()).extracting(TurnResult::failed).containsExactly(0L, 40L);
    assertThat(trial.estimate(Metric.CONVERSATION_FAILURE_RATE).value()).isEqualTo(1);
    assertThat(trial.estimate(Metric.SESSION_TIME).isPresent()).isFalse();
  }

  @Test
  void whatAPrefixAsksOfACacheStandsBesideWhatTheServerTells()
      throws IOException, InterruptedException {
    prompts("more");
    TrialResult trial =
        run("api: chat, parallelism: [1], conversation: { turns: 1 }, prefix: { tokens: 85 }")
            .trials()
            .get(0);

    double prompt = trial.estimate(Metric.PROMPT_TOKENS).value();
    assertThat(prompt).isGreaterThan(85);
    assertThat(trial.asked().earlier()).isEqualTo(85 / prompt, within(0.01));
    assertThat(trial.turns()).isEmpty();
  }

  @Test
  void whatCannotBeAskedIsRefusedBeforeTheRun() throws IOException {
    prompts("more");
    assertRefused(
        "openai", "api: chat, conversation: { history: reference }", "no answer to its turn 1");
    assertRefused("openai", "api: completions", "tasks.talk.api: c0", "allowed: api: chat");
    assertRefused("tgi", "api: completions", "(protocol tgi)", "such as openai-chat");
    assertRefused(
        "openai",
        "api: chat, loads: [{ rate: 5, duration: 1s, max-in-flight: 3 }]",
        "max-in-flight holds requests back");
    Files.writeString(folder.resolve("p.jsonl"), "{\"id\":\"1\",\"text\":\"hello\"}\n");
    assertRefused(
        "openai", "api: chat, conversation: { turns: 2 }", "has no conversation; allowed");
  }

  private static final String TENANTS =
      """
      name: tenants
      models: { any: {} }
      stacks:
        one: { url: "%s", check: { models: false } }
        two: { url: "%s", check: { models: false } }
      tasks: { talk: { prompts: p.jsonl, generation: { max_tokens: 8 }, api: chat } }
      tenants:
        - { name: slots, stack: one, task: talk, load: { closed: 2 } }
        - { name: people, stack: two, task: talk, load: %s }
      measure: { repeats: 1, warmup-time: 300ms, iterations: 1, iteration-time: 3s, stack-warmup: 100ms }
      """;

  @Test
  void tenantsHoldConversationsBesideEachOther() throws IOException, InterruptedException {
    prompts("more");
    Run run;
    try (TalkingServer one = TalkingServer.start();
        TalkingServer two = TalkingServer.start()) {
      String users = "{ users: 3, spawn-rate: 10, think: 50ms, duration: 4s }";
      Path file =
          Files.writeString(
              folder.resolve("tenants.yaml"), TENANTS.formatted(one.uri(), two.uri(), users));
      Session session = Suite.of(file, Map.of(), folder.resolve("results"), ALL, NOWHERE);
      session.measure();
      run = Run.read(session.directory().root());
    }

    assertThat(run.trials()).hasSize(4).allMatch(one -> one.failed() == 0);
    for (TrialResult trial : run.trials()) {
      assertThat(trial.turns())
          .as(trial.toString())
          .extracting(TurnResult::number)
          .containsExactly(1, 2, 3);
      assertThat(trial.turns())
          .extracting(turn -> turn.mean(Metric.PROMPT_TOKENS).value())
          .as("each turn sends what was said before")
          .isSorted()
          .doesNotHaveDuplicates();
      assertThat(trial.estimate(Metric.CONVERSATION_FAILURE_RATE).value()).isZero();
    }
    Tables.write(run);
    assertThat(Files.readString(run.directory().root().resolve("report.md")))
        .contains("## Tenants", "## Conversations");
  }

  @Test
  void aTenantBeginsNoConversationsByASchedule() throws IOException {
    prompts("more");
    Path file =
        Files.writeString(
            folder.resolve("tenants.yaml"),
            TENANTS.formatted(
                "http://127.0.0.1:1", "http://127.0.0.1:2", "{ rate: 5, duration: 1s }"));

    assertThatThrownBy(() -> ALL.plan(file, Map.of()))
        .isInstanceOf(RunRefused.class)
        .hasMessageContainingAll(
            "tasks.talk.prompts: ",
            "has conversations of several turns",
            "go on when its neighbours have ended",
            "allowed: a load of closed or users");
  }

  private void assertRefused(String protocol, String task, String... messages) throws IOException {
    Path file = scenario("http://127.0.0.1:1", protocol, task);
    assertThatThrownBy(() -> ALL.plan(file, Map.of()))
        .isInstanceOf(RunRefused.class)
        .hasMessageContainingAll(messages);
  }

  private Run run(String task) throws IOException, InterruptedException {
    try (TalkingServer server = TalkingServer.start()) {
      Path file = scenario(server.uri().toString(), "openai", task);
      Session session = Suite.of(file, Map.of(), folder.resolve("results"), ALL, NOWHERE);
      session.measure();
      return Run.read(session.directory().root());
    }
  }

  private Path scenario(String url, String protocol, String task) throws IOException {
    return Files.writeString(folder.resolve("talks.yaml"), SCENARIO.formatted(url, protocol, task));
  }

  private void prompts(String second) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      lines.append(
          "{\"id\": \"c%1$d\", \"turns\": [\"one of %1$d\", \"two of %1$d %2$s\", \"three of %1$d\"]}\n"
              .formatted(i, second));
    }
    Files.writeString(folder.resolve("p.jsonl"), lines);
  }
}
