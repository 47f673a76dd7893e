package org.inferometer.report.table;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.inferometer.result.Metric;
import org.inferometer.result.Repetition;
import org.inferometer.result.Sample;
import org.inferometer.result.Statistic;
import org.inferometer.result.TimeSeries;
import org.inferometer.result.TrialResult;

/**
 * A trial under the keys of an earlier load-testing service's report, for scripts that read those.
 * Seconds, tokens per second and requests per second; a key without a value is left out.
 */
final class ServiceReport {
  private ServiceReport() {}

  static ObjectNode of(TrialResult trial) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.put("Total_request_num", trial.requests());
    put(out, "Fail_rate", (double) trial.failed() / trial.requests());
    put(out, "SLO", trial.estimate(Metric.SLO_ATTAINMENT).value());
    distribution(out.putObject("latency"), trial, Metric.TOTAL_LATENCY);
    distribution(out.putObject("TTFT"), trial, Metric.P2FT);
    distribution(out.putObject("TPOT"), trial, Metric.TPOT);
    ObjectNode throughput = out.putObject("Throughput");
    double[] seconds =
        trial.series().stream().flatMapToDouble(one -> measured(trial, one)).toArray();
    Sample tokens = Sample.of(seconds, seconds.length);
    if (tokens.size() > 0) {
      put(throughput, "max", tokens.get(Statistic.MAX));
      put(throughput, "95_percentile", tokens.quantile(Statistic.P95.probability()));
    }
    put(throughput, "avg", trial.estimate(Metric.TOKEN_THROUGHPUT).value());
    put(
        out,
        "Total_duration_sec",
        trial.repeats().stream().mapToDouble(Repetition::wholeSeconds).sum());
    put(out, "RPS", trial.estimate(Metric.REQUEST_THROUGHPUT).value());
    return out;
  }

  /** Tokens per second in the bins that lie within measured iterations: no warm-up, no pauses. */
  private static DoubleStream measured(TrialResult trial, TimeSeries series) {
    List<Repetition> iterations =
        trial.iterations().stream().filter(one -> one.fork() == series.repeat()).toList();
    return IntStream.range(0, series.tokens().length)
        .filter(
            i -> {
              double from = series.startSeconds() + i * series.binSeconds();
              return iterations.stream()
                  .anyMatch(
                      one ->
                          one.startSeconds() <= from
                              && from + series.binSeconds()
                                  <= one.startSeconds() + one.wholeSeconds());
            })
        .mapToDouble(i -> series.tokens()[i]);
  }

  private static void distribution(ObjectNode out, TrialResult trial, Metric metric) {
    put(out, "min", seconds(trial, metric, Statistic.MIN));
    put(out, "max", seconds(trial, metric, Statistic.MAX));
    put(out, "avg", seconds(trial, metric, Statistic.MEAN));
    put(out, "std", seconds(trial, metric, Statistic.STD));
    put(out, "95_percentile", seconds(trial, metric, Statistic.P95));
  }

  private static double seconds(TrialResult trial, Metric metric, Statistic statistic) {
    return trial.estimate(metric, statistic).value() / 1000;
  }

  private static void put(ObjectNode out, String key, double value) {
    if (Double.isFinite(value)) {
      out.put(key, value);
    }
  }
}
