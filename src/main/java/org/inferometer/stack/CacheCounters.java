package org.inferometer.stack;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How much of the prompts a server has found in its prefix cache since it started, by its own
 * counters. The two are of one unit, tokens or (early versions of vLLM) blocks of tokens, so that
 * their growth over a trial tells the share that was found.
 *
 * @param source name of the counter of what was found
 * @param found what was found in the cache
 * @param wanted what was looked for: all prompts
 */
public record CacheCounters(String source, double found, double wanted) {

  /** Counters of one server: what was found, and what was looked for. */
  private record Names(String found, String wanted) {}

  private static final List<Names> KNOWN =
      List.of(
          new Names("vllm:prefix_cache_hits_total", "vllm:prefix_cache_queries_total"),
          new Names("vllm:prefix_cache_hits", "vllm:prefix_cache_queries"),
          new Names("vllm:gpu_prefix_cache_hits_total", "vllm:gpu_prefix_cache_queries_total"),
          new Names("vllm:gpu_prefix_cache_hits", "vllm:gpu_prefix_cache_queries"),
          new Names("sglang:cached_tokens_total", "sglang:prompt_tokens_total"),
          new Names("sglang_cached_tokens_total", "sglang_prompt_tokens_total"));

  /** What {@code /metrics} says of a cache; empty where it says nothing, or is not there. */
  static Optional<CacheCounters> read(ControlClient client) {
    try {
      ControlClient.Answer answer = client.get("/metrics");
      return answer.status() == 200 ? of(new PrometheusText(answer.body())) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Optional<CacheCounters> of(PrometheusText metrics) {
    for (Names names : KNOWN) {
      OptionalDouble found = metrics.sum(names.found);
      OptionalDouble wanted = metrics.sum(names.wanted);
      if (found.isPresent() && wanted.isPresent()) {
        return Optional.of(
            new CacheCounters(names.found, found.getAsDouble(), wanted.getAsDouble()));
      }
    }
    return Optional.empty();
  }
}
