package org.inferometer.run;

import java.util.HashMap;
import java.util.Map;
import org.inferometer.record.FailureKind;
import org.inferometer.record.Outcome;
import org.inferometer.record.RequestRecord;
import org.inferometer.scenario.Trial;
import org.inferometer.stack.RunningStack;
import org.inferometer.stack.StackException;

/**
 * What stands against the stacks of a stage. One that failed a trial is asked a single request
 * before each further one, until it answers: what is down is not hammered, and a stack that fails
 * one task is still measured with the others.
 */
final class Standing {
  /** Deadlines are long: so many requests without any answer are enough. */
  private static final int MOST_SILENT = 3;

  private final Probe probe;
  private final Map<String, Integer> silentOf = new HashMap<>();

  Standing(Probe probe) {
    this.probe = probe;
  }

  void failed(Trial trial) {
    silentOf.putIfAbsent(trial.stack(), 0);
  }

  /**
   * Asks a stack that has failed whether it answers requests of {@code trial} now.
   *
   * @throws StackException if it does not
   */
  void requireAnswers(Trial trial, RunningStack stack) throws InterruptedException {
    stack.requireAlive();
    Integer silent = silentOf.get(trial.stack());
    if (silent == null) {
      return;
    }
    if (silent >= MOST_SILENT) {
      throw new StackException(
          trial.stack(),
          "not asked any more, %d requests in a row had no answer".formatted(silent));
    }
    RequestRecord record = probe.ask(trial, stack.url());
    if (record.outcome() != Outcome.OK) {
      silentOf.put(trial.stack(), record.status() == null ? silent + 1 : 0);
      throw new StackException(
          trial.stack(), "asked again after a failure: " + FailureKind.of(record).words());
    }
    silentOf.remove(trial.stack());
  }
}
