package org.inferometer.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.inferometer.wire.Address;

/** Values given on the command line in place of a scenario's own. */
final class Overrides {
  private static final String URL = "stack.url.";
  private static final String REPEATS = "measure.repeats";

  private Overrides() {}

  /**
   * Turns each stack named in {@code stack.url.NAME} into a running server at that address, and has
   * {@code measure.repeats} repeats measured.
   */
  static List<Problem> apply(YamlDocument document, Map<String, String> overrides) {
    List<Problem> problems = new ArrayList<>();
    JsonNode stacks = document.root().path("stacks");
    List<String> known = new ArrayList<>();
    stacks.fieldNames().forEachRemaining(known::add);
    overrides.forEach(
        (key, value) -> {
          if (key.equals(REPEATS)) {
            ((ObjectNode) document.root())
                .withObjectProperty("measure")
                .put("repeats", Integer.parseInt(value));
            return;
          }
          if (key.equals(Scenarios.KEEP_ANSWERS)) {
            keepAnswers(document.root());
            return;
          }
          String name = key.startsWith(URL) ? key.substring(URL.length()) : null;
          if (name == null) {
            problems.add(new Problem(null, key, "unknown override; allowed: " + URL + "NAME=URL"));
          } else if (!known.contains(name)) {
            problems.add(new Problem(null, key, Names.unknown("stack", name, known)));
          } else if (stacks.get(name) instanceof ObjectNode stack) {
            apply(stack, key, value, problems);
          }
        });
    return problems;
  }

  private static void keepAnswers(JsonNode root) {
    if (root instanceof ObjectNode scenario) {
      scenario.put("keep-answers", true);
      for (JsonNode task : scenario.path("tasks")) {
        if (task instanceof ObjectNode object) {
          object.remove("keep-answers");
        }
      }
    }
  }

  private static void apply(ObjectNode stack, String key, String url, List<Problem> problems) {
    try {
      stack.put("url", Address.of(url).uri().toString());
      if (stack.path("launch").has("inferometer") && !stack.has("dialect")) {
        stack.put("dialect", StackBinder.OWN_DIALECT);
      }
      stack.remove("launch");
    } catch (IllegalArgumentException e) {
      problems.add(new Problem(null, key, e.getMessage()));
    }
  }
}
