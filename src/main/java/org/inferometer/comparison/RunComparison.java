package org.inferometer.comparison;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.inferometer.result.Cell;
import org.inferometer.result.Comparison;
import org.inferometer.result.Comparisons;
import org.inferometer.result.Run;
import org.inferometer.result.TrialResult;
import org.inferometer.scenario.Launch;
import org.inferometer.scenario.Measurement;
import org.inferometer.scenario.Model;
import org.inferometer.scenario.Stack;
import org.inferometer.scenario.Task;
import org.inferometer.scenario.Unit;

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
  private static final int MOST_NAMES = 3;

  /**
   * What is another one in every run, or is looked at by itself; commands hold ports and folders,
   * see {@link #launches}.
   */
  private static final Set<String> PASSING =
      Set.of(
          "run",
          "clock",
          "url",
          "pid",
          "launched",
          "ready_seconds",
          "answered_seconds",
          "memory",
          "command",
          "prompts",
          "weights");

  /** Compares {@code other} with {@code base}. */
  public static RunComparison of(Run base, Run other) {
    Set<String> refused = new LinkedHashSet<>();
    List<Comparison> comparisons = new ArrayList<>();
    double level =
        Math.min(
            Comparisons.level(base.plan().scenario().measure()),
            Comparisons.level(other.plan().scenario().measure()));
    for (TrialResult one : base.trials()) {
      Optional<TrialResult> same = other.trial(one.stack(), one.cell());
      if (same.isEmpty()) {
        continue;
      }
      List<String> reasons = refusals(base, other, one.cell());
      reasons.addAll(served(base, other, one));
      refused.addAll(reasons);
      if (reasons.isEmpty()) {
        comparisons.addAll(Comparisons.between(one, same.get(), false, level));
        refused.addAll(vanished(one, same.get(), other.name()));
      }
    }
    refused.addAll(missing(base, other));
    refused.addAll(missing(other, base));
    return new RunComparison(
        base, other, List.copyOf(refused), flags(base, other), Comparisons.corrected(comparisons));
  }

  /** What both are compared over: launches where both have several, else repeats. */
  public Unit unit() {
    return base.unit() == other.unit() ? base.unit() : Unit.REPEAT;
  }

  /** What {@code run} has measured and {@code there} has not: each by its name, or their number. */
  private static List<String> missing(Run run, Run there) {
    List<String> names =
        run.trials().stream()
            .filter(one -> there.trial(one.stack(), one.cell()).isEmpty())
            .map(one -> one.cell().name() + " on " + one.stack())
            .toList();
    return names.size() <= MOST_NAMES
        ? names.stream().map(one -> one + " is not in " + there.name()).toList()
        : List.of(
            "%d of the %d trials of %s are not in %s, such as %s"
                .formatted(
                    names.size(), run.trials().size(), run.name(), there.name(), names.get(0)));
  }

  /** What the base tells and the other does not: nothing that is gone passes for equal. */
  private static List<String> vanished(TrialResult base, TrialResult other, String run) {
    return Comparisons.MAIN.stream()
        .filter(metric -> base.estimate(metric).isPresent() && !other.estimate(metric).isPresent())
        .map(
            metric ->
                "%s on %s: %s is not in %s"
                    .formatted(base.cell().name(), base.stack(), metric.label(), run))
        .toList();
  }

  private static List<String> refusals(Run base, Run other, Cell cell) {
    List<String> reasons = new ArrayList<>();
    for (Model model : base.plan().scenario().models(cell.model())) {
      refusals(reasons, base, other, model);
    }
    for (Cell one : cell.asked()) {
      Task task = base.plan().scenario().task(one.task());
      refusals(reasons, base, other, one.model(), task);
    }
    return reasons;
  }

  private static void refusals(List<String> reasons, Run base, Run other, Model model) {
    String name = model.name();
    String weights = told(base, "weights", name);
    String otherWeights = told(other, "weights", name);
    if (weights != null && otherWeights != null) {
      differ(reasons, "model " + name + ", weights", weights, otherWeights);
    } else {
      Model otherModel = other.plan().scenario().model(name);
      differ(reasons, "model " + name, model.generate(), otherModel.generate());
    }
  }

  /** Of a model of which nothing is known, what its server calls it says which one was asked. */
  private static List<String> served(Run base, Run other, TrialResult one) {
    List<String> reasons = new ArrayList<>();
    for (Model model : base.plan().scenario().models(one.cell().model())) {
      String name = model.name();
      if (isElsewhere(base, name) && isElsewhere(other, name)) {
        differ(
            reasons,
            "model %s of %s, by the name it is asked for".formatted(name, one.stack()),
            base.plan().scenario().stack(one.stack()).served(name),
            other.plan().scenario().stack(one.stack()).served(name));
      }
    }
    return reasons;
  }

  private static boolean isElsewhere(Run run, String name) {
    Model model = run.plan().scenario().model(name);
    return model.directory() == null && model.generate() == null;
  }

  private static void refusals(List<String> reasons, Run base, Run other, String model, Task task) {
    Task otherTask = other.plan().scenario().task(task.name());
    String name = "task " + task.name();
    differ(reasons, name + ", generation", task.generation(model), otherTask.generation(model));
    differ(reasons, name + ", API", task.api(), otherTask.api());
    differ(reasons, name + ", template", task.template(), otherTask.template());
    differ(reasons, name + ", words of a prompt", words(task), words(otherTask));
    differ(reasons, name + ", prompts", novelty(base, task), novelty(other, otherTask));
    String prompts = told(base, "prompts", task.name());
    String otherPrompts = told(other, "prompts", task.name());
    if (prompts != null && otherPrompts != null) {
      differ(reasons, name + ", SHA-256 of the prompts", prompts, otherPrompts);
    }
  }

  private static Object words(Task task) {
    return task.maxWords() == null ? "all" : task.maxWords();
  }

  /** Earlier versions asked the same prompts over and over, and had no id to make them new. */
  private static String novelty(Run run, Task task) {
    boolean knownToBeNew = run.environment().has("run") && !task.reuse();
    return knownToBeNew ? "new for each request" : "asked over and over";
  }

  /** What a run's environment tells of what it was asked; null if it does not. */
  private static String told(Run run, String what, String name) {
    return run.environment().path(what).path(name).asText(null);
  }

  private static void differ(List<String> reasons, String what, Object a, Object b) {
    if (!Objects.equals(a, b)) {
      reasons.add("%s differs: %s and %s".formatted(what, a, b));
    }
  }

  private static List<String> flags(Run base, Run other) {
    List<String> flags = new ArrayList<>();
    for (Run run : List.of(base, other)) {
      if (!run.complete()) {
        flags.add("%s is incomplete: %s".formatted(run.name(), run.lack()));
      }
    }
    measurements(flags, base.plan().scenario().measure(), other.plan().scenario().measure());
    launches(flags, base, other);
    unknown(flags, base, other);
    for (Run run : List.of(base, other)) {
      if (run.environment().isMissingNode()) {
        flags.add(run.name() + " has no readable environment.json: its machine is unknown");
      }
    }
    if (base.environment().isMissingNode() || other.environment().isMissingNode()) {
      return List.copyOf(flags);
    }
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

  private static void measurements(List<String> flags, Measurement a, Measurement b) {
    differ(flags, "number of repeats", a.repeats(), b.repeats());
    differ(flags, "number of warm-up iterations", a.warmupIterations(), b.warmupIterations());
    differ(flags, "warm-up time", seconds(a.warmupTime()), seconds(b.warmupTime()));
    differ(flags, "number of iterations", a.iterations(), b.iterations());
    differ(flags, "iteration time", seconds(a.iterationTime()), seconds(b.iterationTime()));
    differ(flags, "number of measured requests", a.requests(), b.requests());
    differ(flags, "warm-up of the stacks", seconds(a.stackWarmup()), seconds(b.stackWarmup()));
    differ(flags, "whether stacks took turns", a.stacksTogether(), b.stacksTogether());
  }

  private static String seconds(Duration time) {
    return time.toMillis() / 1000.0 + " s";
  }

  /** Of runs that kept no fingerprints it cannot be known whether they were asked alike. */
  private static void unknown(List<String> flags, Run base, Run other) {
    unknown(
        flags,
        "prompts",
        lacking(base, other, "prompts", cell -> cell.isMix() ? null : cell.task()));
    unknown(
        flags,
        "weights",
        lacking(
            base,
            other,
            "weights",
            cell -> {
              Model model = base.plan().scenario().models(cell.model()).get(0);
              return cell.isMix() || model.directory() == null || model.generate() != null
                  ? null
                  : cell.model();
            }));
  }

  /** The runs of which it is not told what some cell that both have was asked. */
  private static Set<String> lacking(
      Run base, Run other, String what, Function<Cell, String> name) {
    Set<String> runs = new LinkedHashSet<>();
    base.cells().stream()
        .filter(other.cells()::contains)
        .map(name)
        .filter(Objects::nonNull)
        .forEach(
            one ->
                Stream.of(base, other)
                    .filter(run -> told(run, what, one) == null)
                    .forEach(run -> runs.add(run.name())));
    return runs;
  }

  private static void unknown(List<String> flags, String what, Set<String> runs) {
    if (!runs.isEmpty()) {
      flags.add(
          "whether the %s are the same is unknown: no fingerprint of them is kept in %s"
              .formatted(what, String.join(", ", runs)));
    }
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
        String called = node.get(i).path("name").asText(String.valueOf(i));
        leaves(name + "[" + called + "]", node.get(i), out);
      }
    } else if (!node.isMissingNode()) {
      out.put(name, node.asText());
    }
  }
}
