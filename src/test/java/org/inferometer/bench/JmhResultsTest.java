package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.inferometer.load.Closed;
import org.inferometer.load.Gaps;
import org.inferometer.load.Open;
import org.inferometer.record.Mode;
import org.inferometer.result.RunDirectory;
import org.inferometer.run.TrialNumbers;
import org.inferometer.scenario.Measure;
import org.inferometer.scenario.Trial;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.IterationResultMetaData;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.SampleTimeResult;
import org.openjdk.jmh.results.ScalarResult;
import org.openjdk.jmh.util.SampleBuffer;

/** From the results of trials to jmh.json. */
class JmhResultsTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path folder;
  private RunDirectory run;
  private JmhResults results;

  @BeforeEach
  void emptyRun() {
    run = new RunDirectory(folder);
    results = new JmhResults(run);
  }

  @Test
  void repeatsOfATrialAreTheForksOfOneRow() throws IOException {
    results.keep(trial("a", 1, 1), result("a", 1, 3, 0, 10, 20));
    results.keep(trial("a", 1, 2), result("a", 1, 2, 1, 60));
    results.keep(trial("b", 1, 1), result("b", 1, 7, 0, 5));

    results.write(List.of(trial("a", 1, 1), trial("b", 1, 1), trial("a", 1, 2), trial("b", 1, 2)));

    JsonNode rows = JSON.readTree(run.jmh().toFile());
    assertThat(rows).hasSize(2);
    JsonNode a = rows.get(0);
    assertThat(a.at("/params/stack").asText()).isEqualTo("a");
    assertThat(a.path("forks").asInt()).isEqualTo(2);
    assertThat(a.at("/secondaryMetrics/requests.ok/score").asDouble()).isEqualTo(5);
    assertThat(a.at("/secondaryMetrics/p2ft/score").asDouble()).isCloseTo(30, within(1e-9));
    assertThat(a.at("/secondaryMetrics/tokens.throughput/score").asDouble())
        .isCloseTo((2 * 100 + 1 * 100) / 3.0, within(1e-9));
    assertThat(a.at("/primaryMetric/rawDataHistogram")).hasSize(2);
    assertThat(rows.get(1).at("/params/stack").asText()).isEqualTo("b");
    assertThat(rows.get(1).path("forks").asInt()).isEqualTo(1);
  }

  @Test
  void whatDiffersFromForkToForkIsNoArgumentOfTheRow() throws IOException {
    results.keep(trial("a", 1, 1), result("a", 1, 1, 0, 10));

    results.write(List.of(trial("a", 1, 1)));

    JsonNode arguments = JSON.readTree(run.jmh().toFile()).get(0).path("jvmArgs");
    assertThat(arguments).singleElement().hasToString("\"-Xmx1g\"");
  }

  @Test
  void eachThreadCountHasAFileOfItsOwn() throws IOException {
    for (int p : new int[] {4, 1}) {
      results.keep(trial("a", p, 1), result("a", p, p, 0, 10));
    }

    results.write(List.of(trial("a", 4, 1), trial("a", 1, 1)));

    assertThat(JSON.readTree(run.jmh().toFile())).hasSize(2);
    for (int p : new int[] {4, 1}) {
      assertThat(JSON.readTree(run.jmh(p).toFile()))
          .singleElement()
          .matches(row -> row.path("threads").asInt() == p);
    }
  }

  @Test
  void onlyWhatCannotBeReadIsPutAside() throws IOException {
    Trial whole = trial("a", 1, 1);
    Trial cut = trial("a", 1, 2);
    results.keep(whole, result("a", 1, 1, 0, 10));
    results.keep(cut, result("a", 1, 1, 0, 10));
    Path file = folder.resolve("jmh/trials/a-complete-p1-r2.json");
    Files.writeString(file, "{");

    assertThatThrownBy(() -> results.read(cut)).hasMessageContaining(file + " cannot be read");
    assertThat(results.dropDamaged(List.of(whole, cut, trial("a", 1, 3)))).containsExactly(file);

    assertThat(results.has(whole)).isTrue();
    assertThat(results.has(cut)).isFalse();
    assertThat(folder.resolve("interrupted/jmh/trials/a-complete-p1-r2.json")).hasContent("{");
  }

  @Test
  void requestsOfATrialAreThoseOfAllItsIterations() {
    RunResult result = result("a", 1, 12, 3, 10);

    assertThat(JmhResults.numbers(new Closed(1), result.getSecondaryResults()).answered())
        .isEqualTo(12);
    assertThat(JmhResults.numbers(new Closed(1), result.getSecondaryResults()).failed())
        .isEqualTo(3);
  }

  @Test
  void aTrialInShortIsToldFromTheScheduleWhereThereIsOne() {
    Map<String, Result> found = new HashMap<>(result("a", 1, 12, 3, 10, 20).getSecondaryResults());

    assertThat(JmhResults.numbers(new Closed(1), found))
        .isEqualTo(new TrialNumbers(12, 3, 15.0, 15.0, 100.0));
    Open open =
        new Open(new org.inferometer.load.Rate(1, Gaps.CONSTANT, Duration.ofSeconds(1)), null);
    assertThat(JmhResults.numbers(open, found).latency()).as("not told").isNull();
    found.put("latency.from.schedule", new Values("latency", new double[] {40}, "ms"));
    assertThat(JmhResults.numbers(open, found).latency()).isEqualTo(40);
  }

  private static Trial trial(String stack, int p, int repeat) {
    return new Trial(
        stack,
        "complete-p" + p,
        Measure.COMPLETE,
        "m",
        "chat",
        Mode.STREAM,
        new Closed(p),
        repeat,
        1);
  }

  /** A fork of one iteration of as many seconds as there are {@code millis}. */
  private static RunResult result(String stack, int p, int ok, int failed, double... millis) {
    BenchmarkParams params =
        JmhParams.benchmark(
            p,
            Map.of("stack", stack),
            "-Xmx1g",
            TrialFork.FLAG + "repeat=" + ok,
            OwnTemporaryFolder.flag());
    IterationResult iteration =
        new IterationResult(
            params,
            params.getMeasurement(),
            new IterationResultMetaData(millis.length, millis.length));
    SampleBuffer times = new SampleBuffer();
    for (double one : millis) {
      times.add(Math.round(one * 1e6));
    }
    iteration.addResult(
        new SampleTimeResult(ResultRole.PRIMARY, "complete", times, TimeUnit.MILLISECONDS));
    iteration.addResult(new ScalarResult("requests.ok", ok, "requests", AggregationPolicy.SUM));
    iteration.addResult(
        new ScalarResult("requests.failed", failed, "requests", AggregationPolicy.SUM));
    iteration.addResult(new Values("p2ft", millis, "ms"));
    iteration.addResult(new Values("latency", millis, "ms"));
    iteration.addResult(new Rate("tokens.throughput", 100, millis.length, "tok/s"));
    return new RunResult(params, List.of(new BenchmarkResult(params, List.of(iteration))));
  }
}
