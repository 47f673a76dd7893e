package org.inferometer.result.peers;

import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.inferometer.result.Metric;

/**
 * {@code vllm bench serve} 0.32, benchmarks/serve.py, calculate_metrics. Its {@code --goodput}
 * counts the TPOT of an answer of one token as 0 and is about requests that ended well; targets
 * other than TTFT, TPOT and E2EL it has none.
 *
 * <p>Left out are its peaks: they count events and requests in whole seconds from the first start
 * and are of no use where requests take less.
 */
final class VllmNumbers {
  private static final Map<Metric, ToDoubleFunction<PeerAnswer>> OBJECTIVES =
      Map.of(
          Metric.P2FT,
          PeerAnswer::ttft,
          Metric.TPOT,
          one -> one.tokens() < 2 ? 0 : one.tpot(),
          Metric.TOTAL_LATENCY,
          PeerAnswer::latency);

  private VllmNumbers() {}

  static void put(PeerTrial trial, PeerNumbers to) {
    to.putNumPy("vllm.%s_ttft_ms", "mean", "median", trial.sample(PeerAnswer::ttft));
    to.putNumPy("vllm.%s_tpot_ms", "mean", "median", trial.sample(PeerAnswer::tpot));
    to.putNumPy("vllm.%s_itl_ms", "mean", "median", trial.eventGaps());
    to.putNumPy("vllm.%s_e2el_ms", "mean", "median", trial.sample(PeerAnswer::latency));
    double output = trial.sum(PeerAnswer::tokens);
    double input = trial.sum(PeerAnswer::promptTokens);
    to.put("vllm.request_throughput", trial.answers().size() / trial.seconds());
    to.put("vllm.output_throughput", output / trial.seconds());
    to.put("vllm.total_token_throughput", (output + input) / trial.seconds());
    if (trial.isJudgedBy(OBJECTIVES)) {
      to.put("vllm.request_goodput", trial.meeting(OBJECTIVES) / trial.seconds());
    }
  }
}
