package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;
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
import org.inferometer.record.Phase;
import org.inferometer.result.Cell;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.inferometer.result.Statistic;
import org.inferometer.result.TrialResult;
import org.inferometer.run.Choices;
import org.inferometer.run.Session;
import org.inferometer.standard.ExactScheduleServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole run of users who ask two tasks, from the scenario to the numbers. */
@Tag("whole-run")
class UsersRunTest {
  private static final String SCENARIO =
      """
      name: users
      models: { exact: { generate: { family: gpt2, size: tiny } } }
      stacks: { exact: { url: "%s", check: { models: false } } }
      tasks:
        chat: { prompts: p.jsonl, api: chat, generation: { max_tokens: 3 } }
        qa: { prompts: p.jsonl, generation: { max_tokens: 3 } }
      modes: [stream]
      loads:
        - { users: 4, spawn-rate: 10, think: 40ms, duration: 2s, mix: { chat: 3, qa: 1 } }
      measure: { repeats: 1, stack-warmup: 100ms }
      """;

  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path folder;

  @Test
  void oneForkOfUsersTellsOfEveryTaskAndOfAllTogether() throws IOException, InterruptedException {
    Run run;
    try (ExactScheduleServer server = ExactScheduleServer.start(0, "ttft=20ms,itl=5ms,tokens=3")) {
      Files.writeString(
          folder.resolve("p.jsonl"),
          "{\"id\":\"1\",\"text\":\"hello\"}\n{\"id\":\"2\",\"text\":\"again\"}\n");
      Path file = Files.writeString(folder.resolve("users.yaml"), SCENARIO.formatted(server.uri()));
      PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
      Choices all = new Choices(null, List.of(), false);
      Session session = Suite.of(file, Map.of(), folder.resolve("results"), all, nowhere);
      session.measure();
      run = Run.read(session.directory().root());
    }

    assertThat(run.complete()).isTrue();
    assertThat(run.problems()).isEmpty();
    assertThat(run.cells()).extracting(Cell::task).containsExactly("chat+qa", "chat", "qa");
    TrialResult together = run.trials().get(0);
    assertThat(together.requests())
        .isPositive()
        .isEqualTo(run.trials().get(1).requests() + run.trials().get(2).requests());
    assertThat(together.phases()).containsOnlyKeys(Phase.EDGE, Phase.MEASURED);
    assertThat(together.estimate(Metric.TOTAL_LATENCY, Statistic.MIN).value())
        .isGreaterThanOrEqualTo(30);
    assertThat(together.repeats().get(0).seconds())
        .as("from the fourth user's coming to the end")
        .isEqualTo(1.7, within(1e-9));
    assertThat(together.estimate(Metric.REQUEST_THROUGHPUT).value())
        .as("four users, each a request in 70 ms at best")
        .isBetween(1.0, 4 / 0.070);
    JsonNode jmh = JSON.readTree(run.directory().root().resolve("jmh.json").toFile()).get(0);
    assertThat(jmh.path("benchmark").asText()).endsWith("UsersBenchmark.users");
    assertThat(jmh.at("/params/users").asText()).isEqualTo("users=4, think 40ms, chat 3 : qa 1");
    assertThat(jmh.at("/secondaryMetrics/requests.ok/score").asLong())
        .isEqualTo(together.requests());
    assertThat(jmh.at("/secondaryMetrics/requests.throughput/score").asDouble())
        .isEqualTo(together.estimate(Metric.REQUEST_THROUGHPUT).value(), within(1e-6));
    assertThat(jmh.at("/secondaryMetrics/rate.achieved/score").asDouble())
        .isEqualTo(together.estimate(Metric.ACHIEVED_RATE).value(), within(1e-6));
  }
}
