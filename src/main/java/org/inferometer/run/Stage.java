package org.inferometer.run;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Sharing;
import org.inferometer.scenario.Trial;

/**
 * Consecutive trials of a plan that need the same stacks up with the same model, or models that are
 * asked beside each other; tenants have each its own.
 *
 * @param stacks names of the stacks, in the order in which they are started
 */
record Stage(Set<String> stacks, List<Trial> trials) {

  /** The stages of {@code trials}, which are in the plan's order. */
  static List<Stage> of(Plan plan, List<Trial> trials) {
    List<Stage> stages = new ArrayList<>();
    for (Trial trial : trials) {
      Stage last = stages.isEmpty() ? null : stages.get(stages.size() - 1);
      if (last == null || !last.admits(trial, plan.interleaved())) {
        last = new Stage(new LinkedHashSet<>(), new ArrayList<>());
        stages.add(last);
      }
      last.stacks.add(trial.stack());
      last.trials.add(trial);
    }
    return stages;
  }

  /** How its tenants' servers share the machine; null where nothing is set up. */
  Sharing sharing() {
    return trials.get(0).sharing();
  }

  /** The models that are served, each once. */
  List<String> models() {
    return models(trials);
  }

  /** The same in words. */
  String model() {
    return String.join(", ", models());
  }

  /** Those that a stack serves. */
  List<String> models(String stack) {
    return models(trials(stack));
  }

  private static List<String> models(List<Trial> trials) {
    return trials.stream()
        .flatMap(one -> one.parts().stream())
        .map(Trial::model)
        .distinct()
        .toList();
  }

  /** The trials of one of its stacks. */
  List<Trial> trials(String stack) {
    return trials.stream().filter(trial -> trial.stack().equals(stack)).toList();
  }

  private boolean admits(Trial trial, boolean interleaved) {
    Trial first = trials.get(0);
    if (first.launch() != trial.launch() || !Objects.equals(first.sharing(), trial.sharing())) {
      return false;
    }
    return trial.neighbours() == null
        ? first.model().equals(trial.model()) && (interleaved || stacks.contains(trial.stack()))
        : interleaved || first.point().equals(trial.point());
  }
}
