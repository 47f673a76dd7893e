package org.inferometer.run;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inferometer.record.FailureKind;
import org.inferometer.record.Mode;
import org.inferometer.record.Outcome;
import org.inferometer.record.RequestRecord;
import org.inferometer.scenario.Scenario;
import org.inferometer.scenario.Trial;
import org.inferometer.stack.RunningStack;
import org.inferometer.stack.StackException;
import org.inferometer.wire.Api;

/** Asks a stack one of the requests that it is going to be measured with. */
final class Probe {
  /** More tokens than an engine that guesses some ahead gives together. */
  private static final int MANY = 16;

  /** Shorter questions an answer may begin with by itself. */
  private static final int WORDS = 8;

  private static final long BETWEEN_REQUESTS_MILLIS = 200;

  private final Scenario scenario;

  Probe(Scenario scenario) {
    this.scenario = scenario;
  }

  /**
   * What came of asking a stack.
   *
   * @param doubts why what is measured may not be what was meant, one sentence each
   * @param refused with the stack's own words why what {@link #asked} says cannot be measured
   */
  record Found(List<String> doubts, Map<List<Object>, StackException> refused) {
    private boolean refuses(Trial trial) {
      return trial.parts().stream().anyMatch(part -> refused.containsKey(asked(part)));
    }
  }

  /** Who is asked what in {@code trial}, which asks one task, and how. */
  static List<Object> asked(Trial trial) {
    return List.of(trial.stack(), trial.model(), trial.task(), trial.mode());
  }

  /**
   * One request of the first task of each model, API and mode in {@code trials}, one after the
   * other; where it is refused, of the next such task.
   *
   * @param trials of one stack
   * @throws StackException with the stack's own words when a request has no answer, or no trial is
   *     left without those that are refused
   */
  Found all(List<Trial> trials, URI url) throws InterruptedException {
    Found found = new Found(new ArrayList<>(), new LinkedHashMap<>());
    Map<List<Object>, Trial> all = new LinkedHashMap<>();
    trials.stream()
        .flatMap(one -> one.parts().stream())
        .forEach(one -> all.putIfAbsent(asked(one), one));
    Set<List<Object>> answeredKinds = new HashSet<>();
    for (Trial trial : all.values()) {
      Api api = scenario.stack(trial.stack()).asks(scenario.task(trial.task()));
      List<Object> kind = List.of(trial.model(), api, trial.mode());
      if (answeredKinds.contains(kind)) {
        continue;
      }
      Round.Answered answered = round(trial, url).ask();
      RequestRecord record = answered.record();
      if (record.outcome() != Outcome.OK) {
        StackException why = refused(trial, url, record);
        if (record.status() == null) {
          throw why;
        }
        found.refused.put(asked(trial), why);
        continue;
      }
      answeredKinds.add(kind);
      if (cameAtOnce(record)) {
        found.doubts.add(
            "stack %s: the stream of model %s is one event of %d tokens, so that its first token is as late as its last; ask in mode sync, or for a model that streams (of Triton a decoupled one)"
                .formatted(trial.stack(), trial.model(), record.outputTokens()));
      }
      if (repeats(answered)) {
        found.doubts.add(
            "stack %s: answers of model %s begin with the prompt, which comes before the first token is made, and may be counted as output; have the server leave it out (no echo, return_full_text: false, of Triton exclude_input_in_output: true or a model that obeys it)"
                .formatted(trial.stack(), trial.model()));
      }
    }
    if (trials.stream().allMatch(found::refuses)) {
      throw found.refused.values().iterator().next();
    }
    return found;
  }

  private static StackException refused(Trial trial, URI url, RequestRecord record) {
    return new StackException(
        trial.stack(),
        "cannot be measured: a request of task %s (%s, model %s) to %s ended with %s"
            .formatted(
                trial.task(),
                trial.mode().label(),
                trial.model(),
                url,
                FailureKind.of(record).words()));
  }

  /** Whether the answer begins with what was asked. */
  private static boolean repeats(Round.Answered answered) {
    String asked = answered.question().strip();
    return asked.length() >= WORDS && answered.text().text().strip().startsWith(asked);
  }

  /**
   * Asks a launched stack until each model of {@code trial} answers, or says why it never will:
   * some say that they are ready while they still load.
   *
   * @throws StackException if it ends
   */
  void await(Trial trial, RunningStack stack) throws InterruptedException {
    Map<String, Trial> models = new LinkedHashMap<>();
    trial.parts().forEach(one -> models.putIfAbsent(one.model(), one));
    boolean answered = true;
    for (Trial one : models.values()) {
      RequestRecord record = ask(one, stack.url());
      while (mayPass(record) && stack.mayStillLoad()) {
        Thread.sleep(BETWEEN_REQUESTS_MILLIS);
        stack.requireAlive();
        record = ask(one, stack.url());
      }
      answered &= record.outcome() == Outcome.OK;
    }
    if (answered) {
      stack.answered();
    }
  }

  /** No answer, or what servers and gateways say while they load. */
  private static boolean mayPass(RequestRecord record) {
    Integer status = record.status();
    return record.outcome() != Outcome.OK && (status == null || status >= 502 && status <= 504);
  }

  private static boolean cameAtOnce(RequestRecord record) {
    return record.mode() == Mode.STREAM
        && record.outputTokens() != null
        && record.outputTokens() >= MANY
        && Arrays.stream(record.events()).sum() == 1;
  }

  /** What becomes of one request of {@code trial}. */
  RequestRecord ask(Trial trial, URI url) throws InterruptedException {
    return round(trial, url).ask().record();
  }

  private Round round(Trial trial, URI url) {
    return new Round(Cell.unrecorded(scenario, trial, url), 1);
  }
}
