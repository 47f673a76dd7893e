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
import org.inferometer.scenario.Model;
import org.inferometer.scenario.Stack;
import org.inferometer.wire.TritonWords;

/**
 * What a server tells of its configuration and what decides how fast it is: of vLLM and the
 * built-in one the labels of a metric that tells them, of others the fields of a document of
 * theirs. Others than those named here are left out, as keys are among them.
 */
final class Settings {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Pattern CONFIG =
      Pattern.compile(
          "^(?:vllm:cache_config_info|inferometer:config_info)\\{(.*)}", Pattern.MULTILINE);
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
          new Page(
              "/props", List.of("build_info", "default_generation_settings/n_ctx", "total_slots")));

  /** Of the configuration of one model. */
  private static final List<String> OF_TRITON =
      List.of(
          "backend",
          "dynamic_batching/max_queue_delay_microseconds",
          "instance_group/0/count",
          "instance_group/0/kind",
          "max_batch_size",
          "model_transaction_policy/decoupled",
          "platform");

  private static final List<String> LABELS =
      List.of(
          "block_size",
          "cache_dtype",
          "enable_prefix_caching",
          "gpu_memory_utilization",
          "kernels",
          "kv_cache_memory_bytes",
          "max_num_seqs",
          "num_cpu_blocks",
          "num_gpu_blocks",
          "scheduler",
          "threads");

  /**
   * A document.
   *
   * @param fields of those within others with the way to them
   */
  private record Page(String path, List<String> fields) {}

  private Settings() {}

  /** What {@code stack} tells of itself and {@code models}; null if nothing. */
  static Map<String, String> of(Stack stack, List<Model> models, URI url, ControlClient client) {
    try {
      SortedMap<String, String> told = told(stack, models, url, client);
      return told.isEmpty() ? null : told;
    } catch (IOException e) {
      return null;
    }
  }

  private static SortedMap<String, String> told(
      Stack stack, List<Model> models, URI url, ControlClient client) throws IOException {
    if (stack.speaksTriton()) {
      SortedMap<String, String> told = new TreeMap<>();
      for (Model model : models) {
        String served = stack.served(model.name());
        String whose = models.size() > 1 ? served + "/" : "";
        fields(OF_TRITON, client.api(TritonWords.path(served) + "/config"))
            .forEach((field, value) -> told.put(whose + field, value));
      }
      return told;
    }
    Page page = PAGES.get(stack.dialect());
    return page == null ? labels(stack, url) : fields(page.fields(), client.get(page.path()));
  }

  private static SortedMap<String, String> fields(
      List<String> fields, ControlClient.Answer answer) {
    SortedMap<String, String> told = new TreeMap<>();
    try {
      JsonNode document = JSON.readTree(answer.body());
      for (String field : fields) {
        JsonNode value = document.at("/" + field);
        if (value.isValueNode() && !value.isNull() && !value.asText().isEmpty()) {
          told.put(field, Printable.line(value.asText()));
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
        Matcher config = CONFIG.matcher(client.get("").body());
        Matcher label = LABEL.matcher(config.find() ? config.group(1) : "");
        while (label.find()) {
          if (LABELS.contains(label.group(1)) && !label.group(2).equals("None")) {
            told.put(label.group(1), Printable.line(label.group(2)));
          }
        }
      }
    }
    return told;
  }
}
