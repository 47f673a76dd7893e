package org.inferometer.result;

import java.util.EnumMap;
import java.util.Map;

/** Every statistic of every metric of one sample; absent ones are NaN. */
public final class Summary {
  private final Map<Metric, Map<Statistic, Double>> values = new EnumMap<>(Metric.class);
  private final Map<Metric, Long> counts = new EnumMap<>(Metric.class);

  Summary() {}

  /** The value in the metric's unit, NaN where undefined or the sample is below the floor. */
  public double get(Metric metric, Statistic statistic) {
    Double value = values.getOrDefault(metric, Map.of()).get(statistic);
    return value == null ? Double.NaN : value;
  }

  /** Values (requests, tokens, readings) behind {@code metric}. */
  public long count(Metric metric) {
    return counts.getOrDefault(metric, 0L);
  }

  void put(Metric metric, Statistic statistic, double value) {
    if (!Double.isNaN(value)) {
      values.computeIfAbsent(metric, m -> new EnumMap<>(Statistic.class)).put(statistic, value);
    }
  }

  void put(Metric metric, Sample sample) {
    metric.statistics().forEach(statistic -> put(metric, statistic, sample.get(statistic)));
    count(metric, sample.size());
  }

  void count(Metric metric, long count) {
    counts.put(metric, count);
  }
}
