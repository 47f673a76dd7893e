package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.assertj.core.data.Offset;
import org.inferometer.load.Closed;
import org.inferometer.load.Gaps;
import org.inferometer.load.Load;
import org.inferometer.load.Open;
import org.inferometer.machine.ClientHealth;
import org.inferometer.machine.Spread;
import org.inferometer.record.Phase;
import org.inferometer.record.RecordDraft;
import org.inferometer.record.RequestRecord;
import org.inferometer.result.HandMade;
import org.inferometer.result.RunDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.IterationResultMetaData;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.results.SampleTimeResult;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.util.SampleBuffer;

/** What goes into jmh.json, of records whose numbers are known. */
class StreamProfilerTest {
  private static final Offset<Double> EXACT = within(1e-9);
  private static final BenchmarkParams JMH = JmhParams.benchmark(2, Map.of("stack", "a"));
  private static final IterationParams MEASUREMENT = JmhParams.iteration(IterationType.MEASUREMENT);

  // Started at 100 and 200, slots free 1 ms before; first tokens after 20 and 40 ms, gaps of 10
  // and 30 ms, ends 2 ms after the last.
  private static final RequestRecord ONE = HandMade.ok(1, 100, 120, 130, 140);
  private static final RequestRecord OTHER = HandMade.ok(1, 200, 240, 270);
  private static final RequestRecord FAILED = HandMade.failed(1, 150, 154);

  private final StreamProfiler profiler = new StreamProfiler();
  @TempDir private Path folder;

  @BeforeEach
  @AfterEach
  void forget() {
    Recorder.shared().drain();
    Recorder.shared().beginTrial(null, Closed.ONE);
    System.clearProperty("inferometer.trial.run");
  }

  @Test
  void theNumbersOfAnIterationAreThoseOfItsMeasuredRequests() {
    Map<String, Result<?>> found =
        iteration(JMH, 3, edge(90, 130), ONE, FAILED, OTHER, edge(280, 300));

    assertThat(values(found, "p2ft")).containsExactly(20, 40);
    assertThat(values(found, "latency")).containsExactly(40, 70);
    assertThat(values(found, "tpot")).containsExactly(10, 30);
    assertThat(values(found, "itl")).containsExactly(10, 10, 30);
    assertThat(found.get("itl").getScoreUnit()).isEqualTo("ms");
    assertThat(score(found, "requests.ok")).isEqualTo(2);
    assertThat(score(found, "requests.failed")).isEqualTo(1);
    assertThat(found).doesNotContainKey("requests.unmatched");
    // Two slots, cycles of 43, 4 and 73 ms.
    assertThat(score(found, "requests.throughput")).isCloseTo(2 * 2 / 0.12, EXACT);
    assertThat(score(found, "tokens.throughput")).isCloseTo(2 * 5 / 0.12, EXACT);
    assertThat(((Rate) found.get("tokens.throughput")).seconds()).isCloseTo(0.06, EXACT);
    assertThat(score(found, "tokens.speed")).isCloseTo(5 / 0.11, EXACT);
    assertThat(((Rate) found.get("tokens.speed")).seconds()).isCloseTo(0.11, EXACT);
    assertThat(found.get("tokens.speed").getScoreUnit()).isEqualTo("tok/s");
  }

  @Test
  void operationsWithoutARecordAndRecordsWithoutAnOperationAreTold() {
    assertThat(score(iteration(JMH, 3, ONE, OTHER), "requests.unmatched")).isEqualTo(1);
    assertThat(score(iteration(JMH, 1, ONE, OTHER), "requests.unmatched")).isEqualTo(-1);
  }

  @Test
  void whatCameBeforeAnIterationIsNoPartOfIt() {
    Recorder.shared().take(new EndedExchange(ONE));

    assertThat(values(iteration(JMH, 1, OTHER), "p2ft")).containsExactly(40);
  }

  @Test
  void anIterationOfFailuresHasNoLatencyAndNoSpeed() {
    Map<String, Result<?>> found = iteration(JMH, 1, FAILED);

    assertThat(found).doesNotContainKeys("p2ft", "latency", "tpot", "itl", "tokens.speed");
    assertThat(score(found, "requests.throughput")).isZero();
    assertThat(score(found, "requests.ok")).isZero();
    assertThat(score(found, "requests.failed")).isEqualTo(1);
  }

