package org.inferometer.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.inferometer.load.Closed;
import org.inferometer.load.Load;
import org.inferometer.machine.ClientHealth;
import org.inferometer.machine.Compilers;
import org.inferometer.record.Outcome;
import org.inferometer.record.RequestRecord;
import org.inferometer.result.MeasuredIteration;
import org.inferometer.result.Metric;
import org.inferometer.result.Statistic;
import org.inferometer.result.Summary;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;
import org.openjdk.jmh.runner.IterationType;

/**
 * Publishes what {@link Recorder} saw in an iteration as JMH's secondary results. Runs in the
 * forked JVM; distributions are merged by JMH over iterations and forks.
 *
 * <p>Labels: {@code p2ft}, {@code latency}, {@code tpot}, {@code itl} (distributions, ms), {@code
 * tokens.speed} (tokens by total latency), {@code tokens.throughput} and {@code
 * requests.throughput} (by the slots of the closed loop), {@code requests.ok}, {@code
 * requests.failed}, where there are some {@code requests.cancelled}; of a schedule also {@code
 * p2ft.from.schedule}, {@code latency.from.schedule} and {@code schedule.delay} (distributions,
 * ms), {@code rate.asked} and {@code rate.achieved}; {@code requests.unmatched}, the operations
 * that JMH measured less the requests on record, only where that is not 0; {@code client.lag} (how
 * late a sleeping thread of this JVM woke, mean, ms) and {@code client.cpu} (its share of the
 * machine's processors, %).
 */
public final class StreamProfiler implements InternalProfiler {
  private static final Map<String, Metric> DISTRIBUTIONS =
      Map.of(
          "p2ft", Metric.P2FT,
          "latency", Metric.TOTAL_LATENCY,
          "tpot", Metric.TPOT,
          "itl", Metric.ITL);
  private static final Map<String, Metric> OF_SCHEDULES =
      Map.of(
          "p2ft.from.schedule", Metric.P2FT_FROM_SCHEDULE,
          "latency.from.schedule", Metric.TOTAL_LATENCY_FROM_SCHEDULE,
          "schedule.delay", Metric.SCHEDULE_DELAY);
  private static final Map<String, Metric> RATES_OF_SCHEDULES =
      Map.of("rate.asked", Metric.ASKED_RATE, "rate.achieved", Metric.ACHIEVED_RATE);
  private static final Map<String, Metric> RATES =
      Map.of(
          "tokens.throughput", Metric.TOKEN_THROUGHPUT,
          "requests.throughput", Metric.REQUEST_THROUGHPUT);

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
    if (measurement && !isSchedule(benchmark)) {
      Compilers.lower();
    }
    health = measurement && asksStacks(benchmark) ? ClientHealth.watch() : null;
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    List<Result<?>> results = new ArrayList<>();
    if (!asksStacks(benchmark)) {
      return results;
    }
    if (health != null) {
      ClientHealth.Report report = health.report();
      log(report, benchmark.getParam("stack"));
      health(report, results);
    }
    List<RequestRecord> all = Recorder.shared().drain();
    boolean schedule = isSchedule(benchmark);
    Load load = schedule ? Recorder.shared().load() : new Closed(benchmark.getThreads());
    numbers(all, load, record -> true, "", results);
    long unmatched =
        result.getMetadata().getMeasuredOps() - all.stream().filter(Recorder::measured).count();
    if (unmatched != 0 && benchmark.getMode() != Mode.SingleShotTime) {
      results.add(scalar("requests.unmatched", unmatched, "requests"));
    }
    return results;
  }

  /** Whether its operation is not one request, but a whole schedule of them. */
  static boolean isSchedule(BenchmarkParams benchmark) {
    return benchmark.getParamsKeys().contains("load")
        || benchmark.getParamsKeys().contains("users");
  }

  private static boolean asksStacks(BenchmarkParams benchmark) {
    return benchmark.getParamsKeys().contains("stack");
  }

  private void log(ClientHealth.Report report, String stack) {
    measuredIterations++;
    Path file = TrialFork.health(stack);
    if (file != null) {
      HealthLog.append(file, TrialFork.repeat(), measuredIterations, report);
    }
  }

  /** How this process fared. */
  static void health(ClientHealth.Report report, List<Result<?>> results) {
    if (report.lagMillis().count() > 0) {
      results.add(scalar("client.lag", report.lagMillis().mean(), "ms"));
    }
    results.add(scalar("client.cpu", report.cpuPercent(), "%"));
  }

  /**
   * What {@code all} records of an iteration come to.
   *
   * @param active whether all who were to ask when a request was due did
   * @param whose what their labels end with
   */
  static void numbers(
      List<RequestRecord> all,
      Load load,
      Predicate<RequestRecord> active,
      String whose,
      List<Result<?>> results) {
    MeasuredIteration.of(all, load, active)
        .ifPresent(
            one -> {
              numbers(one, whose, results);
              if (!(load instanceof Closed)) {
                ofSchedule(one, whose, results);
              }
            });
    List<RequestRecord> measured = all.stream().filter(Recorder::measured).filter(active).toList();
    List<RequestRecord> ok = measured.stream().filter(r -> r.judged() == Outcome.OK).toList();
    List<RequestRecord> failed = measured.stream().filter(r -> r.outcome().isFailure()).toList();
    int cancelled = measured.size() - ok.size() - failed.size();
    results.add(scalar("requests.ok" + whose, ok.size(), "requests"));
    results.add(scalar("requests.failed" + whose, failed.size(), "requests"));
    if (cancelled > 0) {
      results.add(scalar("requests.cancelled" + whose, cancelled, "requests"));
    }
  }

  private static void numbers(MeasuredIteration iteration, String whose, List<Result<?>> results) {
    distributions(DISTRIBUTIONS, iteration, whose, results);
    Summary summary = iteration.summary();
    RATES.forEach(
        (label, metric) -> {
          double rate = summary.get(metric, metric.headline());
          if (!Double.isNaN(rate)) {
            results.add(new Rate(label + whose, rate, iteration.seconds(), metric.unit()));
          }
        });
    double speed = summary.get(Metric.TOKEN_SPEED, Statistic.MEAN);
    if (!Double.isNaN(speed)) {
      double latencies =
          summary.count(Metric.TOKEN_SPEED) * summary.get(Metric.TOTAL_LATENCY, Statistic.MEAN);
      results.add(
          new Rate("tokens.speed" + whose, speed, latencies / 1000, Metric.TOKEN_SPEED.unit()));
    }
  }

  private static void ofSchedule(
      MeasuredIteration iteration, String whose, List<Result<?>> results) {
    distributions(OF_SCHEDULES, iteration, whose, results);
    RATES_OF_SCHEDULES.forEach(
        (label, metric) -> {
          double rate = iteration.summary().get(metric, metric.headline());
          if (!Double.isNaN(rate)) {
            results.add(scalar(label + whose, rate, metric.unit()));
          }
        });
  }

  private static void distributions(
      Map<String, Metric> wanted,
      MeasuredIteration iteration,
      String whose,
      List<Result<?>> results) {
    wanted.forEach(
        (label, metric) -> {
          double[] values = iteration.values().get(metric);
          if (values.length > 0) {
            results.add(new Values(label + whose, values, metric.unit()));
          }
        });
  }

  private static ScalarResult scalar(String label, double value, String unit) {
    return new ScalarResult(label, value, unit, policy(label));
  }

  /** How a number of several iterations becomes one: requests are counted. */
  static AggregationPolicy policy(String label) {
    return label.startsWith("requests.") ? AggregationPolicy.SUM : AggregationPolicy.AVG;
  }
}
