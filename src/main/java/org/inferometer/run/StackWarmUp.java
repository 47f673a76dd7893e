package org.inferometer.run;

import java.net.URI;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inferometer.load.Load;
import org.inferometer.load.Open;
import org.inferometer.machine.Clock;
import org.inferometer.record.FailureKind;
import org.inferometer.record.Outcome;
import org.inferometer.record.RequestRecord;
import org.inferometer.scenario.Scenario;
import org.inferometer.scenario.Trial;
import org.inferometer.stack.RunningStack;
import org.inferometer.stack.StackException;

/**
 * Load for a stack that has just started, so that the first trial does not measure its cold start:
 * compilers, caches and allocators of a server settle only under requests.
 */
final class StackWarmUp {
  /** A stack that has answered nothing by then is not going to. */
  private static final int GIVE_UP_AFTER = 20;

  private static final int OF_SCHEDULES = 16;

  private StackWarmUp() {}

  /**
   * Sends a round of each cell of {@code trials}, those of the highest load first, over and over
   * until the scenario's time is over.
   *
   * @param trials of one stack and stage
   * @throws StackException when it ends, or answers none of the requests
   */
  static void run(Scenario scenario, List<Trial> trials, RunningStack stack)
      throws InterruptedException {
    URI url = stack.url();
    long end = Clock.nanos() + scenario.measure().stackWarmup().toNanos();
    List<Round> rounds = List.copyOf(rounds(scenario, trials, url));
    boolean answered = false;
    long sent = 0;
    for (int i = 0; Clock.nanos() < end || i > 0 && !answered; i++) {
      Round round = rounds.get(i % rounds.size());
      List<RequestRecord> records = round.send(sent);
      stack.requireAlive();
      sent += records.size();
      answered |= records.stream().anyMatch(one -> one.outcome() == Outcome.OK);
      RequestRecord last = records.get(records.size() - 1);
      // A stack that refuses one cell may answer another.
      boolean all = last.status() == null || i + 1 >= rounds.size();
      if (!answered && all && (sent >= GIVE_UP_AFTER || Clock.nanos() >= end)) {
        throw new StackException(
            trials.get(0).stack(),
            "none of %d warm-up requests to %s was answered; the last: %s"
                .formatted(sent, url, FailureKind.of(last).words()));
      }
    }
  }

  private static Collection<Round> rounds(Scenario scenario, List<Trial> trials, URI url) {
    Map<List<Object>, Round> rounds = new LinkedHashMap<>();
    trials.stream()
        .flatMap(trial -> trial.parts().stream())
        .sorted(Comparator.comparing(Trial::load, Load.ORDER).reversed())
        .forEach(
            trial ->
                rounds.computeIfAbsent(
                    List.of(trial.model(), trial.task(), trial.mode(), trial.load()),
                    key -> new Round(Cell.unrecorded(scenario, trial, url), size(trial.load()))));
    return rounds.values();
  }

  /** A schedule is got ready for more requests than it may ever have in flight. */
  private static int size(Load load) {
    return load instanceof Open ? Math.min(OF_SCHEDULES, load.connections()) : load.connections();
  }
}
