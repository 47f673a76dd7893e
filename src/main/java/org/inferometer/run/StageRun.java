package org.inferometer.run;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.inferometer.machine.Clock;
import org.inferometer.scenario.Model;
import org.inferometer.scenario.Scenario;
import org.inferometer.scenario.Stack;
import org.inferometer.scenario.Trial;
import org.inferometer.search.Finding;
import org.inferometer.stack.RunningStack;
import org.inferometer.stack.StackException;
import org.inferometer.telemetry.Sampler;

/**
 * Measures the trials of stages: each stage's stacks started, its trials run, its stacks stopped.
 */
record StageRun(
    Session session,
    Scenario scenario,
    Environment environment,
    Sampler sampler,
    Cooling cooling,
    Course course,
    Remaining remaining) {

  void measure(Stage stage) throws IOException, InterruptedException {
    remaining.begun();
    if (scenario.search() == null && course.skips(stage)) {
      stage.trials().forEach(this::leaveOut);
      return;
    }
    Map<String, String> mistaken = prepare(stage);
    Listeners told = session.told();
    Standing standing = new Standing(new Probe(scenario));
    TrialRun trials =
        new TrialRun(
            session.directory(),
            scenario,
            environment.id(),
            session.executor(),
            standing,
            session.cancellation());
    long began = Clock.nanos();
    told.tell(new RunEvent.StacksStarting(stage.model(), List.copyOf(stage.stacks())));
    try (Stacks stacks = Stacks.start(stage, scenario, session, environment, sampler)) {
      remaining.started(stage, Duration.ofNanos(Clock.nanos() - began));
      told.tell(new RunEvent.StacksStarted(stage.model()));
      prove(stage, mistaken, stacks);
      for (List<Trial> point : Trial.points(stage.trials())) {
        session.cancellation().requireGoingOn();
        stacks.clearAway();
        Trial trial = point.get(0);
        if (scenario.search() != null) {
          search(trial, trials, stacks);
        } else if (course.skips(point, remaining.trials())) {
          point.forEach(this::leaveOut);
        } else if (trial.neighbours() != null) {
          settle(point, stacks);
          new PointRun(session, remaining, trials).measure(point, stacks);
        } else {
          measure(trial, trials, stacks);
        }
      }
    }
  }

  private void leaveOut(Trial trial) {
    remaining.ended(trial);
    session.told().tell(new RunEvent.TrialSkipped(trial));
  }

  /**
   * Has no trial measured whose synthetic prompts are not as long as they are to be.
   *
   * @param mistaken what is known of models that do not take them
   */
  private void prove(Stage stage, Map<String, String> mistaken, Stacks stacks)
      throws InterruptedException {
    for (Trial trial : PromptProof.wanted(scenario, stacks.fit(stage.trials()))) {
      try {
        if (mistaken.containsKey(trial.model())) {
          throw new StackException(trial.stack(), mistaken.get(trial.model()));
        }
        session.told().note(PromptProof.byStack(scenario, trial, stacks.get(trial).url()));
      } catch (StackException e) {
        stacks.leaveOut(PromptProof.asked(trial), e);
      }
    }
  }

  /** Has the stacks of {@code point} begin as cool and as forgetful as the scenario wants. */
  private void settle(List<Trial> point, Stacks stacks) throws InterruptedException {
    cooling.await(point);
    stacks.resetCaches(point, session.told());
  }

  private void search(Trial first, TrialRun trials, Stacks stacks) throws InterruptedException {
    Listeners told = session.told();
    List<Integer> number = new ArrayList<>();
    SearchRun.Bench bench =
        trial -> {
          session.cancellation().requireGoingOn();
          number.add(number.size() + 1);
          told.tell(new RunEvent.TrialBegun(trial, number.size(), 0, Duration.ZERO));
          session.failures().forget(trial);
          try {
            RunningStack stack = stacks.get(trial);
            settle(List.of(trial), stacks);
            TrialNumbers numbers = trials.attempt(trial, stack);
            told.tell(new RunEvent.TrialEnded(trial, number.size(), 0, numbers, Duration.ZERO));
          } catch (StackException e) {
            session.cancellation().requireGoingOn();
            trials.standing().failed(trial);
            session.failures().keep(trial, e.getMessage());
            told.tell(new RunEvent.TrialFailed(trial, number.size(), 0, e.getMessage()));
            throw e;
          }
        };
    try {
      Duration time = course.share(remaining.trials().size());
      SearchRun run = new SearchRun(session, scenario.search(), first, bench);
      Finding found = run.find(time);
      told.tell(
          new RunEvent.Searched(
              found.text(
                  scenario.stack(found.stack()).label(), scenario.model(found.model()).label())));
    } catch (StackException e) {
      told.note("the search on %s ends without an answer".formatted(first.stack()));
    }
    remaining.ended(first);
  }

  /**
   * Makes what has to be there before the stacks are; returns of which models, generated by now,
   * synthetic prompts are not as long as they are to be, and why.
   */
  private Map<String, String> prepare(Stage stage) throws IOException {
    Map<String, String> mistaken = new HashMap<>();
    List<Trial> synthetic = PromptProof.wanted(scenario, stage.trials());
    for (String name : stage.models()) {
      Model model = scenario.model(name);
      Models.prepare(model, session.told()::note);
      environment.add(model);
      if (synthetic.stream().anyMatch(one -> one.model().equals(name))) {
        PromptProof.byTokenizer(model).ifPresent(problem -> mistaken.put(name, problem));
      }
      if (stage.trials().stream()
          .anyMatch(one -> one.model().equals(name) && isBuiltIn(scenario.stack(one.stack())))) {
        environment.addBound(model);
      }
    }
    return mistaken;
  }

  static boolean isBuiltIn(Stack stack) {
    return stack.launch() != null && stack.launch().inferometer();
  }

  private void measure(Trial trial, TrialRun trials, Stacks stacks) throws InterruptedException {
    Listeners told = session.told();
    int number = remaining.ended() + 1;
    int of = remaining.total();
    long began = Clock.nanos();
    told.tell(new RunEvent.TrialBegun(trial, number, of, remaining.time()));
    session.failures().forget(trial);
    try {
      RunningStack stack = stacks.get(trial);
      settle(List.of(trial), stacks);
      TrialNumbers numbers = trials.measure(trial, stack);
      remaining.measured(trial, Duration.ofNanos(Clock.nanos() - began));
      told.tell(new RunEvent.TrialEnded(trial, number, of, numbers, remaining.time()));
    } catch (StackException e) {
      session.cancellation().requireGoingOn();
      trials.standing().failed(trial);
      session.failures().keep(trial, e.getMessage());
      remaining.ended(trial);
      told.tell(new RunEvent.TrialFailed(trial, number, of, e.getMessage()));
    }
  }
}
