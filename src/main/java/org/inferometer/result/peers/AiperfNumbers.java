package org.inferometer.result.peers;

import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.inferometer.result.Metric;
import org.inferometer.result.Sample;

/**
 * AIPerf 0.13, metrics/types. Rates are of answers that ended well and over the time of its phase,
 * not, as its documentation has it, over its {@code benchmark_duration}, which ends with the last
 * content. Its {@code --goodput} fails an answer for which a metric is undefined; the share is of
 * all requests. TPOT is its {@code inter_token_latency}.
 *
 * <p>It counts the tokens of prompts itself, unless it is told to believe the server; here they are
 * what the record says.
 *
 * <p>Left out are the metrics of single HTTP phases and the time-weighted {@code effective_} and
 * {@code active_} ones.
 */
final class AiperfNumbers {
  private static final Map<Metric, ToDoubleFunction<PeerAnswer>> OBJECTIVES =
      Map.of(
          Metric.P2FT,
          PeerAnswer::ttft,
          Metric.TPOT,
          PeerAnswer::tpot,
          Metric.TOTAL_LATENCY,
          PeerAnswer::latency);

  private AiperfNumbers() {}

  static void put(PeerTrial trial, PeerNumbers to) {
    put("time_to_first_token", trial.sample(PeerAnswer::ttft), to);
    put("inter_token_latency", trial.sample(PeerAnswer::tpot), to);
    put("inter_chunk_latency", trial.eventGaps(), to);
    put("request_latency", trial.sample(PeerAnswer::latency), to);
    put("decode_duration", trial.sample(one -> one.latency() - one.ttft()), to);
    put("output_token_throughput_per_user", trial.sample(one -> perSecond(1, one.tpot())), to);
    put(
        "e2e_output_token_throughput",
        trial.sample(one -> perSecond(one.tokens(), one.latency())),
        to);
    put(
        "prefill_throughput_per_user",
        trial.sample(one -> perSecond(one.promptTokens(), one.ttft())),
        to);
    double output = trial.sum(PeerAnswer::tokens);
    to.put("aiperf.request_throughput", trial.answers().size() / trial.seconds());
    to.put("aiperf.output_token_throughput", output / trial.seconds());
    to.put(
        "aiperf.total_token_throughput",
        (output + trial.sum(PeerAnswer::promptTokens)) / trial.seconds());
    if (trial.isJudgedBy(OBJECTIVES)) {
      long good = trial.meeting(OBJECTIVES);
      to.put("aiperf.good_request_count", good);
      to.put("aiperf.goodput", good / trial.seconds());
      to.put("aiperf.good_request_fraction", (double) good / trial.requests());
    }
  }

  private static void put(String metric, Sample sample, PeerNumbers to) {
    to.putNumPy("aiperf." + metric + ".%s", "avg", "p50", sample);
  }

  /** Undefined if it took no time. */
  private static double perSecond(double tokens, double millis) {
    return millis == 0 ? Double.NaN : tokens * 1000 / millis;
  }
}
