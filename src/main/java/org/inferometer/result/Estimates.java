package org.inferometer.result;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.inferometer.result.Estimate.Interval;
import org.inferometer.result.statistics.Bootstrap;
import org.inferometer.result.statistics.StudentT;

/** Numbers of a trial with their intervals; the repeat is the independent unit. */
final class Estimates {
  private static final long SEED = 20261122;
  private static final Map<Integer, Bootstrap> BOOTSTRAPS = new ConcurrentHashMap<>();

  /** Metrics whose quantiles get an interval. */
  private static final Set<Metric> BOOTSTRAPPED =
      Set.of(
          Metric.P2FT,
          Metric.P2FT_FROM_SCHEDULE,
          Metric.TOTAL_LATENCY,
          Metric.TOTAL_LATENCY_FROM_SCHEDULE,
          Metric.TPOT,
          Metric.ITL);

  private Estimates() {}

  static Bootstrap bootstrap(int units) {
    return BOOTSTRAPS.computeIfAbsent(units, n -> new Bootstrap(n, SEED));
  }

  /** Of every metric: {@code samples} has one sample per repeat for each distribution. */
  static Map<Metric, Map<Statistic, Estimate>> of(
      List<Repetition> repeats, Map<Metric, List<Sample>> samples) {
    Map<Metric, Map<Statistic, Estimate>> estimates = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      Map<Statistic, Estimate> found = new EnumMap<>(Statistic.class);
      Sample pooled = Sample.union(samples.getOrDefault(metric, List.of()));
      for (Statistic statistic : metric.statistics()) {
        Estimate estimate =
            statistic == Statistic.MEAN || statistic == Statistic.VALUE
                ? mean(repeats, metric, statistic)
                : pooled(metric, statistic, pooled, samples.get(metric));
        if (estimate.isPresent()) {
          found.put(statistic, estimate);
        }
      }
      if (!found.isEmpty()) {
        estimates.put(metric, found);
      }
    }
    throughputToLatency(estimates);
    return estimates;
  }

  /** Where single repeats are too small for a p99, all of them together may not be. */
  private static void throughputToLatency(Map<Metric, Map<Statistic, Estimate>> estimates) {
    Estimate latency = of(estimates, Metric.TOTAL_LATENCY, Statistic.P99);
    Estimate throughput = of(estimates, Metric.REQUEST_THROUGHPUT, Statistic.VALUE);
    if (!estimates.containsKey(Metric.THROUGHPUT_TO_LATENCY)
        && latency.isPresent()
        && throughput.isPresent()) {
      double ratio = throughput.value() / (latency.value() / 1000);
      Estimate pooled =
          new Estimate(
              ratio, Double.NaN, Double.NaN, Interval.NONE, throughput.repeats(), latency.count());
      estimates.put(Metric.THROUGHPUT_TO_LATENCY, Map.of(Statistic.VALUE, pooled));
    }
  }

  private static Estimate of(
      Map<Metric, Map<Statistic, Estimate>> estimates, Metric metric, Statistic statistic) {
    return estimates.getOrDefault(metric, Map.of()).getOrDefault(statistic, Estimate.ABSENT);
  }

  private static Estimate mean(List<Repetition> repeats, Metric metric, Statistic statistic) {
    double[] values = values(repeats, metric, statistic);
    if (values.length == 0) {
      return Estimate.ABSENT;
    }
    var interval = StudentT.mean(values);
    long count = repeats.stream().mapToLong(one -> one.summary().count(metric)).sum();
    return new Estimate(
        StudentT.average(values),
        interval.low(),
        interval.high(),
        values.length > 1 ? Interval.STUDENT_T : Interval.NONE,
        values.length,
        count);
  }

  /** What each repeat found, those that found nothing left out. */
  static double[] values(List<Repetition> repeats, Metric metric, Statistic statistic) {
    return repeats.stream()
        .mapToDouble(one -> one.summary().get(metric, statistic))
        .filter(value -> !Double.isNaN(value))
        .toArray();
  }

  private static Estimate pooled(
      Metric metric, Statistic statistic, Sample pooled, List<Sample> samples) {
    double value = pooled.get(statistic);
    if (Double.isNaN(value)) {
      return Estimate.ABSENT;
    }
    var interval = org.inferometer.result.statistics.Interval.NONE;
    if (statistic.isQuantile() && BOOTSTRAPPED.contains(metric)) {
      interval =
          bootstrap(samples.size()).interval(new RepeatQuantile(samples, statistic.probability()));
    }
    return new Estimate(
        value,
        interval.low(),
        interval.high(),
        Double.isNaN(interval.low()) ? Interval.NONE : Interval.BCA,
        samples.size(),
        pooled.size());
  }
}
