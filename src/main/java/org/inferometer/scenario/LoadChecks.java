package org.inferometer.scenario;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.inferometer.load.Load;
import org.inferometer.load.Open;
import org.inferometer.load.Trace;
import org.inferometer.load.Users;

/** Whether the loads of a scenario and of its tasks can be run and told apart. */
final class LoadChecks {
  private static final String LOADS = "loads";
  private static final int MOST = 1000;

  private final YamlDocument document;
  private final List<Problem> known;
  private final Path folder;
  private final List<Problem> problems = new ArrayList<>();

  private LoadChecks(YamlDocument document, List<Problem> known, Path folder) {
    this.document = document;
    this.known = known;
    this.folder = folder;
  }

  /**
   * The problems of loads in which there is none yet.
   *
   * @param folder from which traces are seen
   * @param known what disagrees with the schema
   */
  static List<Problem> problems(YamlDocument document, Path folder, List<Problem> known) {
    LoadChecks checks = new LoadChecks(document, known, folder);
    checks.all(JsonPointer.empty());
    for (Map.Entry<String, JsonNode> task : document.root().path("tasks").properties()) {
      checks.all(JsonPointer.compile("/tasks").appendProperty(task.getKey()));
    }
    return checks.problems;
  }

  /** Those of the one at {@code at}, such as a tenant's, in which there is none yet. */
  static List<Problem> problems(
      YamlDocument document, Path folder, List<Problem> known, JsonPointer at) {
    LoadChecks checks = new LoadChecks(document, known, folder);
    checks.one(at, new HashMap<>());
    return checks.problems;
  }

  private void all(JsonPointer at) {
    JsonNode object = document.root().at(at);
    JsonPointer loads = at.appendProperty(LOADS);
    if (object.has(LOADS) && object.has("parallelism")) {
      problems.add(
          document.keyProblem(
              loads,
              "not together with parallelism; allowed: one of them, as parallelism: [1, 2] is"
                  + " short for loads: [{ closed: [1, 2] }]"));
    }
    Map<String, String> names = new HashMap<>();
    for (int i = 0; i < object.path(LOADS).size() && names.size() <= MOST; i++) {
      one(loads.appendIndex(i), names);
    }
    if (names.size() > MOST) {
      problems.add(document.problem(loads, "more than %d loads; allowed: fewer".formatted(MOST)));
    }
  }

  private void one(JsonPointer at, Map<String, String> names) {
    String path = document.problem(at, "").path();
    if (known.stream().anyMatch(problem -> (problem.path() + ".").startsWith(path + "."))) {
      return;
    }
    JsonNode entry = document.root().at(at);
    try {
      if (entry.has("users") && problems.addAll(UsersChecks.problems(document, at))) {
        return;
      }
      for (Load load : LoadEntries.loads(entry, folder)) {
        if (load instanceof Open open && open.schedule() instanceof Trace trace) {
          trace.requests();
        }
        if (names.putIfAbsent(name(load), path) != null) {
          problems.add(
              document.problem(
                  at,
                  "\"%s\" is there twice, first in %s; allowed: loads that differ in more than"
                          .formatted(load.label(), names.get(name(load)))
                      + " their duration and spawn-rate (stages and arrivals-at can have a label)"));
          return;
        }
      }
    } catch (IllegalArgumentException e) {
      problems.add(document.problem(at.appendProperty(blamed(entry)), e.getMessage()));
    }
  }

  /** That of its trials, in which users who ask the same in another order are the same. */
  private static String name(Load load) {
    return load instanceof Users users
        ? new Users(
                users.users(),
                users.spawnRate(),
                users.think(),
                users.duration(),
                new TreeMap<>(users.mix()))
            .name()
        : load.name();
  }

  /** The key of {@code entry} that cannot be by itself, else the one that says what kind it is. */
  private static String blamed(JsonNode entry) {
    if (entry.has("spread")
        && Durations.parse(entry.get("spread").textValue()).compareTo(Trace.WIDEST) > 0) {
      return "spread";
    }
    return LoadEntries.kind(entry);
  }
}
