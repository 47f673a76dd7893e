package org.inferometer.stack;

import static org.inferometer.telemetry.ServerReading.*;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.OptionalDouble;
import org.inferometer.telemetry.ServerReading;

/**
 * What the makers of servers call their readings. Counters are written without {@code _total},
 * which some put behind and others not; of several names of one reading the newest stands first.
 */
final class ServerNames {
  /**
   * One reading by one name.
   *
   * @param unit what the server's number is multiplied by
   */
  private record Name(ServerReading reading, String metric, double unit) {
    void read(PrometheusText text, ServerCounters told) {
      for (String spelling : List.of(metric + "_total", metric)) {
        OptionalDouble found = reading == KV_CACHE_SHARE ? text.most(spelling) : text.sum(spelling);
        if (found.isPresent() && !told.values().containsKey(reading)) {
          told.values().put(reading, unit * found.getAsDouble());
          told.metrics().put(reading, spelling);
        }
      }
    }
  }

  /** Names of one server. */
  private static final class Family {
    private final List<Name> names = new ArrayList<>();

    Family name(ServerReading reading, String... metrics) {
      for (String metric : metrics) {
        names.add(new Name(reading, metric, 1));
      }
      return this;
    }

    /** A histogram: the sum of what was observed, and how often something was. */
    Family time(ServerReading sum, ServerReading count, double unit, String... histograms) {
      for (String histogram : histograms) {
        names.add(new Name(sum, histogram + "_sum", unit));
        names.add(new Name(count, histogram + "_count", 1));
      }
      return this;
    }
  }

  /** The names of vLLM, which this program's own server uses, too. */
  private static Family likeVllm(String prefix) {
    return new Family()
        .name(RUNNING, prefix + "num_requests_running")
        .name(WAITING, prefix + "num_requests_waiting")
        .name(KV_CACHE_SHARE, prefix + "kv_cache_usage_perc", prefix + "gpu_cache_usage_perc")
        .name(REQUESTS, prefix + "request_success")
        .name(PREEMPTIONS, prefix + "num_preemptions")
        .name(PROMPT_TOKENS, prefix + "prompt_tokens")
        .name(OUTPUT_TOKENS, prefix + "generation_tokens")
        .name(CACHE_FOUND, prefix + "prefix_cache_hits", prefix + "gpu_prefix_cache_hits")
        .name(CACHE_WANTED, prefix + "prefix_cache_queries", prefix + "gpu_prefix_cache_queries")
        .time(TTFT_SECONDS, TTFT_COUNT, 1, prefix + "time_to_first_token_seconds")
        .time(
            ITL_SECONDS,
            ITL_COUNT,
            1,
            prefix + "inter_token_latency_seconds",
            prefix + "time_per_output_token_seconds")
        .time(LATENCY_SECONDS, LATENCY_COUNT, 1, prefix + "e2e_request_latency_seconds")
        .time(QUEUE_SECONDS, QUEUE_COUNT, 1, prefix + "request_queue_time_seconds")
        .time(PREFILL_SECONDS, PREFILL_COUNT, 1, prefix + "request_prefill_time_seconds")
        .time(DECODE_SECONDS, DECODE_COUNT, 1, prefix + "request_decode_time_seconds");
  }

  private static Family likeSglang(String prefix) {
    return new Family()
        .name(RUNNING, prefix + "num_running_reqs")
        .name(WAITING, prefix + "num_queue_reqs")
        .name(KV_CACHE_SHARE, prefix + "token_usage")
        .name(REQUESTS, prefix + "num_requests")
        .name(PREEMPTIONS, prefix + "num_retracted_requests")
        .name(PROMPT_TOKENS, prefix + "prompt_tokens")
        .name(OUTPUT_TOKENS, prefix + "generation_tokens")
        .name(CACHE_FOUND, prefix + "cached_tokens")
        .name(CACHE_WANTED, prefix + "prompt_tokens")
        .time(TTFT_SECONDS, TTFT_COUNT, 1, prefix + "time_to_first_token_seconds")
        .time(ITL_SECONDS, ITL_COUNT, 1, prefix + "inter_token_latency_seconds")
        .time(LATENCY_SECONDS, LATENCY_COUNT, 1, prefix + "e2e_request_latency_seconds")
        .time(QUEUE_SECONDS, QUEUE_COUNT, 1, prefix + "queue_time_seconds");
  }

  private static final Family TGI =
      new Family()
          .name(RUNNING, "tgi_batch_current_size")
          .name(WAITING, "tgi_queue_size")
          .name(REQUESTS, "tgi_request_success")
          .name(PROMPT_TOKENS, "tgi_request_input_length_sum")
          .name(OUTPUT_TOKENS, "tgi_request_generated_tokens_sum")
          .time(LATENCY_SECONDS, LATENCY_COUNT, 1, "tgi_request_duration")
          .time(QUEUE_SECONDS, QUEUE_COUNT, 1, "tgi_request_queue_duration")
          .time(COMPUTE_SECONDS, COMPUTE_COUNT, 1, "tgi_request_inference_duration");

  /** Its server with {@code --metrics}; its times have no count of requests. */
  private static final Family LLAMA_CPP =
      new Family()
          .name(RUNNING, "llamacpp:requests_processing")
          .name(WAITING, "llamacpp:requests_deferred")
          .name(KV_CACHE_SHARE, "llamacpp:kv_cache_usage_ratio")
          .name(PROMPT_TOKENS, "llamacpp:prompt_tokens")
          .name(OUTPUT_TOKENS, "llamacpp:tokens_predicted")
          .name(PREFILL_SECONDS, "llamacpp:prompt_seconds")
          .name(DECODE_SECONDS, "llamacpp:tokens_predicted_seconds");

  /** Triton's own, whatever its backend adds: counters of microseconds, over all requests. */
  private static final Family TRITON = triton();

  private static Family triton() {
    Family triton =
        new Family()
            .name(WAITING, "nv_inference_pending_request_count")
            .name(REQUESTS, "nv_inference_request_success")
            .name(LATENCY_COUNT, "nv_inference_request_success")
            .name(QUEUE_COUNT, "nv_inference_request_success")
            .name(COMPUTE_COUNT, "nv_inference_request_success")
            .time(TTFT_SECONDS, TTFT_COUNT, 1e-3, "nv_inference_first_response_histogram_ms");
    triton.names.add(new Name(LATENCY_SECONDS, "nv_inference_request_duration_us", 1e-6));
    triton.names.add(new Name(QUEUE_SECONDS, "nv_inference_queue_duration_us", 1e-6));
    triton.names.add(new Name(COMPUTE_SECONDS, "nv_inference_compute_infer_duration_us", 1e-6));
    return triton;
  }

  /** Engines before what they may run in. */
  private static final List<Family> ALL =
      List.of(
          likeVllm("vllm:"),
          likeVllm("inferometer:"),
          likeSglang("sglang:"),
          likeSglang("sglang_"),
          TGI,
          LLAMA_CPP,
          TRITON);

  private ServerNames() {}

  /** What {@code text} says, as far as it is known here. */
  static ServerCounters read(PrometheusText text) {
    ServerCounters told =
        new ServerCounters(new EnumMap<>(ServerReading.class), new EnumMap<>(ServerReading.class));
    ALL.forEach(family -> family.names.forEach(name -> name.read(text, told)));
    return told;
  }
}
