package org.inferometer.result;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.inferometer.result.Estimate.Interval;
import org.inferometer.result.statistics.Bootstrap;

/** Numbers of a trial with their intervals; the repeat is the independent unit. */
final class Estimates {
  private static final long SEED = 20261122;
  private static final Map<Integer, Bootstrap> BOOTSTRAPS = new ConcurrentHashMap<>();

  private Estimates() {}

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
                : ofSamples(
                    repeats, metric, statistic, pooled, samples.getOrDefault(metric, List.of()));
        if (estimate.isPresent()) {
          found.put(statistic, estimate);
        }
      }
      if (!found.isEmpty()) {
        estimates.put(metric, found);
      }
    }
    Totals.TO_LATENCY.forEach((ratio, latency) -> toLatency(estimates, ratio, latency));
    return estimates;
  }

  /** Where single repeats are too small for a p99, all of them together may not be. */
  private static void toLatency(
      Map<Metric, Map<Statistic, Estimate>> estimates, Metric ratio, Metric of) {
    Estimate latency = of(estimates, of, Statistic.P99);
    Estimate throughput = of(estimates, Metric.REQUEST_THROUGHPUT, Statistic.VALUE);
    if (!estimates.containsKey(ratio) && latency.isPresent() && throughput.isPresent()) {
      double value = throughput.value() / (latency.value() / 1000);
      estimates.put(
          ratio, Map.of(Statistic.VALUE, pooled(value, throughput.repeats(), latency.count())));
    }
  }

  private static Estimate of(
      Map<Metric, Map<Statistic, Estimate>> estimates, Metric metric, Statistic statistic) {
    return estimates.getOrDefault(metric, Map.of()).getOrDefault(statistic, Estimate.ABSENT);
  }

  private static Estimate mean(List<Repetition> repeats, Metric metric, Statistic statistic) {
    SortedMap<Integer, Double> byRepeat = byRepeat(repeats, metric, statistic);
    if (byRepeat.isEmpty()) {
      return Estimate.ABSENT;
    }
    long count = repeats.stream().mapToLong(one -> one.summary().count(metric)).sum();
    return metric.scale().mean(byRepeat, count);
  }

  /** What each repeat found, those that found nothing left out. */
  private static SortedMap<Integer, Double> byRepeat(
      List<Repetition> repeats, Metric metric, Statistic statistic) {
    SortedMap<Integer, Double> found = new TreeMap<>();
    for (Repetition one : repeats) {
      double value = one.summary().get(metric, statistic);
      if (!Double.isNaN(value)) {
        found.put(one.fork(), value);
      }
    }
    return found;
  }

  /**
   * A quantile is the mean of the repeats' own ones where each repeat is large enough for it. Else
   * it is that of all values together, without an interval below ten repeats.
   */
  private static Estimate ofSamples(
      List<Repetition> repeats,
      Metric metric,
      Statistic statistic,
      Sample all,
      List<Sample> samples) {
    double value = all.get(statistic);
    if (Double.isNaN(value)) {
      return Estimate.ABSENT;
    }
    if (!statistic.isQuantile()) {
      return pooled(value, samples.size(), all.size());
    }
    SortedMap<Integer, Double> byRepeat = byRepeat(repeats, metric, statistic);
    if (samples.stream().allMatch(one -> one.size() == 0 || one.size() >= statistic.floor())) {
      return metric.scale().mean(byRepeat, all.size());
    }
    return samples.size() < Bootstrap.LEAST_UNITS
        ? pooled(value, samples.size(), all.size())
        : new Estimate(
            value,
            BOOTSTRAPS
                .computeIfAbsent(samples.size(), n -> new Bootstrap(n, SEED))
                .interval(new RepeatQuantile(samples, statistic.probability())),
            Interval.BCA,
            samples.size(),
            all.size(),
            Map.of());
  }

  /** Of all repeats together, without an interval. */
  private static Estimate pooled(double value, int repeats, long count) {
    return new Estimate(
        value,
        org.inferometer.result.statistics.Interval.NONE,
        Interval.NONE,
        repeats,
        count,
        Map.of());
  }
}
