package org.inferometer.run;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.inferometer.record.FailureKind;
import org.inferometer.record.Outcome;
import org.inferometer.record.RecordReader;
import org.inferometer.result.RunDirectory;
import org.inferometer.scenario.Scenario;
import org.inferometer.scenario.Trial;
import org.inferometer.stack.InferenceStatistics;
import org.inferometer.stack.RunningStack;
import org.inferometer.stack.ServerCounters;
import org.inferometer.stack.StackException;

/**
 * Measures trials, each on a stack that is up, and tells the stack's failures from all others.
 *
 * @param id the run's, which makes its prompts new ones
 */
record TrialRun(
    RunDirectory run,
    Scenario scenario,
    String id,
    TrialExecutor executor,
    Standing standing,
    Cancellation cancellation) {

  /**
   * Measures {@code trial} and keeps it.
   *
   * @throws StackException if {@code stack} failed it
   * @throws RunFailed if it failed for another reason
   */
  TrialNumbers measure(Trial trial, RunningStack stack) throws InterruptedException {
    return measure(trial, stack, true);
  }

  /** The same of a load that may be too much: that nothing is answered is a result, too. */
  TrialNumbers attempt(Trial trial, RunningStack stack) throws InterruptedException {
    return measure(trial, stack, false);
  }

  private TrialNumbers measure(Trial trial, RunningStack stack, boolean answers)
      throws InterruptedException {
    standing.requireAnswers(trial, stack);
    ServerCounters counters = stack.counters();
    Optional<InferenceStatistics> served = stack.inferenceStatistics();
    TrialExecutor.Measured measured = execute(trial, stack, answers);
    stack.requireAlive();
    new CounterLog(run.counters()).append(trial, counters.told(), stack.counters().told());
    new CounterLog(run.served()).append(trial, served, stack.inferenceStatistics());
    measured.keep();
    return measured.numbers();
  }

  private TrialExecutor.Measured execute(Trial trial, RunningStack stack, boolean answers) {
    TrialExecutor.Measured measured;
    try (Cancellation.Part stoppable = cancellation.stoppableBy(executor::cancel)) {
      measured = executor.measure(scenario, id, trial, stack.url());
    } catch (ExecutionFailed e) {
      cancellation.requireGoingOn();
      stack.requireAlive();
      if (e.isOfStack()) {
        throw new StackException(trial.stack(), e.getMessage());
      }
      throw RunFailed.of(
          run, "%s on %s: %s".formatted(trial.name(), trial.stack(), e.getMessage()));
    }
    TrialNumbers numbers = measured.numbers();
    if (answers && numbers.answered() == 0) {
      throw new StackException(
          trial.stack(),
          "answered none of %d requests; the last: %s"
              .formatted(numbers.failed(), lastFailure(trial)));
    }
    return measured;
  }

  private String lastFailure(Trial trial) {
    AtomicReference<String> last = new AtomicReference<>("not on record");
    RecordReader.read(
        run.requests(trial.stack(), trial.name()),
        record -> {
          if (record.fork() == trial.repeat() && record.outcome() != Outcome.OK) {
            last.set(FailureKind.of(record).words());
          }
        },
        problem -> {});
    return last.get();
  }
}
