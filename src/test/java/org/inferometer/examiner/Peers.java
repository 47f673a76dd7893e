package org.inferometer.examiner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What other tools would print of a trial, by their formulas. */
final class Peers {
  private static final double[] PERCENTILES = {0.5, 0.9, 0.95, 0.99};

  private final Map<String, Double> numbers = new LinkedHashMap<>();

  /** What ended ok between the first measured start and the last measured close, in any phase. */
  private final List<Answered> ended = new ArrayList<>();

  private double seconds;

  private Peers(List<Part> repeats) {
    for (Part repeat : repeats) {
      long[] whole = repeat.whole();
      seconds += repeat.wholeSeconds();
      for (Answered one : repeat.all()) {
        if (one.ok() && one.time("closed") >= whole[0] && one.time("closed") <= whole[1]) {
          ended.add(one);
        }
      }
    }
  }

  /** By name, for the repeats of a trial, or its iterations where a repeat has several. */
  static Map<String, Double> of(List<Part> parts) {
    Peers peers = new Peers(parts);
    peers.vllm();
    peers.sglang();
    peers.guidellm();
    peers.aiperf();
    peers.perfAnalyzer();
    return peers.numbers;
  }

  private void vllm() {
    double[] ttft = values(one -> metric(one, "p2ft"));
    double[] tpot = values(this::tpot);
    spread("vllm", "ttft", ttft);
    spread("vllm", "tpot", tpot);
    spread("vllm", "itl", gaps());
    spread("vllm", "e2el", values(one -> metric(one, "total_latency")));
    put("vllm.request_throughput", ended.size() / seconds);
    put("vllm.output_throughput", output() / seconds);
    put("vllm.total_token_throughput", (output() + input()) / seconds);
  }

  private void sglang() {
    double[] whole = values(one -> metric(one, "close_latency"));
    spread("sglang", "ttft", values(one -> metric(one, "p2ft")));
    spread("sglang", "itl", gaps());
    spread("sglang", "e2e_latency", whole);
    spread(
        "sglang",
        "tpot",
        values(
            one ->
                tokens(one) < 2
                    ? Double.NaN
                    : (metric(one, "close_latency") - metric(one, "p2ft")) / (tokens(one) - 1)));
    put("sglang.request_throughput", ended.size() / seconds);
    put("sglang.input_throughput", input() / seconds);
    put("sglang.output_throughput", output() / seconds);
    put("sglang.total_throughput", (output() + input()) / seconds);
    put(
        "sglang.concurrency",
        ended.stream().mapToDouble(one -> metric(one, "close_latency")).sum() / 1e3 / seconds);
  }

  private void guidellm() {
    put("guidellm.requests_per_second.mean", ended.size() / seconds);
    put("guidellm.output_tokens_per_second.mean", output() / seconds);
    put("guidellm.prompt_tokens_per_second.mean", input() / seconds);
    put("guidellm.tokens_per_second.mean", (output() + input()) / seconds);
    put(
        "guidellm.request_concurrency.mean",
        ended.stream().mapToDouble(one -> metric(one, "close_latency")).sum() / 1e3 / seconds);
    ranks("guidellm.request_latency", values(one -> metric(one, "close_latency") / 1e3), null);
    ranks("guidellm.time_to_first_token_ms", values(one -> metric(one, "p2ft")), null);
    ranks(
        "guidellm.inter_token_latency_ms",
        values(this::tpot),
        values(one -> tpot(one) * 0 + tokens(one) - 1));
    ranks(
        "guidellm.time_per_output_token_ms",
        values(one -> metric(one, "total_latency") / tokens(one)),
        values(this::tokens));
  }

