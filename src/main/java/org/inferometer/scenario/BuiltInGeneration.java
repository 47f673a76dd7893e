package org.inferometer.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.inferometer.dataset.Generation;

/** Generation arguments of {@code generation.yaml}, under those of a scenario. */
final class BuiltInGeneration {
  private static final ObjectMapper JSON = new JsonMapper();

  private final JsonNode builtIn = read();

  /** What holds for a model and task, the built-in arguments first; later ones override. */
  List<JsonNode> layers(JsonNode scenario, String model, String task) {
    JsonNode family = scenario.path("models").path(model).path("generate").path("family");
    return List.of(
        builtIn.path(builtIn.has(model) ? model : family.asText()).path(task),
        scenario.path("tasks").path(task).path("generation"),
        scenario.path("generation").path(model).path(task));
  }

  /** The arguments of a model and task of a scenario that agrees with the schema. */
  Generation of(JsonNode scenario, String model, String task) {
    Generation generation = new Generation(null, null, null, null, null, null, null);
    for (JsonNode layer : layers(scenario, model, task)) {
      generation = generation.overriddenBy(generation(layer));
    }
    return generation;
  }

  /** Models and families that have built-in arguments. */
  List<String> models() {
    List<String> models = new ArrayList<>();
    builtIn.fieldNames().forEachRemaining(models::add);
    return models;
  }

  private static Generation generation(JsonNode json) {
    try {
      return json.isMissingNode() ? null : JSON.treeToValue(json, Generation.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("generation arguments that the schema lets pass: " + json, e);
    }
  }

  private static JsonNode read() {
    try (InputStream in = BuiltInGeneration.class.getResourceAsStream("generation.yaml")) {
      return new YamlDocument(new String(in.readAllBytes(), StandardCharsets.UTF_8)).root();
    } catch (IOException e) {
      throw new UncheckedIOException("generation.yaml is missing from this build", e);
    }
  }
}
