package org.inferometer.scenario;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Whether no duration is longer than anybody waits, or than nanoseconds can count. */
final class DurationChecks {
  /** Keys of a scenario that hold durations: times, and targets of metrics and percentiles. */
  private static final Pattern KEYS =
      Pattern.compile(
          "warmup-time|iteration-time|stack-warmup|time-budget|duration|connect|head|first|token"
              + "|total|after|interval|timeout|stop|at-most"
              + "|p2ft|ttfb|total-latency|tpot|normalized-latency|p[0-9.]+");

  private final YamlDocument document;
  private final List<Problem> problems = new ArrayList<>();

  private DurationChecks(YamlDocument document) {
    this.document = document;
  }

  /** All problems of {@code document}, which need not agree with the schema. */
  static List<Problem> problems(YamlDocument document) {
    DurationChecks checks = new DurationChecks(document);
    checks.within(JsonPointer.empty(), document.root());
    return checks.problems;
  }

  private void within(JsonPointer at, JsonNode node) {
    for (Map.Entry<String, JsonNode> one : node.properties()) {
      JsonPointer key = at.appendProperty(one.getKey());
      if (one.getValue().isTextual() && KEYS.matcher(one.getKey()).matches()) {
        duration(key, one.getValue().textValue());
      }
      within(key, one.getValue());
    }
    for (int i = 0; i < node.size() && node.isArray(); i++) {
      within(at.appendIndex(i), node.get(i));
    }
  }

  private void duration(JsonPointer at, String text) {
    try {
      if (Durations.parse(text).compareTo(Durations.LONGEST) > 0) {
        problems.add(document.problem(at, "found \"%s\"; allowed: at most 720h".formatted(text)));
      }
    } catch (IllegalArgumentException e) {
      // The schema says what a duration is.
    }
  }
}
