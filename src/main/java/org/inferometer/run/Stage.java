package org.inferometer.run;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Trial;

/**
 * Consecutive trials of a plan that need the same stacks up with the same model.
 *
 * @param stacks names of the stacks, in the order in which they are started
 */
record Stage(String model, Set<String> stacks, List<Trial> trials) {

  /** The stages of {@code trials}, which are in the plan's order. */
  static List<Stage> of(Plan plan, List<Trial> trials) {
    List<Stage> stages = new ArrayList<>();
    for (Trial trial : trials) {
      Stage last = stages.isEmpty() ? null : stages.get(stages.size() - 1);
      if (last == null || !last.admits(trial, plan.interleaved())) {
        last = new Stage(trial.model(), new LinkedHashSet<>(), new ArrayList<>());
        stages.add(last);
      }
      last.stacks.add(trial.stack());
      last.trials.add(trial);
    }
    return stages;
  }

  /** The trials of one of its stacks. */
  List<Trial> trials(String stack) {
    return trials.stream().filter(trial -> trial.stack().equals(stack)).toList();
  }

  private boolean admits(Trial trial, boolean interleaved) {
    return model.equals(trial.model())
        && trials.get(0).launch() == trial.launch()
        && (interleaved || stacks.contains(trial.stack()));
  }
}
