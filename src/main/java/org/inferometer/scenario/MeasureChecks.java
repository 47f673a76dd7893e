package org.inferometer.scenario;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether what a scenario says of how long and how often it measures agrees with itself. */
final class MeasureChecks {
  private static final JsonPointer AT = JsonPointer.compile("/measure");

  private final YamlDocument document;
  private final JsonNode measure;
  private final List<Problem> problems = new ArrayList<>();

  private MeasureChecks(YamlDocument document) {
    this.document = document;
    this.measure = document.root().path("measure");
  }

  static List<Problem> problems(YamlDocument document) {
    MeasureChecks checks = new MeasureChecks(document);
    checks.requests();
    checks.exclusive();
    checks.launches();
    checks.until();
    return checks.problems;
  }

  private void requests() {
    if (measure.has("requests")) {
      for (String key : List.of("iterations", "iteration-time", "time-budget")) {
        if (measure.has(key)) {
          add(key, "not with requests, which say when a trial ends; allowed: one of them");
        }
      }
      if (measure.path("first-token").asBoolean(false)) {
        add(
            "first-token",
            "not with requests, whose complete answers tell the first token, too; allowed: false");
      }
    }
  }

  private void exclusive() {
    Map<String, List<String>> claims = Exclusive.claims(document.root().path("stacks"));
    claims.forEach(
        (needed, stacks) -> {
          String who =
              "%s need the %s for themselves".formatted(String.join(" and ", stacks), needed);
          if (measure.path("stacks-together").asBoolean(false)) {
            add("stacks-together", "found true, and %s; allowed: false".formatted(who));
          }
          if (document.root().has("tenants")) {
            problems.add(
                document.keyProblem(
                    JsonPointer.compile("/tenants"),
                    "they ask at the same time, and %s; allowed: stacks without exclusive"
                        .formatted(who)));
          }
          stacks.forEach(this::stops);
        });
  }

  /** A server that runs already keeps what it has. */
  private void stops(String stack) {
    if (!document.root().at("/stacks").path(stack).has("launch")) {
      problems.add(
          document.problem(
              JsonPointer.compile("/stacks").appendProperty(stack).appendProperty("exclusive"),
              "stack %s runs already and keeps what it has; allowed: a stack with launch"
                  .formatted(stack)));
    }
  }

  private void launches() {
    if (measure.path("launches").asInt(1) > 1) {
      if (measure.has("until")) {
        add("launches", "not together with until; allowed: one of them");
      }
      for (Map.Entry<String, JsonNode> stack : document.root().path("stacks").properties()) {
        if (!stack.getValue().has("launch")) {
          add(
              "launches",
              "stack %s runs already and cannot be started again; allowed: 1, or stacks with launch"
                  .formatted(stack.getKey()));
        }
      }
    }
  }

  private void until() {
    if (!measure.has("until")) {
      return;
    }
    JsonNode until = measure.get("until");
    boolean tenants = document.root().path("tenants").size() > 1;
    boolean several = tenants || document.root().path("stacks").size() > 1;
    boolean together = Exclusive.claims(document.root().path("stacks")).isEmpty();
    if (several && !measure.path("stacks-together").asBoolean(together)) {
      add(
          "until",
          "not with %s, where what two %s did is not known before the last of them has all its repeats; allowed: a number of repeats"
              .formatted(
                  together ? "stacks-together: false" : "exclusive stacks",
                  tenants ? "sets of tenants" : "stacks"));
    }
    if (until.has("interval") == until.has("stable")) {
      add(
          "until",
          "%s of interval and stable; allowed: one of them"
              .formatted(until.has("stable") ? "found both" : "missing: one"));
    }
    boolean stable = until.has("stable");
    for (String key : stable ? List.of("of") : List.of("windows", "percentile")) {
      if (until.has(key)) {
        problems.add(
            document.keyProblem(
                AT.appendProperty("until").appendProperty(key),
                stable ? "not with stable; allowed: percentile" : "allowed: only with stable"));
      }
    }
    int windows = until.path("windows").asInt(3);
    if (stable && until.path("at-most").asInt(windows) < windows) {
      problems.add(
          document.problem(
              AT.appendProperty("until").appendProperty("at-most"),
              "found %s; allowed: at least %d, the windows that have to agree"
                  .formatted(until.get("at-most"), windows)));
    }
  }

  private void add(String key, String message) {
    problems.add(document.problem(AT.appendProperty(key), message));
  }
}
