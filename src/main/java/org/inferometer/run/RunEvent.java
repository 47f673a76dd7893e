package org.inferometer.run;

import java.time.Duration;
import java.util.List;
import org.inferometer.result.RunDirectory;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Trial;

/** What happens in a run, in the order in which it does. */
public sealed interface RunEvent {

  /**
   * The run goes ahead.
   *
   * @param trials all that are wanted
   * @param left those of them that are not measured yet
   * @param length how long it is going to take, about
   */
  record Begun(
      RunDirectory directory, Plan plan, List<Trial> trials, List<Trial> left, Duration length)
      implements RunEvent {}

  /** Something that a user should know, in one line. */
  record Note(String text) implements RunEvent {}

  /** Something that may take a while goes on until {@link Waited}. */
  record Waiting(String what) implements RunEvent {}

  /** What the last {@link Waiting} told of is over. */
  record Waited() implements RunEvent {}

  /** Stacks are started and warmed up, to be measured with {@code model}. */
  record StacksStarting(String model, List<String> stacks) implements RunEvent {}

  /** Those of them that can be measured are up. */
  record StacksStarted(String model) implements RunEvent {}

  /**
   * A trial is measured.
   *
   * @param number of this trial among those wanted, from 1
   * @param of how many are wanted; 0 where nobody knows, in a search
   * @param left how long the rest of the run is going to take, about
   */
  record TrialBegun(Trial trial, int number, int of, Duration left) implements RunEvent {}

  /** It has been measured and is kept. */
  record TrialEnded(Trial trial, int number, int of, TrialNumbers numbers, Duration left)
      implements RunEvent {}

  /** Its stack failed it. */
  record TrialFailed(Trial trial, int number, int of, String reason) implements RunEvent {}

  /** A search for the largest load of a stack in a cell is over: its answer, in a sentence. */
  record Searched(String answer) implements RunEvent {}

  /** It is not needed any more, or comes too late. */
  record TrialSkipped(Trial trial) implements RunEvent {}

  /**
   * The run is over. What was measured is kept.
   *
   * @param message why it ended early; null if it did not
   */
  record Ended(Session.State state, String message) implements RunEvent {}
}
