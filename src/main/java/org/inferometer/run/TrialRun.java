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
  private static final int LOOKS = 30;
  private static final long BETWEEN_LOOKS_MILLIS = 100;

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
    Counters before = Counters.of(stack);
    TrialExecutor.Measured measured = execute(trial, stack, answers);
    stack.requireAlive();
    log(trial, before, stack);
    measured.keep();
    return measured.numbers();
  }

  /** What a stack's own counters say. */
  record Counters(ServerCounters page, Optional<InferenceStatistics> served) {
    static Counters of(RunningStack stack) {
      return new Counters(stack.counters(), stack.inferenceStatistics());
    }
  }

  /** Keeps what they said before {@code trial} and say now. */
  void log(Trial trial, Counters before, RunningStack stack) throws InterruptedException {
    ServerCounters now = after(trial, before.page, stack);
    new CounterLog(run.counters()).append(trial, before.page.told(), now.told());
    new CounterLog(run.served()).append(trial, before.served, stack.inferenceStatistics());
  }

  /** The counters after {@code trial}; where it gave requests up, when they are gone. */
  private ServerCounters after(Trial trial, ServerCounters before, RunningStack stack)
      throws InterruptedException {
    ServerCounters now = stack.counters();
    boolean givesUp = scenario.tasks(trial.task()).stream().anyMatch(one -> one.cancel() != null);
    for (int i = 0; givesUp && i < LOOKS && now.atWork() > before.atWork(); i++) {
      Thread.sleep(BETWEEN_LOOKS_MILLIS);
      now = stack.counters();
    }
    return now;
  }

  /**
   * Looks whether {@code stack} did what a trial needs.
   *
   * @throws StackException if it has ended, or answered nothing
   */
  void require(Trial trial, RunningStack stack, TrialNumbers numbers) {
    stack.requireAlive();
    requireAnswered(trial, numbers);
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
    if (answers) {
      requireAnswered(trial, measured.numbers());
    }
    return measured;
  }

  private void requireAnswered(Trial trial, TrialNumbers numbers) {
    if (numbers.answered() == 0) {
      throw new StackException(
          trial.stack(),
          numbers.failed() == 0
              ? notDue(trial)
              : "answered none of %d requests; the last: %s"
                  .formatted(numbers.failed(), lastFailure(trial)));
    }
  }

  private static String notDue(Trial trial) {
    return trial.neighbours() == null || trial.neighbours().isEmpty()
        ? "none of its requests was due while it was measured"
        : "none of its requests was due while all its neighbours asked";
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
