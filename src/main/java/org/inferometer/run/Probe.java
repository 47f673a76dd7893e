package org.inferometer.run;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inferometer.record.FailureKind;
import org.inferometer.record.Outcome;
import org.inferometer.record.RequestRecord;
import org.inferometer.scenario.Scenario;
import org.inferometer.scenario.Trial;
import org.inferometer.stack.StackException;
import org.inferometer.wire.Api;

/** Asks a stack one of the requests that it is going to be measured with. */
final class Probe {
  private final Scenario scenario;

  Probe(Scenario scenario) {
    this.scenario = scenario;
  }

  /**
   * One request of the first task of each model, API and mode in {@code trials}, one after the
   * other.
   *
   * @param trials of one stack
   * @throws StackException with the stack's own words when one of them fails
   */
  void all(List<Trial> trials, URI url) throws InterruptedException {
    Map<List<Object>, Trial> kinds = new LinkedHashMap<>();
    for (Trial trial : trials.stream().flatMap(one -> one.parts().stream()).toList()) {
      Api api = scenario.stack(trial.stack()).asks(scenario.task(trial.task()));
      kinds.putIfAbsent(List.of(trial.model(), api, trial.mode()), trial);
    }
    for (Trial trial : kinds.values()) {
      RequestRecord record = ask(trial, url);
      if (record.outcome() != Outcome.OK) {
        throw new StackException(
            trial.stack(),
            "cannot be measured: a request of task %s (%s, model %s) to %s ended with %s"
                .formatted(
                    trial.task(),
                    trial.mode().label(),
                    trial.model(),
                    url,
                    FailureKind.of(record).words()));
      }
    }
  }

  /** What becomes of one request of {@code trial}. */
  RequestRecord ask(Trial trial, URI url) throws InterruptedException {
    return new Round(Cell.unrecorded(scenario, trial, url), 1).send(0).get(0);
  }
}
