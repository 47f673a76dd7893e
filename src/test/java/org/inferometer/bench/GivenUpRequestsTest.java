package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.inferometer.record.Outcome;
import org.inferometer.record.Phase;
import org.inferometer.record.RecordReader;
import org.inferometer.record.RequestRecord;
import org.inferometer.result.Metric;
import org.inferometer.result.Reason.Code;
import org.inferometer.result.Run;
import org.inferometer.result.Statistic;
import org.inferometer.result.TrialResult;
import org.inferometer.run.Choices;
import org.inferometer.run.Session;
import org.inferometer.standard.ExactScheduleServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loads that give some of their requests up, with JMH's forks. */
@Tag("whole-run")
class GivenUpRequestsTest {
  @TempDir private Path folder;
  private final ByteArrayOutputStream console = new ByteArrayOutputStream();

  @Test
  void whatIsGivenUpIsNoFailureAndInNoLatency() throws IOException, InterruptedException {
    try (ExactScheduleServer fast = ExactScheduleServer.start(0, "ttft=4ms,itl=2ms,tokens=40");
        ExactScheduleServer slow = ExactScheduleServer.start(0, "ttft=9ms,itl=3ms,tokens=40")) {
      Session session = run(fast, slow);

      Run run = Run.read(session.directory().root());
      assertThat(run.problems()).isEmpty();
      assertThat(run.trials()).hasSize(6);
      for (TrialResult trial : run.trials()) {
        List<RequestRecord> measured = measured(session, trial);
        long given = measured.stream().filter(GivenUpRequestsTest::isChosen).count();
        assertThat(given).isBetween(1L, measured.size() - 1L);
        assertThat(trial.cancelled()).isEqualTo(given);
        assertThat(trial.failed()).isZero();
        assertThat(trial.failures()).isEmpty();
        assertThat(trial.requests()).isEqualTo(measured.size() - given);
        assertThat(trial.estimate(Metric.FAILURE_RATE).value()).isZero();
        assertThat(trial.estimate(Metric.TOTAL_LATENCY, Statistic.P50).count())
            .isEqualTo(trial.requests());
        assertThat(trial.validity().reasons())
            .extracting(one -> one.code())
            .doesNotContain(Code.FAILURES, Code.RECORDS);
        measured.stream()
            .filter(GivenUpRequestsTest::isChosen)
            .filter(one -> one.outcome() == Outcome.CANCELLED)
            .forEach(one -> ended(trial, one));
        assertThat(measured.stream().filter(one -> !isChosen(one)))
            .extracting(RequestRecord::outcome)
            .containsOnly(Outcome.OK);
      }
      for (String task : List.of("tokens", "time", "users")) {
        assertThat(chosen(session, run, task, "a")).isEqualTo(chosen(session, run, task, "b"));
      }
      JsonNode row = new JsonMapper().readTree(session.directory().jmh().toFile()).get(0);
      assertThat(row.at("/secondaryMetrics/requests.cancelled/score").asInt()).isPositive();
      assertThat(row.at("/secondaryMetrics/requests.failed/score").asInt()).isZero();
    }
  }

  private static boolean isChosen(RequestRecord record) {
    return Boolean.TRUE.equals(record.toCancel());
  }

  private static void ended(TrialResult trial, RequestRecord one) {
    assertThat(one.outcome().isFailure()).isFalse();
    if (trial.cell().task().equals("tokens")) {
      assertThat(Arrays.stream(one.events()).sum()).isBetween(5, 39);
    } else {
      assertThat(one.closed() - one.scheduled()).isGreaterThanOrEqualTo(30_000_000);
    }
  }

  private Set<Long> chosen(Session session, Run run, String task, String stack) {
    return run.trials().stream()
        .filter(one -> one.cell().task().equals(task) && one.stack().equals(stack))
        .flatMap(one -> measured(session, one).stream())
        .filter(one -> one.place() < 20)
        .filter(GivenUpRequestsTest::isChosen)
        .map(RequestRecord::place)
        .collect(Collectors.toSet());
  }

  private Session run(ExactScheduleServer a, ExactScheduleServer b)
      throws IOException, InterruptedException {
    Files.writeString(
        folder.resolve("hello.jsonl"),
        "{\"id\":\"a\",\"text\":\"Hello\"}\n{\"id\":\"b\",\"text\":\"there\"}\n");
    Path scenario =
        Files.writeString(
            folder.resolve("scenario.yaml"),
            """
            name: test
            models: { any: {} }
            stacks:
              a: { url: "%s", models: { any: exact } }
              b: { url: "%s", models: { any: exact } }
            tasks:
              tokens:
                prompts: hello.jsonl
                generation: { max_tokens: 40 }
                cancel: { share: 30%%, after-tokens: 5 }
                parallelism: [2]
              time:
                prompts: hello.jsonl
                generation: { max_tokens: 40 }
                cancel: { share: 30%%, after: 30ms }
                loads: [ { rate: 40, arrivals: constant, duration: 1s } ]
              users:
                prompts: hello.jsonl
                generation: { max_tokens: 40 }
                cancel: { share: 30%%, after: 30ms }
                loads: [ { users: 2, spawn-rate: 20, duration: 2s } ]
            modes: [stream]
            measure:
              { repeats: 1, warmup-time: 100ms, stack-warmup: 50ms, iterations: 1, iteration-time: 2s, first-token: false }
            """
                .formatted(a.uri(), b.uri()));
    Session session =
        Suite.of(
            scenario,
            Map.of(),
            folder.resolve("results"),
            new Choices(null, List.of(), false),
            new PrintStream(console, true, StandardCharsets.UTF_8));
    session.measure();
    return session;
  }

  private static List<RequestRecord> measured(Session session, TrialResult trial) {
    List<RequestRecord> records = new ArrayList<>();
    RecordReader.read(
        session.directory().requests(trial.stack(), trial.cell().name()),
        records::add,
        problem -> {
          throw new IllegalStateException(problem);
        });
    records.removeIf(one -> one.phase() != Phase.MEASURED);
    return records;
  }
}
