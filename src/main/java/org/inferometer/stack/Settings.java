package org.inferometer.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inferometer.record.Printable;
import org.inferometer.scenario.Stack;

/**
 * What a server tells of its configuration and what decides how fast it is: of vLLM the labels of
 * {@code vllm:cache_config_info}, of others the fields of a document of theirs. Others than those
 * named here are left out, as keys are among them.
 */
final class Settings {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Pattern CACHE_CONFIG =
      Pattern.compile("^vllm:cache_config_info\\{(.*)}", Pattern.MULTILINE);
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  private static final Map<String, Page> PAGES =
      Map.of(
          "sglang",
          new Page(
              "/server_info",
              List.of(
                  "attention_backend",
                  "chunked_prefill_size",
                  "context_length",
                  "disable_cuda_graph",
                  "disable_radix_cache",
                  "dp_size",
                  "dtype",
                  "kv_cache_dtype",
                  "max_running_requests",
                  "max_total_num_tokens",
                  "mem_fraction_static",
                  "quantization",
                  "schedule_policy",
                  "tp_size")),
          "tgi",
          new Page(
              "/info",
              List.of(
                  "max_batch_total_tokens",
                  "max_concurrent_requests",
                  "max_input_tokens",
                  "max_total_tokens",
                  "model_dtype",
                  "model_id",
                  "waiting_served_ratio")),
          "llama-cpp",
          new Page("/props", List.of("build_info", "total_slots")));

  private static final List<String> OF_VLLM =
      List.of(
          "block_size",
          "cache_dtype",
          "enable_prefix_caching",
          "gpu_memory_utilization",
          "kv_cache_memory_bytes",
          "num_cpu_blocks",
          "num_gpu_blocks");

  private record Page(String path, List<String> fields) {}

  private Settings() {}

  /** What {@code stack} tells; null if nothing. */
  static Map<String, String> of(Stack stack, URI url, ControlClient client) {
    try {
      SortedMap<String, String> told =
          PAGES.containsKey(stack.dialect())
              ? fields(PAGES.get(stack.dialect()), client)
              : labels(stack, url);
      return told.isEmpty() ? null : told;
    } catch (IOException e) {
      return null;
    }
  }

  private static SortedMap<String, String> fields(Page page, ControlClient client)
      throws IOException {
    SortedMap<String, String> told = new TreeMap<>();
    try {
      JsonNode document = JSON.readTree(client.get(page.path()).body());
      for (String field : page.fields()) {
        if (document.path(field).isValueNode() && !document.path(field).isNull()) {
          told.put(field, Printable.line(document.path(field).asText()));
        }
      }
    } catch (JsonProcessingException e) {
      // No such document: it tells nothing.
    }
    return told;
  }

  private static SortedMap<String, String> labels(Stack stack, URI url) throws IOException {
    SortedMap<String, String> told = new TreeMap<>();
    URI metrics = stack.metrics(url);
    if (metrics != null) {
      try (ControlClient client = ControlClient.of(stack, url, metrics, PATIENCE)) {
        Matcher config = CACHE_CONFIG.matcher(client.get("").body());
        Matcher label = LABEL.matcher(config.find() ? config.group(1) : "");
        while (label.find()) {
          if (OF_VLLM.contains(label.group(1)) && !label.group(2).equals("None")) {
            told.put(label.group(1), Printable.line(label.group(2)));
          }
        }
      }
    }
    return told;
  }
}
