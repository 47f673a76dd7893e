package org.inferometer.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.inferometer.result.Metric;
import org.inferometer.result.Statistic;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Stopped;
import org.inferometer.scenario.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StabilityTest {
  private static final String UNTIL = "until: { stable: 10%, at-most: 8 }";
  private static final String[] ONE_LOAD = {"parallelism: [1, 2]", "parallelism: [1]"};

  @TempDir private Path folder;
  private final Map<Metric, Map<Trial, Double>> results = new HashMap<>();
  private Statistic statistic = Statistic.MEAN;
  private Plan plan;

  @Test
  void endsWhenTheLastWindowsAgreeOnEveryStack() throws IOException {
    plan = TwoStacks.plan(folder, UNTIL, ONE_LOAD);
    // Of a all agree; of b those from the third on: 10, 20, 30, 31, 32, ...
    found(Metric.TOTAL_LATENCY, one -> 10);
    found(
        Metric.REQUEST_THROUGHPUT,
        one -> one.stack().equals("a") ? 5 : Math.min(27 + one.repeat(), 10 * one.repeat()));

    assertThat(run()).hasSize(2 * 5);
    assertThat(stopped())
        .isEqualTo(
            Stopped.stable(
                "complete-any-hello-stream-p1",
                "request throughput and mean latency",
                5,
                32 / 30.0 - 1,
                3));
    assertThat(stopped())
        .hasToString(
            "complete-any-hello-stream-p1: the last 3 of 5 repeats differ by 6.7 % at most in"
                + " request throughput and mean latency");
  }

  @Test
  void latencyHasToAgreeAsWellAsThroughput() throws IOException {
    plan = TwoStacks.plan(folder, UNTIL, ONE_LOAD);
    found(Metric.REQUEST_THROUGHPUT, one -> 5);
    found(Metric.TOTAL_LATENCY, one -> one.repeat() % 2 == 0 ? 10 : 11.1);

    assertThat(run()).hasSize(2 * 8);
    assertThat(stopped().reached()).isFalse();
    assertThat(stopped())
        .hasToString(
            "complete-any-hello-stream-p1: the last 3 of 8 repeats are not as steady as asked for in"
                + " request throughput and mean latency");

    found(Metric.TOTAL_LATENCY, one -> one.repeat() % 2 == 0 ? 10 : 10.9);
    assertThat(run()).hasSize(2 * 3);
  }

  @Test
  void moreThanTheWindowsAreMeasuredWhereMoreRepeatsAreAskedFor() throws IOException {
    plan = TwoStacks.plan(folder, "repeats: 4, " + UNTIL, ONE_LOAD);
    found(Metric.REQUEST_THROUGHPUT, one -> 5);
    found(Metric.TOTAL_LATENCY, one -> 10);

    assertThat(run()).hasSize(2 * 4);
  }

  @Test
  void thePercentileThatIsAskedForIsLookedAt() throws IOException {
    plan = TwoStacks.plan(folder, "until: { stable: 10%, windows: 2, percentile: p95 }", ONE_LOAD);
    found(Metric.REQUEST_THROUGHPUT, one -> 5);
    found(Metric.TOTAL_LATENCY, one -> 10);
    assertThat(stopped().reached()).as("the mean is not what was asked for").isFalse();
    assertThat(stopped().of())
        .isEqualTo("request throughput and p95 latency (known of 130 requests or more)");

    statistic = Statistic.P95;
    assertThat(run()).hasSize(2 * 2);
  }

  @Test
  void whatIsUnknownOrNothingIsNotSteady() throws IOException {
    plan = TwoStacks.plan(folder, UNTIL, ONE_LOAD);
    found(Metric.TOTAL_LATENCY, one -> 10);
    found(Metric.REQUEST_THROUGHPUT, one -> 0);
    assertThat(stopped().reached()).isFalse();

    found(Metric.REQUEST_THROUGHPUT, one -> 5);
    results.get(Metric.TOTAL_LATENCY).keySet().removeIf(one -> one.repeat() % 3 == 0);
    assertThat(stopped().reached()).isFalse();

    results.get(Metric.TOTAL_LATENCY).keySet().removeIf(one -> one.stack().equals("b"));
    assertThat(stopped().reached()).isFalse();
  }

  /** The trials that are not left out. */
  private List<Trial> run() {
    Enough enough = enough();
    return plan.trials().stream().filter(one -> !enough.isEnough(one)).toList();
  }

  private Stopped stopped() {
    Enough enough = enough();
    plan.trials().forEach(enough::isEnough);
    return enough.outcomes().get(0);
  }

  private Enough enough() {
    return Enough.of(
        plan,
        (cell, metric, one) ->
            results.containsKey(metric) && (one == statistic || one == Statistic.VALUE)
                ? PrecisionTest.of(cell, results.get(metric))
                : Map.of());
  }

  private void found(Metric metric, ToDoubleFunction<Trial> value) {
    results.put(metric, new HashMap<>());
    plan.trials().forEach(one -> results.get(metric).put(one, value.applyAsDouble(one)));
  }
}
