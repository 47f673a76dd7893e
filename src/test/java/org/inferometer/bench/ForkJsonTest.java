package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.util.SampleBuffer;

class ForkJsonTest {
  private static final BenchmarkParams PARAMS =
      JmhParams.benchmark(2, Map.of("stack", "a", "task", "chat"), "-Xmx1g");

  @Test
  void comesBackAsJmhWouldHaveWrittenIt() {
    BenchmarkResult fork = fork(iteration(0, 5_123_457, 7_000_001, 7_000_001), iteration(0, 9));

    BenchmarkResult read = ForkJson.read(ForkJson.write(fork));

    assertThat(jmhJson(read)).isEqualTo(jmhJson(fork));
    assertThat(read.getParams().getTimeout()).isEqualTo(PARAMS.getTimeout());
  }

  @ParameterizedTest
  @ValueSource(strings = {"requests.failed", "requests.cancelled"})
  void anOperationThatFailedOrWasGivenUpIsInNoScore(String how) {
    BenchmarkResult fork = fork(iteration(how, 2, 200_000, 300_000, 5_000_000, 7_000_000));

    Result<?> score = ForkJson.read(ForkJson.write(fork)).getPrimaryResult();

    assertThat(score.getSampleCount()).isEqualTo(2);
    assertThat(score.getScore()).isBetween(5.9, 6.1);
  }

  @Test
  void anIterationInWhichAllFailedIsLeftOut() {
    BenchmarkResult fork = fork(iteration(2, 200_000, 300_000), iteration(0, 5_000_000));

    BenchmarkResult kept = ForkJson.read(ForkJson.write(fork));

    assertThat(kept.getIterationResults()).hasSize(1);
    assertThat(kept.getPrimaryResult().getSampleCount()).isEqualTo(1);
  }

  @Test
  void whatIsCutIsNoResult() {
    String whole = ForkJson.write(fork(iteration(0, 5_000_000)));
    for (int length : new int[] {0, 1, whole.length() / 2, whole.length() - 1}) {
      assertThatThrownBy(() -> ForkJson.read(whole.substring(0, length)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** An iteration whose first {@code failed} operations failed. */
  private static IterationResult iteration(int failed, long... nanos) {
    return iteration("requests.failed", failed, nanos);
  }

  /** The same for another end than that. */
  private static IterationResult iteration(String how, int failed, long... nanos) {
    IterationResult iteration =
        new IterationResult(
            PARAMS,
            PARAMS.getMeasurement(),
            new IterationResultMetaData(nanos.length + 1, nanos.length));
    SampleBuffer operations = new SampleBuffer();
    double[] answered = new double[nanos.length - failed];
    for (int i = 0; i < nanos.length; i++) {
      operations.add(nanos[i]);
      if (i >= failed) {
        answered[i - failed] = nanos[i] / 1e6;
      }
    }
    iteration.addResult(
        new SampleTimeResult(ResultRole.PRIMARY, "complete", operations, TimeUnit.MILLISECONDS));
    iteration.addResult(
        new ScalarResult("requests.ok", answered.length, "requests", AggregationPolicy.SUM));
    iteration.addResult(new ScalarResult(how, failed, "requests", AggregationPolicy.SUM));
    if (!how.equals("requests.failed")) {
      iteration.addResult(
          new ScalarResult("requests.failed", 0, "requests", AggregationPolicy.SUM));
    }
    iteration.addResult(new ScalarResult("client.cpu", 12.5, "%", AggregationPolicy.AVG));
    iteration.addResult(new Rate("tokens.throughput", 321.5, 0.25, "tokens/s"));
    if (answered.length > 0) {
      iteration.addResult(new Values("latency", answered, "ms"));
    }
    return iteration;
  }

  private static BenchmarkResult fork(IterationResult... iterations) {
    return new BenchmarkResult(PARAMS, List.of(iterations));
  }

  private static String jmhJson(BenchmarkResult fork) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ResultFormatFactory.getInstance(
            ResultFormatType.JSON, new PrintStream(out, true, StandardCharsets.UTF_8))
        .writeOut(List.of(new RunResult(fork.getParams(), List.of(fork))));
    return out.toString(StandardCharsets.UTF_8);
  }
}
