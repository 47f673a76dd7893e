package org.inferometer.result;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * The numbers that other load generators print, by their own formulas and under their own names,
 * from the same records: so that a figure of theirs can be put beside ours. Their choices are kept
 * where ours differ: no sample floor, vLLM and SGLang count every event as one gap, SGLang and
 * GuideLLM count a first token that never came as 0 ms, GuideLLM takes nearest-rank percentiles.
 *
 * <p>Two things are not in a record and so not in here: events without content, which some of them
 * count as tokens, and what their own clients add.
 */
final class Peers {
  private static final double MILLIS = 1e-6;

  private final Map<String, Double> found = new TreeMap<>();
  private final List<Answer> answers;
  private final Sample eventGaps;
  private final Sample chunkGaps;
  private final double seconds;

  private Peers(List<Answer> answers, Sample chunkGaps, long crowd, double seconds) {
    this.answers = answers;
    this.chunkGaps = chunkGaps;
    // Events of one read share its time, so all but one of them follow after no time at all.
    this.eventGaps =
        Sample.union(List.of(chunkGaps, Sample.of(new float[Math.toIntExact(crowd)], 1)));
    this.seconds = seconds;
  }

  /**
   * All of them.
   *
   * @param answers the measured answers that ended ok
   * @param chunkGaps gaps between their content arrivals in milliseconds
   * @param crowd events beyond the first of an arrival
   * @param seconds length of the whole window
   */
  static Map<String, Double> of(
      List<Answer> answers, Sample chunkGaps, long crowd, double seconds) {
    if (answers.isEmpty() || seconds <= 0) {
      return Map.of();
    }
    Peers peers = new Peers(answers, chunkGaps, crowd, seconds);
    peers.vllm();
    peers.sglang();
    peers.guidellm();
    peers.aiperf();
    return peers.found;
  }

  /** {@code vllm bench serve}, benchmarks/serve.py, calculate_metrics. */
  private void vllm() {
    distribution("vllm.%s_ttft_ms", sample(one -> ttft(one)));
    distribution("vllm.%s_tpot_ms", sample(one -> tpot(one, one.last())));
    distribution("vllm.%s_itl_ms", eventGaps);
    distribution("vllm.%s_e2el_ms", sample(one -> (one.last() - one.started()) * MILLIS));
    throughput("vllm.total_token_throughput", "vllm.");
  }

  /** {@code sglang.benchmark.serving}, calculate_metrics. */
  private void sglang() {
    distribution("sglang.%s_ttft_ms", sample(Peers::ttftOrZero));
    distribution(
        "sglang.%s_tpot_ms",
        sample(
            one ->
                tokens(one) > 1
                    ? ((one.closed() - one.started()) * MILLIS - ttftOrZero(one))
                        / (tokens(one) - 1)
                    : Double.NaN));
    distribution("sglang.%s_itl_ms", eventGaps);
    Sample latency = sample(one -> (one.closed() - one.started()) * MILLIS);
    distribution("sglang.%s_e2e_latency_ms", latency);
    put("sglang.concurrency", latency.get(Statistic.MEAN) * latency.size() / 1000 / seconds);
    throughput("sglang.total_throughput", "sglang.");
    put("sglang.input_throughput", sum(Peers::promptTokens) / seconds);
  }

  /** GuideLLM, schemas/request_stats.py and schemas/statistics.py. */
  private void guidellm() {
    weighted("guidellm.time_to_first_token_ms", Peers::ttftOrZero, one -> 1);
    weighted(
        "guidellm.inter_token_latency_ms", one -> tpot(one, one.last()), one -> tokens(one) - 1);
    weighted(
        "guidellm.time_per_output_token_ms",
        one -> (one.last() - one.started()) * MILLIS / tokens(one),
        Peers::tokens);
    weighted("guidellm.request_latency", one -> (one.closed() - one.started()) * 1e-9, one -> 1);
  }

