package org.inferometer.run;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inferometer.machine.Clock;
import org.inferometer.result.PointLog;
import org.inferometer.scenario.Trial;
import org.inferometer.stack.RunningStack;
import org.inferometer.stack.StackException;

/** Measures tenants that ask at the same time. One that fails does not take the others along. */
record PointRun(Session session, Remaining remaining, TrialRun trials) {

  void measure(List<Trial> point, Stacks stacks) throws InterruptedException {
    Listeners told = session.told();
    long began = Clock.nanos();
    for (Trial trial : point) {
      told.tell(
          new RunEvent.TrialBegun(
              trial, remaining.ended() + 1, remaining.total(), remaining.time()));
      session.failures().forget(trial);
    }
    Map<String, RunningStack> running = new LinkedHashMap<>();
    Map<String, StackException> failed = new LinkedHashMap<>();
    for (Trial trial : point) {
      try {
        running.put(trial.stack(), stacks.get(trial));
        trials.standing().requireAnswers(trial, stacks.get(trial));
      } catch (StackException e) {
        failed.put(trial.stack(), e);
      }
    }
    if (failed.isEmpty()) {
      measure(point, running, stacks, began);
    } else {
      session.cancellation().requireGoingOn();
      fail(point, failed);
    }
  }

  /** One who cannot be measured has its own reason; the others have it for theirs. */
  private void fail(List<Trial> point, Map<String, StackException> failed) {
    StackException why = failed.values().iterator().next();
    point.forEach(trial -> fail(trial, failed.getOrDefault(trial.stack(), without(trial, why))));
  }

  private static StackException without(Trial trial, StackException why) {
    return new StackException(
        trial.stack(), "not measured, as its neighbour cannot be: " + why.getMessage());
  }

  private void measure(
      List<Trial> point, Map<String, RunningStack> running, Stacks stacks, long began)
      throws InterruptedException {
    Map<String, TrialRun.Counters> before = new HashMap<>();
    Map<String, URI> urls = new LinkedHashMap<>();
    running.forEach(
        (name, stack) -> {
          before.put(name, TrialRun.Counters.of(stack));
          urls.put(name, stack.url());
        });
    List<TrialExecutor.Measured> measured;
    try (Cancellation.Part stoppable =
        session.cancellation().stoppableBy(session.executor()::cancel)) {
      measured = session.executor().measure(trials.scenario(), trials.id(), point, urls);
    } catch (ExecutionFailed e) {
      session.cancellation().requireGoingOn();
      Map<String, StackException> dead = dead(running);
      if (!dead.isEmpty()) {
        fail(point, dead);
        return;
      }
      if (!e.isOfStack()) {
        throw RunFailed.of(
            session.directory(), "%s: %s".formatted(point.get(0).point(), e.getMessage()));
      }
      point.forEach(trial -> fail(trial, new StackException(trial.stack(), e.getMessage())));
      return;
    }
    Duration part = Duration.ofNanos(Clock.nanos() - began).dividedBy(point.size());
    for (int i = 0; i < point.size(); i++) {
      Trial trial = point.get(i);
      try {
        RunningStack stack = running.get(trial.stack());
        trials.require(trial, stack, measured.get(i).numbers());
        stacks.requireShare(stack);
        trials.log(trial, before.get(trial.stack()), stack);
        measured.get(i).keep();
        ended(trial, measured.get(i).numbers(), part);
      } catch (StackException e) {
        session.cancellation().requireGoingOn();
        fail(trial, e);
      }
    }
    Trial first = point.get(0);
    PointLog.of(session.directory().tenants(), first.stack(), first.name(), first.repeat())
        .ifPresent(log -> log.sentences().forEach(session.told()::note));
  }

  private static Map<String, StackException> dead(Map<String, RunningStack> running) {
    Map<String, StackException> dead = new LinkedHashMap<>();
    running.forEach(
        (name, stack) -> {
          try {
            stack.requireAlive();
          } catch (StackException e) {
            dead.put(name, e);
          }
        });
    return dead;
  }

  private void ended(Trial trial, TrialNumbers numbers, Duration part) {
    int number = remaining.ended() + 1;
    remaining.measured(trial, part);
    session
        .told()
        .tell(new RunEvent.TrialEnded(trial, number, remaining.total(), numbers, remaining.time()));
  }

  private void fail(Trial trial, StackException why) {
    int number = remaining.ended() + 1;
    trials.standing().failed(trial);
    session.failures().keep(trial, why.getMessage());
    remaining.ended(trial);
    session
        .told()
        .tell(new RunEvent.TrialFailed(trial, number, remaining.total(), why.getMessage()));
  }
}
