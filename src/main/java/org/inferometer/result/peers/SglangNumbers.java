package org.inferometer.result.peers;

import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.inferometer.result.Metric;
import org.inferometer.result.Sample;
import org.inferometer.result.Statistic;

/**
 * {@code sglang.benchmark.serving} 0.5.23, calculate_metrics and goodput.py. An answer lasts until
 * its terminator, so that TPOT has that in it. Goodput is vLLM's with this end; the attainment is
 * out of all requests that were sent.
 *
 * <p>It takes the number of output tokens from the server only where every event tells it, and
 * otherwise believes the number asked for; here it is what the record says. An answer without
 * content has a TTFT of 0 ms there and is a failure here.
 */
final class SglangNumbers {
  private static final Map<Metric, ToDoubleFunction<PeerAnswer>> OBJECTIVES =
      Map.of(
          Metric.P2FT,
          PeerAnswer::ttft,
          Metric.TPOT,
          one -> one.tokens() < 2 ? 0 : tpot(one),
          Metric.TOTAL_LATENCY,
          PeerAnswer::closeLatency);

  private SglangNumbers() {}

  static void put(PeerTrial trial, PeerNumbers to) {
    Sample latency = trial.sample(PeerAnswer::closeLatency);
    to.putNumPy("sglang.%s_ttft_ms", "mean", "median", trial.sample(PeerAnswer::ttft));
    to.putNumPy("sglang.%s_tpot_ms", "mean", "median", trial.sample(SglangNumbers::tpot));
    to.putNumPy("sglang.%s_itl_ms", "mean", "median", trial.eventGaps());
    to.putNumPy("sglang.%s_e2e_latency_ms", "mean", "median", latency);
    double output = trial.sum(PeerAnswer::tokens);
    double input = trial.sum(PeerAnswer::promptTokens);
    to.put(
        "sglang.concurrency",
        latency.get(Statistic.MEAN) * latency.size() / 1000 / trial.seconds());
    to.put("sglang.request_throughput", trial.answers().size() / trial.seconds());
    to.put("sglang.input_throughput", input / trial.seconds());
    to.put("sglang.output_throughput", output / trial.seconds());
    to.put("sglang.total_throughput", (output + input) / trial.seconds());
    if (trial.isJudgedBy(OBJECTIVES)) {
      long good = trial.meeting(OBJECTIVES);
      to.put("sglang.request_goodput", good / trial.seconds());
      to.put("sglang.slo_attainment", (double) good / trial.requests());
    }
  }

  private static double tpot(PeerAnswer one) {
    double tokens = one.tokens();
    return tokens < 2 ? Double.NaN : (one.closeLatency() - one.ttft()) / (tokens - 1);
  }
}