  /** AIPerf, docs/metrics-reference.md. */
  private void aiperf() {
    aiperf("aiperf.time_to_first_token", sample(Peers::ttft));
    aiperf("aiperf.inter_token_latency", sample(one -> tpot(one, one.last())));
    aiperf("aiperf.inter_chunk_latency", chunkGaps);
    aiperf("aiperf.request_latency", sample(one -> (one.last() - one.started()) * MILLIS));
    aiperf("aiperf.output_token_throughput_per_user", sample(one -> 1e3 / tpot(one, one.last())));
    aiperf(
        "aiperf.prefill_throughput_per_user", sample(one -> promptTokens(one) * 1e3 / ttft(one)));
    put("aiperf.request_throughput", answers.size() / seconds);
    put("aiperf.output_token_throughput", sum(Peers::tokens) / seconds);
  }

  private void distribution(String name, Sample sample) {
    put(name.formatted("mean"), sample, sample.get(Statistic.MEAN));
    put(name.formatted("median"), sample, sample.quantile(0.5));
    put(name.formatted("std"), sample, populationStd(sample));
    put(name.formatted("p90"), sample, sample.quantile(0.9));
    put(name.formatted("p95"), sample, sample.quantile(0.95));
    put(name.formatted("p99"), sample, sample.quantile(0.99));
  }

  private void aiperf(String name, Sample sample) {
    put(name + ".avg", sample, sample.get(Statistic.MEAN));
    put(name + ".std", sample, populationStd(sample));
    put(name + ".p50", sample, sample.quantile(0.5));
    put(name + ".p90", sample, sample.quantile(0.9));
    put(name + ".p95", sample, sample.quantile(0.95));
    put(name + ".p99", sample, sample.quantile(0.99));
  }

  private void throughput(String total, String prefix) {
    double output = sum(Peers::tokens);
    put(prefix + "request_throughput", answers.size() / seconds);
    put(prefix + "output_throughput", output / seconds);
    put(total, (output + sum(Peers::promptTokens)) / seconds);
  }

  private void weighted(
      String name, ToDoubleFunction<Answer> value, ToDoubleFunction<Answer> weight) {
    double[][] pairs =
        answers.stream()
            .map(one -> new double[] {value.applyAsDouble(one), weight.applyAsDouble(one)})
            .filter(pair -> !Double.isNaN(pair[0]) && pair[1] > 0)
            .sorted((a, b) -> Double.compare(a[0], b[0]))
            .toArray(double[][]::new);
    double all = 0;
    double sum = 0;
    for (double[] pair : pairs) {
      all += pair[1];
      sum += pair[0] * pair[1];
    }
    if (pairs.length == 0) {
      return;
    }
    put(name + ".mean", sum / all);
    for (Statistic quantile : List.of(Statistic.P50, Statistic.P90, Statistic.P95, Statistic.P99)) {
      double below = 0;
      int i = -1;
      do {
        below += pairs[++i][1];
      } while (i + 1 < pairs.length && below / all < quantile.probability());
      put(name + "." + quantile.label(), pairs[i][0]);
    }
  }

  private void put(String name, Sample sample, double value) {
    if (sample.size() > 0) {
      put(name, value);
    }
  }

  private void put(String name, double value) {
    if (Double.isFinite(value)) {
      found.put(name, value);
    }
  }

  private Sample sample(ToDoubleFunction<Answer> value) {
    double[] values = answers.stream().mapToDouble(value).toArray();
    return Sample.of(values, values.length);
  }

  private double sum(ToDoubleFunction<Answer> value) {
    return answers.stream().mapToDouble(value).sum();
  }

  private static double populationStd(Sample sample) {
    return sample.size() < 2
        ? 0
        : sample.get(Statistic.STD) * Math.sqrt((sample.size() - 1.0) / sample.size());
  }

  private static double ttft(Answer one) {
    return one.value(Metric.P2FT);
  }

  private static double ttftOrZero(Answer one) {
    return Double.isNaN(ttft(one)) ? 0 : ttft(one);
  }

  private static double tpot(Answer one, long end) {
    return Double.isNaN(ttft(one)) || tokens(one) < 2
        ? Double.NaN
        : (end - one.first()) * MILLIS / (tokens(one) - 1);
  }

  private static double promptTokens(Answer one) {
    return one.value(Metric.PROMPT_TOKENS);
  }

  /** NaN where unknown. */
  private static double tokens(Answer one) {
    return one.value(Metric.OUTPUT_TOKENS);
  }
}
