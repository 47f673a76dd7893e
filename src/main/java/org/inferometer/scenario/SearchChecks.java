package org.inferometer.scenario;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.inferometer.load.Gaps;
import org.inferometer.load.Rate;

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
    int before = problems.size();
    if (search.get("over").asText().equals("rate")) {
      arrivals(search, "from");
      arrivals(search, "to");
    } else {
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
    if (problems.size() == before
        && search.get("to").doubleValue() <= search.get("from").doubleValue()) {
      value(
          "to",
          "found %s, from is %s; allowed: more than from"
              .formatted(search.get("to"), search.get("from")));
    }
  }

  /** At each rate a schedule has to have some arrivals, and not too many. */
  private void arrivals(JsonNode search, String key) {
    String duration = search.path("duration").asText(LoadSearch.USUAL);
    try {
      new Rate(search.get(key).doubleValue(), Gaps.POISSON, Durations.parse(duration));
    } catch (IllegalArgumentException e) {
      value(key, "found %s, which in %s %s".formatted(search.get(key), duration, e.getMessage()));
    }
  }

  private void key(JsonPointer at, String message) {
    problems.add(document.keyProblem(at, message));
  }

  private void value(String key, String message) {
    problems.add(document.problem(AT.appendProperty(key), message));
  }
}
