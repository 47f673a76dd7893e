package org.inferometer.result.peers;

import org.inferometer.result.Sample;
import org.inferometer.result.Statistic;

/**
 * perf_analyzer of December 2025, inference_profiler.cc, by its source. It counts what ends in its
 * windows, and merges them; where they had to agree only the last ones, which did. A percentile is
 * the value nearest to its place, without a floor. Times are in microseconds there.
 */
final class PerfAnalyzerNumbers {
  private static final int[] PERCENTILES = {50, 90, 95, 99};

  private PerfAnalyzerNumbers() {}

  static void put(PeerTrial trial, PeerNumbers to) {
    Sample latency = trial.sample(PeerAnswer::closeLatency);
    to.put("perf_analyzer.inferences_per_second", trial.answers().size() / trial.seconds());
    to.put("perf_analyzer.avg_latency_ms", latency.get(Statistic.MEAN));
    for (int percentile : PERCENTILES) {
      long place = (long) (percentile / 100.0 * (latency.size() - 1) + 0.5);
      to.put("perf_analyzer.p%d_latency_ms".formatted(percentile), latency.select(place));
    }
  }
}
