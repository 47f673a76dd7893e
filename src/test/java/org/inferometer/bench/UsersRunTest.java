package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inferometer.comparison.RunComparison;
import org.inferometer.figure.Figures;
import org.inferometer.record.Phase;
import org.inferometer.record.RecordReader;
import org.inferometer.report.HtmlReport;
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

/** Whole runs of users who ask two tasks, or two models, from the scenario to the numbers. */
@Tag("whole-run")
class UsersRunTest {
  private static final String SCENARIO =
      """
      name: users
      models: { exact: { generate: { family: gpt2, size: tiny } } }
      stacks: { exact: { url: "%1$s", check: { models: false } } }
      tasks:
        chat: { prompts: p.jsonl, api: chat, generation: { max_tokens: 3 } }
        qa: { prompts: p.jsonl, generation: { max_tokens: 3 } }
      modes: [stream]
      loads:
        - { users: 4, spawn-rate: 10, think: 40ms, duration: 2s, mix: { chat: 3, qa: 1 } }
      measure: { repeats: 1, stack-warmup: 100ms }
      """;

  /** The server answers as the name of the model that it is asked for says. */
  private static final String MODELS =
      """
      name: models
      models: { quick: {}, slow: { label: "Slow & thorough" } }
      stacks:
        exact:
          url: "%1$s"
          models: { quick: "ttft=20ms,itl=5ms,tokens=3", slow: "ttft=60ms,itl=5ms,tokens=3" }
          check: { models: false }
      tasks:
        chat: { prompts: p.jsonl, generation: { max_tokens: 3 } }
        qa: { prompts: p.jsonl, generation: { max_tokens: 3 } }
      modes: [stream]
      loads:
        - { users: 4, spawn-rate: 10, think: 40ms, duration: 4s, mix: { quick/chat: 2, slow/chat: 1, slow/qa: 1 } }
      measure: { repeats: 1, stack-warmup: 300ms }
      """;

  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path folder;

  private Run run(String scenario) throws IOException, InterruptedException {
    try (ExactScheduleServer server = ExactScheduleServer.start(0, "ttft=20ms,itl=5ms,tokens=3")) {
      Files.writeString(
          folder.resolve("p.jsonl"),
          "{\"id\":\"1\",\"text\":\"hello\"}\n{\"id\":\"2\",\"text\":\"again\"}\n");
      Path file = Files.writeString(folder.resolve("users.yaml"), scenario.formatted(server.uri()));
      PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
      Choices all = new Choices(null, List.of(), false);
      Session session = Suite.of(file, Map.of(), folder.resolve("results"), all, nowhere);
      session.measure();
      return Run.read(session.directory().root());
    }
  }

  @Test
  void oneForkOfUsersTellsOfEveryModelAndOfAllTogether() throws IOException, InterruptedException {
    Run run = run(MODELS);

    assertThat(run.complete()).isTrue();
    assertThat(run.problems()).isEmpty();
    assertThat(run.cells())
        .extracting(Cell::model, Cell::task)
        .containsExactly(
            tuple("quick+slow", "chat+qa"),
            tuple("quick", "chat"),
            tuple("slow", "chat"),
            tuple("slow", "qa"));
    List<TrialResult> trials = run.trials();
    TrialResult together = trials.get(0);
    assertThat(together.requests())
        .isPositive()
        .isEqualTo(trials.stream().skip(1).mapToLong(TrialResult::requests).sum());
    assertThat(trials).extracting(TrialResult::failed).containsOnly(0L);
    assertThat(trials).extracting(TrialResult::requests).isEqualTo(recorded(run));
    assertThat(trials)
        .extracting(one -> one.estimate(Metric.TOTAL_LATENCY, Statistic.MIN).value())
        .as("no faster than each model is")
        .zipSatisfy(
            List.of(30.0, 30.0, 70.0, 70.0),
            (min, at) -> assertThat(min).isGreaterThanOrEqualTo(at));
    assertThat(trials.get(1).estimate(Metric.TOTAL_LATENCY, Statistic.MIN).value())
        .as("the quick one is quicker")
        .isLessThan(trials.get(2).estimate(Metric.TOTAL_LATENCY, Statistic.MIN).value());
    JsonNode jmh = JSON.readTree(run.directory().root().resolve("jmh.json").toFile()).get(0);
    assertThat(jmh.at("/params/model").asText()).isEqualTo("quick+slow");
    assertThat(jmh.at("/params/users").asText())
        .isEqualTo("users=4, think 40ms, quick/chat 2 : slow/chat 1 : slow/qa 1");
    assertThat(jmh.at("/secondaryMetrics/requests.ok/score").asLong())
        .isEqualTo(together.requests());
    assertThat(RunComparison.of(run, run).refused()).isEmpty();
    Path page = folder.resolve("report.html");
    HtmlReport.write(run, page);
    assertThat(page)
        .content()
        .contains("quick + Slow &amp; thorough", "slow/qa 1")
        .contains("chat of Slow &amp; thorough, qa of Slow &amp; thorough");
    Path plots = folder.resolve("plots");
    Figures.draw(run, plots);
    assertThat(plots.resolve("p2ft-tasks.csv"))
        .as("one figure of all")
        .content()
        .contains("chat + qa", "quick / chat", "slow / chat", "slow / qa");
    assertThat(plots.resolve("p2ft-tasks-quick.csv")).doesNotExist();
  }

  /** Measured requests of all, and of each model and task, by the records alone. */
  private static List<Long> recorded(Run run) {
    Map<String, Long> asked = new LinkedHashMap<>();
    asked.put("all", 0L);
    run.cells().stream().skip(1).forEach(one -> asked.put(one.model() + "/" + one.task(), 0L));
    RecordReader.read(
        run.directory().requests("exact", run.cells().get(0).trial()),
        record -> {
          if (record.phase() == Phase.MEASURED) {
            asked.merge("all", 1L, Long::sum);
            asked.merge(record.model() + "/" + record.task(), 1L, Long::sum);
          }
        },
        problem -> {});
    return List.copyOf(asked.values());
  }

  @Test
  void oneForkOfUsersTellsOfEveryTaskAndOfAllTogether() throws IOException, InterruptedException {
    Run run = run(SCENARIO);

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
