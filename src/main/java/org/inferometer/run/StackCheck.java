package org.inferometer.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inferometer.scenario.Model;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Scenario;
import org.inferometer.scenario.Stack;
import org.inferometer.scenario.Trial;
import org.inferometer.server.model.ModelConfig;
import org.inferometer.server.model.ModelException;
import org.inferometer.stack.Partition;
import org.inferometer.stack.Preflight;
import org.inferometer.stack.SharingException;
import org.inferometer.stack.StackException;

/** Looks whether stacks can be measured before any time is spent. */
public final class StackCheck {
  private StackCheck() {}

  /**
   * Looks at the stacks of {@code trials}; those that run already have to answer real requests.
   *
   * @return what may be wrong with them all the same, and what they refuse
   * @throws RunRefused naming every stack that cannot be measured, with its own words
   */
  public static List<String> require(Plan plan, List<Trial> trials) throws InterruptedException {
    Scenario scenario = plan.scenario();
    Map<Stack, Set<Model>> wanted = new LinkedHashMap<>();
    Map<Stack, List<Trial>> running = new LinkedHashMap<>();
    for (Trial trial : trials) {
      Stack stack = scenario.stack(trial.stack());
      wanted
          .computeIfAbsent(stack, x -> new LinkedHashSet<>())
          .addAll(scenario.models(trial.model()));
      if (stack.launch() == null) {
        running.computeIfAbsent(stack, x -> new ArrayList<>()).add(trial);
      }
    }
    List<String> doubts = new ArrayList<>();
    try {
      wanted.forEach(StackCheck::requireServed);
      doubts.addAll(Preflight.check(wanted, scenario.folder()));
    } catch (StackException e) {
      throw refused(e, List.of(), wanted.keySet());
    }
    requirePartitions(scenario, trials);
    requireWords(scenario, trials);
    Probe probe = new Probe(scenario);
    List<StackException> problems = new ArrayList<>();
    for (Map.Entry<Stack, List<Trial>> one : running.entrySet()) {
      try {
        Probe.Found found = probe.all(one.getValue(), one.getKey().url());
        doubts.addAll(found.doubts());
        found.refused().values().forEach(why -> doubts.add(why.getMessage()));
      } catch (StackException e) {
        problems.add(e);
      }
    }
    if (!problems.isEmpty()) {
      throw refused(new StackException(problems), doubts, wanted.keySet());
    }
    return doubts;
  }

  /** The built-in server does not know every family of models. */
  private static void requireServed(Stack stack, Set<Model> models) {
    if (stack.launch() == null || !stack.launch().inferometer()) {
      return;
    }
    for (Model model : models) {
      try {
        if (model.generate() == null) {
          ModelConfig.read(model.directory());
        }
      } catch (ModelException e) {
        throw new StackException(
            stack.name(), "it cannot serve model %s: %s".formatted(model.name(), e.getMessage()));
      }
    }
  }

  /** A model that is yet to be generated is looked at when it is there. */
  private static void requireWords(Scenario scenario, List<Trial> trials) {
    PromptProof.wanted(scenario, trials).stream()
        .map(one -> scenario.model(one.model()))
        .distinct()
        .flatMap(model -> PromptProof.byTokenizer(model).stream())
        .findFirst()
        .ifPresent(
            problem -> {
              throw new RunRefused(problem);
            });
  }

  private static void requirePartitions(Scenario scenario, List<Trial> trials) {
    try {
      trials.stream()
          .map(Trial::sharing)
          .distinct()
          .forEach(sharing -> Partition.check(sharing, scenario.stacks()));
    } catch (SharingException e) {
      throw new RunRefused(e.getMessage());
    }
  }

  private static RunRefused refused(
      StackException problems, List<String> doubts, Set<Stack> wanted) {
    List<String> lines = new ArrayList<>(List.of(problems.getMessage()));
    lines.addAll(doubts);
    List<String> others = new ArrayList<>(wanted.stream().map(Stack::name).toList());
    others.removeAll(problems.stacks());
    if (!others.isEmpty()) {
      lines.add("without, the others can be measured: --stacks " + String.join(",", others));
    }
    return new RunRefused(String.join("\n", lines));
  }
}