  @Test
  void anIterationOfEdgesOnlyHasNoNumbers() {
    assertThat(iteration(JMH, 0, edge(90, 130)))
        .containsOnlyKeys("client.cpu", "client.lag", "requests.ok", "requests.failed");
  }

  @Test
  void warmUpIsNotWatched() {
    IterationParams warmUp = JmhParams.iteration(IterationType.WARMUP);
    profiler.beforeIteration(JMH, warmUp);

    assertThat(byLabel(after(JMH, warmUp, 0))).containsOnlyKeys("requests.ok", "requests.failed");
  }

  @Test
  void ofABenchmarkThatAsksNoStackThereIsNothing() {
    BenchmarkParams other = JmhParams.benchmark(1, Map.of("tokens", "64"));

    assertThat(iteration(other, 1, ONE)).isEmpty();
  }

  @Test
  void howTheProcessFaredIsKeptWithTheRunOncePerMeasuredIteration() throws IOException {
    System.setProperty("inferometer.trial.run", folder.toString());
    System.setProperty("inferometer.trial.name", "complete-p2");
    System.setProperty("inferometer.trial.repeat", "7");

    Map<String, Result<?>> found = iteration(JMH, 1, ONE);
    iteration(JMH, 1, OTHER);

    List<String> lines = Files.readAllLines(new RunDirectory(folder).health("a", "complete-p2"));
    assertThat(lines).hasSize(2);
    JsonNode first = new JsonMapper().readTree(lines.get(0));
    assertThat(first.path("fork").asInt()).isEqualTo(7);
    assertThat(first.path("iteration").asInt()).isEqualTo(1);
    assertThat(new JsonMapper().readTree(lines.get(1)).path("iteration").asInt()).isEqualTo(2);
    assertThat(first.at("/lagMillis/mean").asDouble()).isEqualTo(score(found, "client.lag"));
    assertThat(first.path("cpuPercent").asDouble()).isEqualTo(score(found, "client.cpu"));
    assertThat(found.get("client.cpu").getScoreUnit()).isEqualTo("%");
  }

  @Test
  void aProcessThatWasNotSeenToWakeHasNoLag() {
    List<Result<?>> results = new ArrayList<>();
    StreamProfiler.health(new ClientHealth.Report(1, Spread.of(new double[0]), 0, 50, 10), results);

    assertThat(byLabel(results)).containsOnlyKeys("client.cpu");
    assertThat(score(byLabel(results), "client.cpu")).isEqualTo(50);
    assertThat(profiler.getDescription()).contains("P2FT");
  }

  @Test
  void requestsAreCountedOverIterationsAndSharesAreNot() {
    assertThat(StreamProfiler.policy("requests.ok")).isEqualTo(AggregationPolicy.SUM);
    assertThat(StreamProfiler.policy("client.cpu")).isEqualTo(AggregationPolicy.AVG);
    BenchmarkResult fork = new BenchmarkResult(JMH, List.of(result(ONE), result(ONE, OTHER)));
    assertThat(fork.getSecondaryResults().get("requests.ok").getScore()).isEqualTo(3);
    assertThat(fork.getSecondaryResults().get("client.cpu").getScore()).isLessThanOrEqualTo(100);
  }

  @Test
  void ofAScheduleLatenciesFromItAndBothRatesAreTold() {
    Open load =
        new Open(new org.inferometer.load.Rate(10, Gaps.CONSTANT, Duration.ofSeconds(1)), null);
    // Due at 99, 199 and 299 ms, and started at 100, 200 and 349.
    RequestRecord late =
        new RecordDraft(HandMade.ok(1, 349, 359)).with("scheduled", at(299)).record();

    Map<String, Result<?>> found = numbers(load, record -> true, "", ONE, OTHER, late);

    assertThat(values(found, "p2ft.from.schedule")).containsExactly(21, 41, 60);
    assertThat(values(found, "latency.from.schedule")).containsExactly(41, 60, 71);
    assertThat(values(found, "schedule.delay")).containsExactly(1, 1, 50);
    assertThat(score(found, "rate.asked")).isCloseTo(2 / 0.2, EXACT);
    assertThat(score(found, "rate.achieved")).isCloseTo(2 / 0.249, EXACT);
    assertThat(numbers(Closed.ONE, record -> true, "", ONE, OTHER))
        .doesNotContainKeys("rate.asked", "schedule.delay", "p2ft.from.schedule");
  }

