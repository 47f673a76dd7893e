package org.inferometer.scenario;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.inferometer.dataset.Generation;
import org.inferometer.wire.Dialect;
import org.inferometer.wire.Range;

/** Finds values of generation arguments that a stack's server refuses, or takes for others. */
final class RefusedValues {
  private final YamlDocument document;
  private final Map<String, Problem> problems = new LinkedHashMap<>();

  private RefusedValues(YamlDocument document) {
    this.document = document;
  }

  /** All of {@code document}, which need not agree with the schema. */
  static List<Problem> problems(YamlDocument document) {
    RefusedValues values = new RefusedValues(document);
    for (Map.Entry<String, JsonNode> stack : document.root().path("stacks").properties()) {
      try {
        values.stack(stack.getKey(), spoken(stack.getValue()));
      } catch (IllegalArgumentException e) {
        // Told where what a stack speaks is checked.
      }
    }
    return new ArrayList<>(values.problems.values());
  }

  /** What is spoken with a stack, without what it is not sent. */
  static Dialect spoken(JsonNode stack) {
    List<String> omitted = new ArrayList<>();
    stack.path("omit").forEach(field -> omitted.add(field.asText()));
    return StackBinder.spoken(stack).without(omitted);
  }

  private void stack(String name, Dialect spoken) {
    for (Map.Entry<String, JsonNode> model : document.root().path("models").properties()) {
      for (Map.Entry<String, JsonNode> task : document.root().path("tasks").properties()) {
        if (isAsked(name, task.getKey())) {
          Generation.NAMES.stream()
              .filter(spoken::takes)
              .forEach(argument -> value(model.getKey(), task.getKey(), argument, name, spoken));
        }
      }
    }
  }

  /** Of tenants each asks a stack of its own. */
  private boolean isAsked(String stack, String task) {
    boolean asked = !document.root().has("tenants");
    for (JsonNode tenant : document.root().path("tenants")) {
      boolean both =
          tenant.path("stack").asText().equals(stack) && tenant.path("task").asText().equals(task);
      asked |= both;
    }
    return asked;
  }

  private void value(String model, String task, String argument, String stack, Dialect spoken) {
    JsonPointer at = place(model, task, argument);
    Range range = spoken.range(argument);
    JsonNode value = document.root().at(at);
    if (range != null && !value.isMissingNode() && !range.holds(value)) {
      String message =
          "%s is not what stack %s (%s) takes; allowed: %s%s%s"
              .formatted(
                  value.isArray() ? value.size() + " texts" : value,
                  stack,
                  spoken.label(),
                  range,
                  value.isArray() ? " texts" : "",
                  elsewhere(spoken, argument, value));
      problems.putIfAbsent(at + stack, document.problem(at, message));
    }
  }

  /** Which dialects of the same protocol the value may be said in. */
  private static String elsewhere(Dialect spoken, String argument, JsonNode value) {
    String others =
        spoken.protocol().dialects().stream()
            .filter(one -> one.takes(argument))
            .filter(one -> one.range(argument) == null || one.range(argument).holds(value))
            .map(Dialect::name)
            .collect(Collectors.joining(", "));
    return others.isEmpty() ? "" : ", or dialect: " + others + " where the server is of that kind";
  }

  /** Where the value stands that holds: that of a model and task before that of the task. */
  private JsonPointer place(String model, String task, String argument) {
    JsonPointer own =
        JsonPointer.compile("/generation")
            .appendProperty(model)
            .appendProperty(task)
            .appendProperty(argument);
    return document.root().at(own).isMissingNode()
        ? JsonPointer.compile("/tasks")
            .appendProperty(task)
            .appendProperty("generation")
            .appendProperty(argument)
        : own;
  }
}
