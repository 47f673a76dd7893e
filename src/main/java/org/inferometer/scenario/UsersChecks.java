package org.inferometer.scenario;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.inferometer.load.Load;
import org.inferometer.load.Users;

/** Whether the users of an entry that agrees with the schema can come, think, and ask its tasks. */
final class UsersChecks {
  private final YamlDocument document;
  private final JsonPointer at;
  private final JsonNode entry;
  private final List<Problem> problems = new ArrayList<>();

  private UsersChecks(YamlDocument document, JsonPointer at) {
    this.document = document;
    this.at = at;
    this.entry = document.root().at(at);
  }

  static List<Problem> problems(YamlDocument document, JsonPointer at) {
    UsersChecks checks = new UsersChecks(document, at);
    checks.think();
    checks.mix();
    if (checks.problems.isEmpty()) {
      checks.duration();
    }
    return checks.problems;
  }

  private void think() {
    try {
      Thinks.parse(entry.path("think").asText("0s"));
    } catch (IllegalArgumentException e) {
      add("think", e.getMessage());
    }
  }

  private void duration() {
    for (Load load : LoadEntries.loads(entry, Path.of(""))) {
      if (load instanceof Users users && users.steadyNanos() >= users.endNanos()) {
        add(
            "duration",
            "found %s, in which %d users do not all come at %s a second; allowed: longer than %.1f s, as only then something is measured"
                .formatted(
                    entry.get("duration"),
                    users.users(),
                    entry.path("spawn-rate").asText("1"),
                    users.steadyNanos() * 1e-9));
        return;
      }
    }
  }

  private void mix() {
    if (!entry.has("mix")) {
      return;
    }
    if (at.getMatchingProperty().equals("tenants")) {
      add(
          "mix",
          "not of a tenant, which is held against itself by what it does of one task; allowed: a tenant for each task, each with users of its own (several may name one running server)");
      return;
    }
    if (!at.head().equals(JsonPointer.compile("/loads"))) {
      add("mix", "not among the loads of one task; allowed: in the scenario's own loads");
      return;
    }
    List<String> known = Keys.of(document.root().path("tasks"));
    List<String> shared = new ArrayList<>(List.of("sync", "stream"));
    for (String task : Keys.of(entry.get("mix"))) {
      if (!known.contains(task)) {
        JsonPointer key = at.appendProperty("mix").appendProperty(task);
        problems.add(document.keyProblem(key, Names.unknown("task", task, known)));
      }
      shared.retainAll(modes(task));
    }
    if (shared.isEmpty()) {
      add("mix", "its tasks have no mode in common; allowed: tasks that share sync or stream");
    }
  }

  private List<String> modes(String task) {
    JsonNode root = document.root();
    JsonNode own = root.path("tasks").path(task).path("modes");
    JsonNode said = own.isMissingNode() ? root.path("modes") : own;
    List<String> modes = new ArrayList<>();
    said.forEach(one -> modes.add(one.asText()));
    return said.isMissingNode() ? List.of("sync", "stream") : modes;
  }

  private void add(String key, String message) {
    problems.add(document.problem(at.appendProperty(key), message));
  }
}