  @Test
  void ofATenantWhatWasDueWhileAllWereThereIsToldUnderItsName() {
    Map<String, Result<?>> found =
        numbers(Closed.ONE, record -> record.scheduled() < at(199), "@chat", ONE, FAILED, OTHER);

    assertThat(found.keySet()).allMatch(label -> label.endsWith("@chat"));
    assertThat(values(found, "p2ft@chat")).containsExactly(20);
    assertThat(score(found, "requests.ok@chat")).isEqualTo(1);
    assertThat(score(found, "requests.failed@chat")).isEqualTo(1);
    assertThat(score(found, "requests.throughput@chat"))
        .as("43 and 4 ms")
        .isCloseTo(1 / 0.047, EXACT);
  }

  @Test
  void whatItsLoadGivesUpIsNoAnswerAndNoFailure() {
    RequestRecord faster = new RecordDraft(OTHER).with("toCancel", true).record();

    Map<String, Result<?>> found =
        numbers(
            Closed.ONE, record -> true, "", ONE, FAILED, faster, HandMade.cancelled(1, 300, 310));

    assertThat(score(found, "requests.ok")).isEqualTo(1);
    assertThat(score(found, "requests.failed")).isEqualTo(1);
    assertThat(score(found, "requests.cancelled")).isEqualTo(2);
    assertThat(values(found, "latency")).containsExactly(40);
  }

  private static long at(long millis) {
    return millis * 1_000_000;
  }

  private static Map<String, Result<?>> numbers(
      Load load, Predicate<RequestRecord> active, String whose, RequestRecord... records) {
    List<Result<?>> results = new ArrayList<>();
    StreamProfiler.numbers(List.of(records), load, active, whose, results);
    return byLabel(results);
  }

  private IterationResult result(RequestRecord... records) {
    IterationResult result = new IterationResult(JMH, MEASUREMENT, null);
    SampleBuffer operations = new SampleBuffer();
    operations.add(1);
    result.addResult(
        new SampleTimeResult(ResultRole.PRIMARY, "complete", operations, TimeUnit.MILLISECONDS));
    iteration(JMH, records.length, records).values().forEach(result::addResult);
    return result;
  }

  /** A measured iteration in which JMH counts {@code operations}. */
  private Map<String, Result<?>> iteration(
      BenchmarkParams jmh, long operations, RequestRecord... records) {
    profiler.beforeIteration(jmh, MEASUREMENT);
    for (RequestRecord record : records) {
      Recorder.shared().take(new EndedExchange(record));
    }
    awaitWakeUps();
    return byLabel(after(jmh, MEASUREMENT, operations));
  }

  private List<Result<?>> after(BenchmarkParams jmh, IterationParams params, long operations) {
    IterationResult result =
        new IterationResult(jmh, params, new IterationResultMetaData(operations + 1, operations));
    return new ArrayList<>(profiler.afterIteration(jmh, params, result));
  }

  private static Map<String, Result<?>> byLabel(List<Result<?>> results) {
    Map<String, Result<?>> found = new TreeMap<>();
    results.forEach(one -> assertThat(found.put(one.getLabel(), one)).isNull());
    return found;
  }

  private static RequestRecord edge(long startMillis, long endMillis) {
    long milli = 1_000_000;
    return HandMade.record(
        1,
        1,
        0,
        Phase.EDGE,
        startMillis * milli,
        startMillis * milli,
        startMillis * milli,
        new long[] {endMillis * milli},
        new int[] {1},
        new int[] {1},
        endMillis * milli,
        10,
        1,
        64);
  }

  private static double score(Map<String, Result<?>> found, String label) {
    assertThat(found).containsKey(label);
    return found.get(label).getScore();
  }

  private static double[] values(Map<String, Result<?>> found, String label) {
    List<Double> values = new ArrayList<>();
    found
        .get(label)
        .getStatistics()
        .getRawData()
        .forEachRemaining(
            one -> {
              for (long i = 0; i < one.getValue(); i++) {
                values.add(one.getKey());
              }
            });
    return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  /** Until the thread that watches this process, if there is one, has slept and woken twice. */
  private static void awaitWakeUps() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (Thread one : Thread.getAllStackTraces().keySet()) {
      while (one.getName().equals("client-health")
          && threads.getThreadInfo(one.getId()).getWaitedCount() < 3) {
        Thread.onSpinWait();
      }
    }
  }
}
