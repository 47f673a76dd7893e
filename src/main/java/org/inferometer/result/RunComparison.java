package org.inferometer.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.inferometer.scenario.Launch;
import org.inferometer.scenario.Model;
import org.inferometer.scenario.Stack;
import org.inferometer.scenario.Task;

/**
 * One run against another, stack by stack and cell by cell. Their repeats did not take turns, so
 * they are compared as independent samples.
 *
 * @param base the run compared with
 * @param other the run compared
 * @param refused what is not compared because other things were asked
 * @param flags what was not measured alike: a difference may come from there
 * @param comparisons of every cell and stack that both have, by the main metrics
 */
public record RunComparison(
    Run base, Run other, List<String> refused, List<String> flags, List<Comparison> comparisons) {
  private static final int MOST_FLAGS = 12;

  /** What is another one in every run; commands hold ports and folders, see {@link #launches}. */
  private static final Set<String> PASSING =
      Set.of("clock", "url", "pid", "launched", "ready_seconds", "command");

  /** Compares {@code other} with {@code base}. */
  public static RunComparison of(Run base, Run other) {
    Set<String> refused = new LinkedHashSet<>();
    List<Comparison> comparisons = new ArrayList<>();
    for (TrialResult one : base.trials()) {
      Optional<TrialResult> same = other.trial(one.stack(), one.cell());
      if (same.isEmpty()) {
        refused.add(
            "%s on %s is not in %s".formatted(one.cell().name(), one.stack(), other.name()));
        continue;
      }
      List<String> reasons = refusals(base, other, one.cell());
      refused.addAll(reasons);
      if (reasons.isEmpty()) {
        for (Metric metric : Comparisons.MAIN) {
          Comparison found =
              Comparisons.between(one, same.get(), metric, metric.headline(), Window.WHOLE, false);
          if (found.baseEstimate().isPresent() && found.otherEstimate().isPresent()) {
            comparisons.add(found);
          }
        }
      }
    }
    for (TrialResult one : other.trials()) {
      if (base.trial(one.stack(), one.cell()).isEmpty()) {
        refused.add("%s on %s is not in %s".formatted(one.cell().name(), one.stack(), base.name()));
      }
    }
    return new RunComparison(
        base, other, List.copyOf(refused), flags(base, other), List.copyOf(comparisons));
  }

  private static List<String> refusals(Run base, Run other, Cell cell) {
    List<String> reasons = new ArrayList<>();
    Model model = base.plan().scenario().model(cell.model());
    Model otherModel = other.plan().scenario().model(cell.model());
    differ(
        reasons,
        "model " + cell.model(),
        model.generate() == null ? model.directory() : model.generate(),
        otherModel.generate() == null ? otherModel.directory() : otherModel.generate());
    Task task = base.plan().scenario().task(cell.task());
    Task otherTask = other.plan().scenario().task(cell.task());
    String name = "task " + cell.task();
    differ(
        reasons,
        name + ", generation",
        task.generation(cell.model()),
        otherTask.generation(cell.model()));
    differ(reasons, name + ", API", task.api(), otherTask.api());
    differ(reasons, name + ", template", task.template(), otherTask.template());
    if (!samePrompts(task.prompts(), otherTask.prompts())) {
      differ(reasons, name + ", prompts", task.prompts(), otherTask.prompts());
    }
    return reasons;
  }

  private static void differ(List<String> reasons, String what, Object a, Object b) {
    if (!Objects.equals(a, b)) {
      reasons.add("%s differs: %s and %s".formatted(what, a, b));
    }
  }

  private static boolean samePrompts(Path a, Path b) {
    try {
      return Objects.equals(a, b)
          || a != null
              && b != null
              && Files.isRegularFile(a)
              && Files.isRegularFile(b)
              && Files.mismatch(a, b) < 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> flags(Run base, Run other) {
    List<String> flags = new ArrayList<>();
    for (Run run : List.of(base, other)) {
      if (!run.complete()) {
        flags.add(run.name() + " is incomplete");
      }
    }
    differ(
        flags, "measurement", base.plan().scenario().measure(), other.plan().scenario().measure());
    launches(flags, base, other);
    TreeMap<String, String> a = new TreeMap<>();
    TreeMap<String, String> b = new TreeMap<>();
    leaves("environment", base.environment(), a);
    leaves("environment", other.environment(), b);
    Set<String> keys = new LinkedHashSet<>(a.keySet());
    keys.addAll(b.keySet());
    keys.stream()
        .filter(key -> !Objects.equals(a.get(key), b.get(key)))
        .limit(MOST_FLAGS)
        .forEach(
            key ->
                flags.add(
                    "%s differs: %s and %s"
                        .formatted(
                            key, a.getOrDefault(key, "nothing"), b.getOrDefault(key, "nothing"))));
    return List.copyOf(flags);
  }

  private static void launches(List<String> flags, Run base, Run other) {
    for (Stack one : base.stacks()) {
      other.stacks().stream()
          .filter(same -> same.name().equals(one.name()))
          .forEach(
              same -> {
                if (!Objects.equals(one.launch(), same.launch())) {
                  flags.add(
                      "launch of %s differs: %s and %s"
                          .formatted(one.name(), launch(one.launch()), launch(same.launch())));
                }
              });
    }
  }

  /** Without the values of the environment, which may be secret. */
  private static String launch(Launch one) {
    return one == null
        ? "none"
        : (one.inferometer() ? "inferometer serve " : "")
            + String.join(" ", one.command())
            + (one.environment().isEmpty() ? "" : " with " + one.environment().keySet());
  }

  private static void leaves(String name, JsonNode node, TreeMap<String, String> out) {
    if (PASSING.contains(name.substring(name.lastIndexOf('.') + 1))) {
      return;
    }
    if (node.isObject()) {
      node.properties().forEach(one -> leaves(name + "." + one.getKey(), one.getValue(), out));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        leaves(name + "[" + i + "]", node.get(i), out);
      }
    } else if (!node.isMissingNode()) {
      out.put(name, node.asText());
    }
  }
}