  private void aiperf() {
    averages("time_to_first_token", values(one -> metric(one, "p2ft")));
    averages("request_latency", values(one -> metric(one, "total_latency")));
    averages("inter_token_latency", values(this::tpot));
    averages("inter_chunk_latency", gaps());
    averages(
        "output_token_throughput_per_user",
        values(one -> tpot(one) == 0 ? Double.NaN : 1e3 / tpot(one)));
    averages(
        "prefill_throughput_per_user",
        values(one -> one.integer("promptTokens") * 1e3 / metric(one, "p2ft")));
    averages("decode_duration", values(Answered::betweenEvents));
    averages(
        "e2e_output_token_throughput",
        values(one -> tokens(one) * 1e3 / metric(one, "total_latency")));
    put("aiperf.request_throughput", ended.size() / seconds);
    put("aiperf.output_token_throughput", output() / seconds);
    put("aiperf.total_token_throughput", (output() + input()) / seconds);
  }

  private void perfAnalyzer() {
    double[] whole = values(one -> metric(one, "close_latency"));
    Arrays.sort(whole);
    put("perf_analyzer.inferences_per_second", ended.size() / seconds);
    put("perf_analyzer.avg_latency_ms", Arrays.stream(whole).average().orElseThrow());
    for (int percent : new int[] {50, 90, 95, 99}) {
      double place = percent / 100.0 * (whole.length - 1);
      put("perf_analyzer.p" + percent + "_latency_ms", whole[(int) Math.floor(place + 0.5)]);
    }
  }

  private double output() {
    return ended.stream().mapToDouble(this::tokens).sum();
  }

  private double input() {
    return ended.stream().mapToDouble(one -> one.integer("promptTokens")).sum();
  }

  private double tokens(Answered one) {
    return one.tokens().orElse(Double.NaN);
  }

  /** Theirs: whatever the reads. */
  private double tpot(Answered one) {
    return tokens(one) < 2
        ? Double.NaN
        : (metric(one, "total_latency") - metric(one, "p2ft")) / (tokens(one) - 1);
  }

  private static double metric(Answered one, String name) {
    return one.metric(name).orElse(Double.NaN);
  }

  private double[] values(ToDoubleFunction<Answered> of) {
    return ended.stream().mapToDouble(of).filter(x -> !Double.isNaN(x)).toArray();
  }

  private double[] gaps() {
    return ended.stream().flatMap(one -> one.eventGaps().stream()).mapToDouble(x -> x).toArray();
  }

  private void put(String name, double value) {
    numbers.put(name, value);
  }

  /** As NumPy computes them: linear percentiles, deviation of a population. */
  private void spread(String tool, String name, double[] values) {
    if (values.length == 0) {
      return;
    }
    put(tool + ".mean_" + name + "_ms", Numbers.mean(values));
    put(tool + ".median_" + name + "_ms", Numbers.quantile(values, 0.5));
    put(tool + ".std_" + name + "_ms", Numbers.deviation(values, false));
    for (double q : new double[] {0.9, 0.95, 0.99}) {
      put(tool + ".p" + Math.round(100 * q) + "_" + name + "_ms", Numbers.quantile(values, q));
    }
  }

  private void averages(String name, double[] values) {
    if (values.length == 0) {
      return;
    }
    put("aiperf." + name + ".avg", Numbers.mean(values));
    put("aiperf." + name + ".std", Numbers.deviation(values, false));
    for (double q : PERCENTILES) {
      put("aiperf." + name + ".p" + Math.round(100 * q), Numbers.quantile(values, q));
    }
  }

  /** Weighted mean, and the first value at which the cumulated weight reaches the share. */
  private void ranks(String name, double[] values, double[] weights) {
    if (values.length == 0) {
      return;
    }
    Integer[] order = new Integer[values.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(values[a], values[b]));
    double all = 0;
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      double weight = weights == null ? 1 : weights[i];
      all += weight;
      sum += weight * values[i];
    }
    put(name + ".mean", sum / all);
    for (double q : PERCENTILES) {
      double reached = 0;
      for (int i : order) {
        reached += (weights == null ? 1 : weights[i]) / all;
        if (reached >= q) {
          put(name + ".p" + Math.round(100 * q), values[i]);
          break;
        }
      }
    }
  }
}
