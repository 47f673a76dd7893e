package org.inferometer.scenario;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.inferometer.load.Load;
import org.inferometer.load.Part;
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
    List<String> keys = Keys.of(entry.get("mix"));
    long named = keys.stream().filter(Part::namesModel).count();
    if (named > 0 && named < keys.size()) {
      add(
          "mix",
          "found %s, of which some name a model and some do not; allowed: TASK in all of them, of each model by itself, or MODEL/TASK in all"
              .formatted(String.join(", ", keys)));
      return;
    }
    List<String> shared = new ArrayList<>(List.of("sync", "stream"));
    Set<String> models = new LinkedHashSet<>();
    for (String key : keys) {
      Part part = Part.of(key, null);
      if (Part.namesModel(part.task())) {
        key(key, "found more than one /; allowed: TASK, or MODEL/TASK");
        return;
      }
      known(key, "task", part.task());
      if (named > 0) {
        known(key, "model", part.model());
        models.add(part.model());
      }
      shared.retainAll(modes(part.task()));
    }
    if (shared.isEmpty()) {
      add("mix", "its tasks have no mode in common; allowed: tasks that share sync or stream");
    }
    if (models.size() > 1) {
      document
          .root()
          .path("stacks")
          .properties()
          .forEach(one -> together(one.getKey(), one.getValue().path("launch"), models));
    }
  }

  private void known(String key, String kind, String name) {
    List<String> known = Keys.of(document.root().path(kind + "s"));
    if (!known.contains(name)) {
      key(key, Names.unknown(kind, name, known));
    }
  }

  /** Whether a stack may have several models at the same time. */
  private void together(String stack, JsonNode launch, Set<String> models) {
    String one =
        launch.has("inferometer")
            ? "inferometer"
            : Variables.in(launch.toString()).stream()
                .filter(name -> name.startsWith("model."))
                .findFirst()
                .map("${%s}"::formatted)
                .orElse(null);
    if (one != null) {
      add(
          "mix",
          "stack %s is launched with one model (%s), and would be asked %s at the same time; allowed: url of a running server that has them all, a launch that starts one without ${model.directory} and ${model.name}, or tenants, each with a server and a model of its own"
              .formatted(stack, one, String.join(" and ", models)));
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

  private void key(String key, String message) {
    JsonPointer place = at.appendProperty("mix").appendProperty(key);
    problems.add(document.keyProblem(place, message));
  }

  private void add(String key, String message) {
    problems.add(document.problem(at.appendProperty(key), message));
  }
}
