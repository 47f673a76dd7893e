package org.inferometer.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.inferometer.scenario.Trial;

/** What is left of a run, and how long that takes. */
final class Remaining {
  private final int total;
  private final Length length;
  private final Duration after;
  private final List<Trial> trials;
  private final List<Stage> stages;

  /**
   * @param total how many trials are wanted
   * @param stages of those that are not measured yet
   * @param after how long what follows the trials takes
   */
  Remaining(int total, List<Stage> stages, Length length, Duration after) {
    this.total = total;
    this.length = length;
    this.after = after;
    this.stages = new ArrayList<>(stages);
    this.trials = new ArrayList<>(stages.stream().flatMap(one -> one.trials().stream()).toList());
  }

  /** How many trials are wanted. */
  int total() {
    return total;
  }

  /** How many of them are over. */
  int ended() {
    return total - trials.size();
  }

  /** The trials that are not. */
  List<Trial> trials() {
    return List.copyOf(trials);
  }

  /** The next stage is begun, or left out. */
  void begun() {
    stages.remove(0);
  }

  /** The stacks of {@code stage} are up. */
  void started(Stage stage, Duration took) {
    length.started(stage, took);
  }

  void measured(Trial trial, Duration took) {
    ended(trial);
    length.took(trial, took);
  }

  void ended(Trial trial) {
    trials.remove(trial);
  }

  Duration time() {
    return length.of(trials).plus(length.starts(stages)).plus(after);
  }
}
