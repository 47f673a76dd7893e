package org.inferometer.result.peers;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.inferometer.record.Outcome;
import org.inferometer.result.Metric;
import org.inferometer.result.Statistic;

/**
 * GuideLLM 0.8.1, schemas/base/request_stats.py, schemas/base/statistics.py and
 * benchmark/schemas/metrics.py. Its inter-token latency is one mean a request, weighted by the
 * gaps; its time per output token has the first token in it. Percentiles are nearest-rank.
 *
 * <p>A rate there is a distribution: the events that lie between two moments, by the time between
 * them. Its mean is their number by the length of the window, as here. Its percentiles are left
 * out: they tell how close together two events happened to come, by tokens that are spread evenly
 * over the answer. With a maximum of requests its window ends with the answer that it handled last,
 * and answers and tokens after that are not in its rates; here the window ends with the last of
 * all.
 *
 * <p>Goodput leaves out answers for which a target's number is undefined, and its attainment counts
 * requests that failed, not those that were cut off. The target of TPOT is held against the
 * inter-token latency.
 */
final class GuideLlmNumbers {
  private static final Map<Metric, ToDoubleFunction<PeerAnswer>> OBJECTIVES =
      Map.of(
          Metric.P2FT,
          PeerAnswer::ttft,
          Metric.TPOT,
          PeerAnswer::tpot,
          Metric.TOTAL_LATENCY,
          PeerAnswer::closeLatency);

  private static final Set<Outcome> NOT_ERRORED =
      Set.of(Outcome.OK, Outcome.CANCELLED, Outcome.INCOMPLETE);

  private GuideLlmNumbers() {}

  static void put(PeerTrial trial, PeerNumbers to) {
    weighted("time_to_first_token_ms", trial, PeerAnswer::ttft, one -> 1, to);
    weighted("inter_token_latency_ms", trial, PeerAnswer::tpot, one -> one.tokens() - 1, to);
    weighted(
        "time_per_output_token_ms",
        trial,
        one -> one.latency() / one.tokens(),
        PeerAnswer::tokens,
        to);
    weighted("request_latency", trial, GuideLlmNumbers::seconds, one -> 1, to);
    double output = trial.sum(PeerAnswer::tokens);
    double input = trial.sum(PeerAnswer::promptTokens);
    rate("requests_per_second", trial.answers().size(), trial, to);
    rate("prompt_tokens_per_second", input, trial, to);
    rate("output_tokens_per_second", output, trial, to);
    rate("tokens_per_second", input + output, trial, to);
    rate("request_concurrency", trial.sum(GuideLlmNumbers::seconds), trial, to);
    if (trial.isJudgedBy(OBJECTIVES)) {
      long good = trial.meeting(OBJECTIVES);
      rate("request_goodput", good, trial, to);
      to.put("guidellm.slo_attainment", good / (trial.defined(OBJECTIVES) + errored(trial)));
    }
  }

  private static double errored(PeerTrial trial) {
    return trial.outcomes().entrySet().stream()
        .filter(one -> !NOT_ERRORED.contains(one.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static double seconds(PeerAnswer one) {
    return one.closeLatency() / 1000;
  }

  private static void rate(String metric, double total, PeerTrial trial, PeerNumbers to) {
    to.put("guidellm." + metric + ".mean", total / trial.seconds());
  }

  private static void weighted(
      String metric,
      PeerTrial trial,
      ToDoubleFunction<PeerAnswer> value,
      ToDoubleFunction<PeerAnswer> weight,
      PeerNumbers to) {
    List<Weighted> values =
        trial.answers().stream()
            .map(one -> new Weighted(value.applyAsDouble(one), weight.applyAsDouble(one)))
            .filter(one -> !Double.isNaN(one.value) && one.weight > 0)
            .sorted(Comparator.comparingDouble(Weighted::value))
            .toList();
    if (values.isEmpty()) {
      return;
    }
    double all = values.stream().mapToDouble(Weighted::weight).sum();
    String name = "guidellm." + metric + ".";
    to.put(name + "mean", values.stream().mapToDouble(one -> one.value * one.weight).sum() / all);
    for (Statistic quantile : List.of(Statistic.P50, Statistic.P90, Statistic.P95, Statistic.P99)) {
      to.put(name + quantile.label(), nearestRank(values, all, quantile.probability()));
    }
  }

  /**
   * The first value up to which the shares come to {@code probability}. The shares are added up,
   * not the weights, as they are there: where six of twelve equal shares fall short of one half by
   * a rounding, the median is the seventh value.
   */
  private static double nearestRank(List<Weighted> values, double all, double probability) {
    double share = 0;
    for (Weighted one : values) {
      share += one.weight / all;
      if (share >= probability) {
        return one.value;
      }
    }
    return values.get(values.size() - 1).value;
  }

  private record Weighted(double value, double weight) {}
}
