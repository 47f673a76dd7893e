package org.inferometer.scenario;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether a scenario's search can be made, and stands alone. */
final class SearchChecks {
  private static final JsonPointer AT = JsonPointer.compile("/search");
  private static final int MOST_CLOSED = 1024;

  private final YamlDocument document;
  private final List<Problem> problems = new ArrayList<>();

  private SearchChecks(YamlDocument document) {
    this.document = document;
  }

  /**
   * The problems of a search in which there is none yet.
   *
   * @param known what disagrees with the schema
   */
  static List<Problem> problems(YamlDocument document, List<Problem> known) {
    SearchChecks checks = new SearchChecks(document);
    if (document.root().path("search").isObject()) {
      checks.alone(JsonPointer.empty());
      for (Map.Entry<String, JsonNode> task : document.root().path("tasks").properties()) {
        checks.alone(JsonPointer.compile("/tasks").appendProperty(task.getKey()));
      }
      if (known.stream().noneMatch(one -> one.path().startsWith("search"))) {
        checks.levels(document.root().get("search"));
      }
    }
    return checks.problems;
  }

  private void alone(JsonPointer at) {
    JsonNode object = document.root().at(at);
    for (String key : List.of("loads", "parallelism")) {
      if (object.has(key)) {
        key(
            at.appendProperty(key),
            "not together with search, which finds the load; allowed: one of them");
      }
    }
    for (int i = 0; i < object.path("modes").size(); i++) {
      if (object.path("modes").get(i).asText().equals("sync")) {
        JsonPointer mode = at.appendProperty("modes").appendIndex(i);
        problems.add(document.problem(mode, "found \"sync\" with search; allowed: stream"));
      }
    }
    JsonNode measure = at.matches() ? object.path("measure") : document.root().path("none");
    for (String key : List.of("repeats", "until", "launches")) {
      if (measure.has(key)) {
        key(
            JsonPointer.compile("/measure").appendProperty(key),
            "not together with search, which repeats as often as it needs; allowed: one of them");
      }
    }
  }

  private void levels(JsonNode search) {
    double from = search.get("from").doubleValue();
    double to = search.get("to").doubleValue();
    if (to <= from) {
      value(
          "to",
          "found %s, from is %s; allowed: more than from"
              .formatted(search.get("to"), search.get("from")));
    }
    if (search.get("over").asText().equals("closed")) {
      for (String key : List.of("from", "to")) {
        double level = search.get(key).doubleValue();
        if (level != Math.rint(level) || level < 1 || level > MOST_CLOSED) {
          value(
              key,
              "found %s; allowed over closed: a whole number from 1 to %d"
                  .formatted(search.get(key), MOST_CLOSED));
        }
      }
      for (String key : List.of("duration", "arrivals")) {
        if (search.has(key)) {
          key(
              AT.appendProperty(key),
              "not over closed, of which measure says how long; allowed: over rate");
        }
      }
    }
  }

  private void key(JsonPointer at, String message) {
    problems.add(document.keyProblem(at, message));
  }

  private void value(String key, String message) {
    problems.add(document.problem(AT.appendProperty(key), message));
  }
}
