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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.inferometer.record.Phase;
import org.inferometer.record.RecordReader;
import org.inferometer.record.RequestRecord;
import org.inferometer.report.table.ConsoleReport;
import org.inferometer.result.Comparison;
import org.inferometer.result.Metric;
import org.inferometer.result.Reason.Code;
import org.inferometer.result.Run;
import org.inferometer.result.TrialResult;
import org.inferometer.run.Choices;
import org.inferometer.run.Session;
import org.inferometer.standard.ExactScheduleServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole run of open loops, with JMH's forks. */
@Tag("whole-run")
class ScheduledRunTest {
  @TempDir private Path folder;
  private final ByteArrayOutputStream console = new ByteArrayOutputStream();

  @Test
  void everyStackIsAskedByTheSameScheduleAndToldOfFromIt()
      throws IOException, InterruptedException {
    try (ExactScheduleServer fast = ExactScheduleServer.start(0, "ttft=3ms,itl=1ms,tokens=4");
        ExactScheduleServer slow = ExactScheduleServer.start(0, "ttft=60ms,itl=1ms,tokens=4")) {
      Session session = run(fast, slow);

      Run run = Run.read(session.directory().root());
      assertThat(run.complete()).isTrue();
      assertThat(run.problems()).isEmpty();
      assertThat(run.trials()).hasSize(6);
      for (TrialResult trial : run.trials()) {
        String load = trial.cell().load().label();
        List<RequestRecord> records = records(session, trial);
        assertThat(records).extracting(RequestRecord::load).containsOnly(load);
        assertThat(trial.estimate(Metric.ACHIEVED_RATE).value()).isPositive();
        assertThat(trial.estimate(Metric.P2FT_FROM_SCHEDULE).value())
            .isGreaterThanOrEqualTo(trial.estimate(Metric.P2FT).value());
        assertThat(records.stream().anyMatch(one -> one.phase() == Phase.WARMUP))
            .as(load)
            .isEqualTo(!load.startsWith("stages"));
        if (!load.contains("max 1") || trial.stack().equals("b")) {
          assertThat(codes(trial).contains(Code.HELD_BACK)).isEqualTo(load.contains("max 1"));
        }
        assertThat(codes(trial)).doesNotContain(Code.LITTLES_LAW, Code.FEW_CYCLES);
      }
      assertThat(schedules(session, run, "a")).isEqualTo(schedules(session, run, "b"));
      assertThat(run.comparisons())
          .filteredOn(Comparison::isHeadline)
          .extracting(Comparison::metric)
          .containsOnly(Metric.P2FT_FROM_SCHEDULE);
      assertThat(ConsoleReport.of(run)).contains("rate constant max 1; latencies from schedule");
      JsonNode rows = new JsonMapper().readTree(session.directory().jmh().toFile());
      assertThat(rows)
          .hasSize(6)
          .allMatch(row -> row.path("benchmark").asText().endsWith("ScheduleBenchmark.schedule"))
          .allMatch(row -> row.at("/primaryMetric/score").asDouble() > 300)
          .allMatch(row -> row.at("/secondaryMetrics/schedule.delay/score").isNumber())
          .noneMatch(row -> row.path("secondaryMetrics").has("requests.unmatched"));
    }
  }

  private Session run(ExactScheduleServer a, ExactScheduleServer b)
      throws IOException, InterruptedException {
    Files.writeString(
        folder.resolve("hello.jsonl"),
        "{\"id\": \"a\", \"text\": \"Hello there\"}\n{\"id\": \"b\", \"text\": \"Hello again\"}\n");
    Path scenario =
        Files.writeString(
            folder.resolve("scenario.yaml"),
            """
            name: test
            models: { any: {} }
            stacks:
              a: { url: "%s", models: { any: exact } }
              b: { url: "%s", models: { any: exact } }
            tasks: { hello: { prompts: hello.jsonl, generation: { max_tokens: 4 } } }
            modes: [stream]
            loads:
              - { rate: 40, arrivals: poisson, duration: 500ms }
              - { rate: 40, arrivals: constant, duration: 400ms, max-in-flight: 1 }
              - { stages: [ { rate: 20, duration: 300ms }, { ramp: 60, duration: 300ms } ] }
            measure: { repeats: 2, warmup-time: 150ms, stack-warmup: 50ms, first-token: false }
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

  /** When each prompt was to be asked, after the first of its trial and repeat. */
  private static Map<String, Long> schedules(Session session, Run run, String stack) {
    Map<String, Long> times = new HashMap<>();
    for (TrialResult trial : run.trials()) {
      if (trial.stack().equals(stack)) {
        Map<Integer, Long> first = new HashMap<>();
        List<RequestRecord> records = records(session, trial);
        records.forEach(one -> first.merge(one.fork(), one.scheduled(), Math::min));
        for (RequestRecord one : records) {
          String place = one.load() + one.fork() + one.phase() + one.place() + one.prompt();
          times.put(place, one.scheduled() - first.get(one.fork()));
        }
      }
    }
    return times;
  }

  private static List<RequestRecord> records(Session session, TrialResult trial) {
    List<RequestRecord> records = new ArrayList<>();
    RecordReader.read(
        session.directory().requests(trial.stack(), trial.cell().name()),
        records::add,
        problem -> {
          throw new IllegalStateException(problem);
        });
    return records;
  }

  private static List<Code> codes(TrialResult trial) {
    return trial.validity().reasons().stream().map(one -> one.code()).toList();
  }
}
