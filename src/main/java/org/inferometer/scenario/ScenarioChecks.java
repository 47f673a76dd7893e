package org.inferometer.scenario;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** What a schema cannot say: files that must exist, and names that must be known. */
final class ScenarioChecks {
  private final YamlDocument document;
  private final Path folder;
  private final Map<String, String> environment;
  private final List<Problem> problems = new ArrayList<>();

  private ScenarioChecks(YamlDocument document, Path folder, Map<String, String> environment) {
    this.document = document;
    this.folder = folder;
    this.environment = environment;
  }

  /** All problems of {@code document}, which need not agree with the schema. */
  static List<Problem> problems(
      YamlDocument document, Path folder, Map<String, String> environment) {
    ScenarioChecks checks = new ScenarioChecks(document, folder, environment);
    checks.each("/models", checks::model);
    checks.each(
        "/stacks",
        (at, stack) ->
            checks.problems.addAll(new StackChecks(document, folder, environment, at).problems()));
    checks.labels("/models");
    checks.labels("/stacks");
    Set<String> cells = new HashSet<>();
    checks.each(
        "/tasks",
        (at, task) -> checks.problems.addAll(new TaskChecks(document, folder, at).problems(cells)));
    JsonPointer generation = JsonPointer.compile("/generation");
    checks.problems.addAll(document.unknownKeys(generation, "model", "/models"));
    checks.each(
        "/generation",
        (at, byTask) -> checks.problems.addAll(document.unknownKeys(at, "task", "/tasks")));
    checks.problems.addAll(MeasureChecks.problems(document));
    return checks.problems;
  }

  /** What is called alike in figures cannot be told apart there. */
  private void labels(String where) {
    Map<String, String> labels = new HashMap<>();
    each(
        where,
        (at, one) -> {
          String label = one.path("label").asText(name(at));
          String other = labels.putIfAbsent(label, name(at));
          if (other != null) {
            add(
                at,
                "in figures it is called \"%s\", as is %s; give them different labels"
                    .formatted(label, other));
          }
        });
  }

  private void model(JsonPointer at, JsonNode model) {
    if (model.isObject() && !model.has("directory") && !model.has("generate")) {
      each("/stacks", (ignored, stack) -> withoutDirectory(at, name(ignored), stack));
    }
    if (model.path("directory").isTextual()) {
      String text = Variables.fillEnvironment(model.get("directory").textValue(), environment);
      Path directory = folder.resolve(text).normalize();
      if (!Files.isRegularFile(directory.resolve("config.json"))) {
        add(
            at.appendProperty("directory"),
            directory
                + " is no model directory: it has no config.json. Allowed: a directory as Hugging"
                + " Face transformers writes it");
      }
    }
  }

  private void withoutDirectory(JsonPointer at, String name, JsonNode stack) {
    String served = stack.path("models").path(name(at)).asText(null);
    boolean wanted =
        served == null
            ? stack.path("dialect").asText().equals("transformers")
            : Variables.in(served).contains("model.directory");
    JsonNode launch = stack.path("launch");
    if (launch.has("inferometer") || launch.toString().contains("${model.directory}") || wanted) {
      add(at, "neither directory nor generate, but stack " + name + " needs the model's directory");
    }
  }

  private void add(JsonPointer at, String message) {
    problems.add(document.problem(at, message));
  }

  private void each(String at, BiConsumer<JsonPointer, JsonNode> check) {
    JsonPointer pointer = JsonPointer.compile(at);
    JsonNode object = document.root().at(pointer);
    Keys.of(object).forEach(key -> check.accept(pointer.appendProperty(key), object.get(key)));
  }

  private static String name(JsonPointer at) {
    return at.last().getMatchingProperty();
  }
}
