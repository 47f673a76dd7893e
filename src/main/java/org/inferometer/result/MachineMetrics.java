package org.inferometer.result;

import java.util.Map;
import org.inferometer.result.Totals.Reading;

/** Memory, power and energy, from the telemetry readings of a window. */
final class MachineMetrics {
  private static final String MEMORY = "memoryUsedBytes";
  private static final String RESIDENT = "residentBytes";
  private static final String POWER = "powerWatts";
  private static final String UTILIZATION = "utilizationPercent";
  private static final double MIB = 1 << 20;

  private MachineMetrics() {}

  /**
   * Puts them into {@code summary}. Several GPUs count together: the sum of their means, of their
   * peaks and of their energy.
   */
  static void put(Summary summary, Totals totals, Map<String, Double> idle, String stack) {
    memory(
        summary,
        totals,
        idle,
        "gpu:",
        MEMORY,
        Metric.GPU_MEMORY_MEAN,
        Metric.GPU_MEMORY_PEAK,
        Metric.GPU_MEMORY_MEAN_ABOVE_IDLE,
        Metric.GPU_MEMORY_PEAK_ABOVE_IDLE);
    memory(
        summary,
        totals,
        idle,
        "host",
        MEMORY,
        Metric.HOST_MEMORY_MEAN,
        Metric.HOST_MEMORY_PEAK,
        Metric.HOST_MEMORY_MEAN_ABOVE_IDLE,
        Metric.HOST_MEMORY_PEAK_ABOVE_IDLE);
    memory(
        summary,
        totals,
        Map.of(),
        "stack:" + stack,
        RESIDENT,
        Metric.STACK_MEMORY_MEAN,
        Metric.STACK_MEMORY_PEAK,
        null,
        null);
    power(summary, totals);
  }

  private static void memory(
      Summary summary,
      Totals totals,
      Map<String, Double> idle,
      String source,
      String name,
      Metric mean,
      Metric peak,
      Metric meanAboveIdle,
      Metric peakAboveIdle) {
    double means = 0;
    double peaks = 0;
    double baseline = 0;
    long count = 0;
    for (Map.Entry<String, Reading> one : totals.readings.entrySet()) {
      if (one.getKey().startsWith(source) && one.getKey().endsWith(" " + name)) {
        means += one.getValue().sum / one.getValue().count;
        peaks += one.getValue().max;
        baseline += idle.getOrDefault(one.getKey(), Double.NaN);
        count += one.getValue().count;
      }
    }
    if (count == 0) {
      return;
    }
    put(summary, mean, means / MIB, count);
    put(summary, peak, peaks / MIB, count);
    if (!Double.isNaN(baseline) && meanAboveIdle != null) {
      put(summary, meanAboveIdle, (means - baseline) / MIB, count);
      put(summary, peakAboveIdle, (peaks - baseline) / MIB, count);
    }
  }

  private static void power(Summary summary, Totals totals) {
    double watts = 0;
    double joules = 0;
    double utilization = 0;
    long powers = 0;
    long gpus = 0;
    long utilizations = 0;
    for (Map.Entry<String, Reading> one : totals.readings.entrySet()) {
      Reading reading = one.getValue();
      if (one.getKey().startsWith("gpu:") && one.getKey().endsWith(" " + POWER)) {
        watts += reading.sum / reading.count;
        joules += reading.integral;
        powers += reading.count;
      } else if (one.getKey().startsWith("gpu:") && one.getKey().endsWith(" " + UTILIZATION)) {
        utilization += reading.sum / reading.count;
        utilizations += reading.count;
        gpus++;
      }
    }
    if (powers > 0) {
      put(summary, Metric.GPU_POWER, watts, powers);
      if (totals.tokens > 0 && !totals.tokensUnknown) {
        double perSecond = totals.tokens / totals.seconds;
        put(
            summary,
            Metric.ENERGY_PER_TOKEN,
            joules / totals.wholeSeconds / perSecond,
            Math.round(totals.tokens));
      }
    }
    if (gpus > 0) {
      put(summary, Metric.GPU_UTILIZATION, utilization / gpus, utilizations);
    }
  }

  private static void put(Summary summary, Metric metric, double value, long count) {
    summary.put(metric, Statistic.VALUE, value);
    summary.count(metric, count);
  }
}
