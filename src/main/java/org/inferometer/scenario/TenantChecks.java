package org.inferometer.scenario;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether a scenario's tenants can be measured, and what does not go together with them. */
final class TenantChecks {
  private static final JsonPointer AT = JsonPointer.compile("/tenants");
  private static final int MOST_POINTS = 1000;

  private final YamlDocument document;
  private final Path folder;
  private final List<Problem> known;
  private final List<Problem> problems = new ArrayList<>();

  private TenantChecks(YamlDocument document, Path folder, List<Problem> known) {
    this.document = document;
    this.folder = folder;
    this.known = known;
  }

  /**
   * The problems of tenants.
   *
   * @param known what is wrong otherwise
   */
  static List<Problem> problems(YamlDocument document, Path folder, List<Problem> known) {
    TenantChecks checks = new TenantChecks(document, folder, known);
    JsonNode root = document.root();
    if (root.path("tenants").isArray()) {
      checks.alone(JsonPointer.empty(), List.of("loads", "parallelism", "modes", "search"));
      for (Map.Entry<String, JsonNode> task : root.path("tasks").properties()) {
        checks.alone(
            JsonPointer.compile("/tasks").appendProperty(task.getKey()),
            List.of("loads", "parallelism", "modes"));
      }
      checks.measure();
      Set<String> names = new HashSet<>();
      for (int i = 0; i < root.get("tenants").size(); i++) {
        checks.tenant(AT.appendIndex(i), root.get("tenants").get(i), names);
      }
      checks.together(root.get("tenants").size());
      if (checks.problems.isEmpty() && known.stream().noneMatch(TenantChecks::isOf)) {
        checks.points(root.get("tenants"), root.path("tenants-of"));
      }
      checks.sharing();
    } else {
      for (String key : List.of("tenants-of", "sharing")) {
        if (root.has(key)) {
          checks.key(
              JsonPointer.empty().appendProperty(key),
              "there are no tenants; allowed: with tenants: [{ name, stack, task, load }, ...]");
        }
      }
    }
    return checks.problems;
  }

  private void alone(JsonPointer at, List<String> keys) {
    for (String key : keys) {
      if (document.root().at(at).has(key)) {
        key(
            at.appendProperty(key),
            "not together with tenants, each of which has its own mode and load; allowed: one of them");
      }
    }
  }

  private void measure() {
    JsonPointer at = JsonPointer.compile("/measure");
    JsonNode measure = document.root().at(at);
    if (measure.has("requests")) {
      key(
          at.appendProperty("requests"),
          "not together with tenants, all of which are measured for the same time; allowed: iterations and iteration-time, and requests of a tenant");
    }
    if (measure.path("until").has("stable")) {
      key(
          at.appendProperty("until").appendProperty("stable"),
          "not together with tenants, whose slowdown is of what they do alone and beside others in as many repeats; allowed: interval");
    }
    if (measure.path("first-token").asBoolean(false)) {
      add(
          at.appendProperty("first-token"),
          "not together with tenants, whose complete answers tell the first token, too; allowed: false");
    }
  }

  private void together(int tenants) {
    JsonNode of = document.root().path("tenants-of");
    if (of.isIntegralNumber() && of.bigIntegerValue().compareTo(BigInteger.valueOf(tenants)) > 0) {
      add(
          JsonPointer.compile("/tenants-of"),
          "found %s, but there are %d tenants; allowed: at most so many".formatted(of, tenants));
    }
  }

  private static boolean isOf(Problem problem) {
    return problem.path().startsWith("tenants");
  }

  /** Sets of tenants under each of their loads, which multiply. */
  private void points(JsonNode tenants, JsonNode together) {
    double[] sets = new double[tenants.size() + 1];
    sets[0] = 1;
    for (JsonNode tenant : tenants) {
      int loads = LoadEntries.loads(tenant.get("load"), folder).size();
      for (int size = tenants.size(); size > 0; size--) {
        sets[size] += sets[size - 1] * loads;
      }
    }
    double all = sets[1] + (tenants.size() > 1 ? sets[together.asInt(tenants.size())] : 0);
    if (all > MOST_POINTS) {
      add(
          AT,
          "%.0f points, each tenant alone and all sets under all of their loads; allowed: at most %d"
              .formatted(all, MOST_POINTS));
    }
  }

  /** It is set up when a server starts, so that each of them has to be launched. */
  private void sharing() {
    JsonNode root = document.root();
    Set<JsonNode> ways = new HashSet<>();
    for (int i = 0; i < root.path("sharing").size(); i++) {
      if (!ways.add(root.get("sharing").get(i))) {
        add(
            JsonPointer.compile("/sharing").appendIndex(i),
            "is there twice; allowed: different ways of sharing");
      }
    }
    for (int i = 0; root.has("sharing") && i < root.get("tenants").size(); i++) {
      String stack = root.get("tenants").get(i).path("stack").asText();
      if (root.path("stacks").path(stack).has("url")
          && !root.path("stacks").path(stack).has("launch")) {
        add(
            AT.appendIndex(i).appendProperty("stack"),
            "%s runs already, and how it shares the machine cannot be set; allowed: stacks with launch, or no sharing"
                .formatted(stack));
      }
    }
  }

  private void tenant(JsonPointer at, JsonNode tenant, Set<String> names) {
    if (tenant.has("name") && !names.add(tenant.get("name").asText())) {
      add(
          at.appendProperty("name"),
          "%s is there twice; allowed: a name of its own for each tenant"
              .formatted(tenant.get("name")));
    }
    known(at, "stack");
    known(at, "model");
    known(at, "task");
    if (tenant.isObject() && !tenant.has("model") && document.root().path("models").size() > 1) {
      add(
          at,
          "no model, of which there are several; allowed: one of "
              + String.join(", ", Keys.of(document.root().path("models"))));
    }
    if (tenant.has("requests") && !tenant.path("load").has("closed")) {
      key(
          at.appendProperty("requests"),
          "not with this load, which ends by its time; allowed: with load: { closed: ... }");
    }
    if (tenant.has("load")) {
      problems.addAll(LoadChecks.problems(document, folder, known, at.appendProperty("load")));
    }
  }

  private void known(JsonPointer tenant, String kind) {
    JsonPointer at = tenant.appendProperty(kind);
    JsonNode name = document.root().at(at);
    List<String> names = Keys.of(document.root().path(kind + "s"));
    if (name.isTextual() && !names.contains(name.textValue())) {
      add(at, Names.unknown(kind, name.textValue(), names));
    }
  }

  private void key(JsonPointer at, String message) {
    problems.add(document.keyProblem(at, message));
  }

  private void add(JsonPointer at, String message) {
    problems.add(document.problem(at, message));
  }
}
