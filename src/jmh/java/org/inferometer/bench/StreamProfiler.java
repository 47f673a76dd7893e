package org.inferometer.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.inferometer.calibration.ClientHealth;
import org.inferometer.record.Compilers;
import org.inferometer.record.Outcome;
import org.inferometer.record.RequestMetrics;
import org.inferometer.record.RequestRecord;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.results.SampleTimeResult;
import org.openjdk.jmh.results.ScalarResult;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.util.SampleBuffer;

/**
 * Publishes what {@link Recorder} saw in an iteration as JMH's secondary results. Runs in the
 * forked JVM; distributions are merged by JMH over iterations and forks.
 *
 * <p>Labels: {@code p2ft}, {@code latency}, {@code tpot}, {@code itl} (distributions, ms), {@code
 * tokens.speed} (tokens/s of a request, mean), {@code tokens.throughput} and {@code
 * requests.throughput} (by the iteration's window), {@code requests.ok}, {@code requests.failed};
 * {@code requests.unmatched}, the operations that JMH measured less the requests on record, only
 * where that is not 0; {@code client.lag} (how late a sleeping thread of this JVM woke, mean, ms)
 * and {@code client.cpu} (its share of the machine's processors, %).
 */
public final class StreamProfiler implements InternalProfiler {
  private ClientHealth health;
  private int measuredIterations;

  @Override
  public String getDescription() {
    return "P2FT, TPOT, ITL, token speed and throughput of the requests of an iteration";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    Recorder.shared().drain();
    boolean measurement = iteration.getType() == IterationType.MEASUREMENT;
    if (measurement) {
      Compilers.lower();
    }
    health = measurement ? ClientHealth.watch() : null;
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    List<Result<?>> results = new ArrayList<>();
    if (health != null) {
      health(health.report(), benchmark.getParam("stack"), results);
    }
    List<RequestRecord> all = Recorder.shared().drain();
    List<RequestRecord> measured = all.stream().filter(Recorder::measured).toList();
    List<RequestRecord> ok = measured.stream().filter(r -> r.outcome() == Outcome.OK).toList();
    distribution("p2ft", values(ok, RequestMetrics::p2ft), results);
    distribution("latency", values(ok, RequestMetrics::totalLatency), results);
    distribution("tpot", values(ok, RequestMetrics::tpot), results);
    distribution(
        "itl",
        ok.stream().flatMapToDouble(r -> Arrays.stream(RequestMetrics.interTokenLatencies(r))),
        results);
    values(ok, RequestMetrics::tokenSpeed)
        .average()
        .ifPresent(x -> results.add(scalar("tokens.speed", x, "tokens/s", AggregationPolicy.AVG)));
    Window.of(measured)
        .ifPresent(
            window -> {
              results.add(
                  scalar(
                      "tokens.throughput",
                      window.tokensPerSecond(all),
                      "tokens/s",
                      AggregationPolicy.AVG));
              results.add(
                  scalar(
                      "requests.throughput",
                      window.requestsPerSecond(all),
                      "requests/s",
                      AggregationPolicy.AVG));
            });
    results.add(scalar("requests.ok", ok.size(), "requests", AggregationPolicy.SUM));
    results.add(
        scalar("requests.failed", measured.size() - ok.size(), "requests", AggregationPolicy.SUM));
    long unmatched = result.getMetadata().getMeasuredOps() - measured.size();
    if (unmatched != 0) {
      results.add(scalar("requests.unmatched", unmatched, "requests", AggregationPolicy.SUM));
    }
    return results;
  }

  private void health(ClientHealth.Report report, String stack, List<Result<?>> results) {
    measuredIterations++;
    Path file = Cell.health(stack);
    if (file != null) {
      HealthLog.append(file, Cell.repeat(), measuredIterations, report);
    }
    if (report.lagMillis().count() > 0) {
      results.add(scalar("client.lag", report.lagMillis().mean(), "ms", AggregationPolicy.AVG));
    }
    results.add(scalar("client.cpu", report.cpuPercent(), "%", AggregationPolicy.AVG));
  }

  private static DoubleStream values(
      List<RequestRecord> records, ToDoubleFunction<RequestRecord> metric) {
    return records.stream().mapToDouble(metric).filter(x -> !Double.isNaN(x));
  }

  private static void distribution(String label, DoubleStream nanos, List<Result<?>> results) {
    SampleBuffer buffer = new SampleBuffer();
    nanos.forEach(x -> buffer.add(Math.round(x)));
    if (buffer.count() > 0) {
      results.add(new SampleTimeResult(ResultRole.SECONDARY, label, buffer, TimeUnit.MILLISECONDS));
    }
  }

  private static ScalarResult scalar(
      String label, double value, String unit, AggregationPolicy policy) {
    return new ScalarResult(label, value, unit, policy);
  }
}
