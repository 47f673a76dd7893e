package org.inferometer.stack;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.inferometer.wire.TritonWords;

/**
 * What a Triton server has counted of models since it loaded them, of all versions together.
 *
 * @param counters by the server's names: {@code inference_count} and {@code execution_count};
 *     {@code success.count} and {@code success.ns}, and so of {@code fail}, {@code queue}, {@code
 *     compute_input}, {@code compute_infer}, {@code compute_output}, {@code cache_hit} and {@code
 *     cache_miss}; {@code batch_size.4}, the executions of four inferences together
 */
public record InferenceStatistics(@JsonValue SortedMap<String, Long> counters) {
  private static final JsonMapper JSON = new JsonMapper();

  /** Those of {@code models} together; empty of a server that has no such statistics of one. */
  static Optional<InferenceStatistics> read(ControlClient client, String... models) {
    SortedMap<String, Long> all = new TreeMap<>();
    for (String model : models) {
      SortedMap<String, Long> counters = counters(client, model);
      if (counters.isEmpty()) {
        return Optional.empty();
      }
      counters.forEach((name, value) -> all.merge(name, value, Long::sum));
    }
    return Optional.of(new InferenceStatistics(all));
  }

  private static SortedMap<String, Long> counters(ControlClient client, String model) {
    try {
      ControlClient.Answer answer = client.api(TritonWords.path(model) + "/stats");
      return counters(answer.status() == 200 ? JSON.readTree(answer.body()) : JSON.nullNode());
    } catch (IOException e) {
      return new TreeMap<>();
    }
  }

  private static SortedMap<String, Long> counters(JsonNode answer) {
    SortedMap<String, Long> counters = new TreeMap<>();
    for (JsonNode version : answer.path("model_stats")) {
      for (String name : new String[] {"inference_count", "execution_count"}) {
        add(counters, name, version.path(name));
      }
      version
          .path("inference_stats")
          .properties()
          .forEach(
              one -> {
                add(counters, one.getKey() + ".count", one.getValue().path("count"));
                add(counters, one.getKey() + ".ns", one.getValue().path("ns"));
              });
      for (JsonNode batch : version.path("batch_stats")) {
        add(
            counters,
            "batch_size." + batch.path("batch_size").asText(),
            batch.at("/compute_infer/count"));
      }
    }
    return counters;
  }

  private static void add(SortedMap<String, Long> counters, String name, JsonNode value) {
    if (value.isIntegralNumber()) {
      counters.merge(name, value.longValue(), Long::sum);
    }
  }
}
