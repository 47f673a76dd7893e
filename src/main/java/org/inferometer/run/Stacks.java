package org.inferometer.run;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.inferometer.scenario.Scenario;
import org.inferometer.scenario.Stack;
import org.inferometer.scenario.Trial;
import org.inferometer.stack.Fingerprint;
import org.inferometer.stack.Partition;
import org.inferometer.stack.RunningStack;
import org.inferometer.stack.SharingException;
import org.inferometer.stack.StackException;
import org.inferometer.telemetry.MemoryWatch;
import org.inferometer.telemetry.ReadingNames;
import org.inferometer.telemetry.Sampler;

/** The stacks of a stage, up, and watched by the telemetry. */
final class Stacks implements AutoCloseable {
  private final Map<String, RunningStack> running = new LinkedHashMap<>();
  private final Map<String, MemoryWatch> memory = new HashMap<>();
  private final Map<String, StackException> failed = new LinkedHashMap<>();
  private final Map<List<?>, StackException> unfit = new HashMap<>();
  private final Set<String> cachesKept = new HashSet<>();
  private final Environment environment;
  private final Sampler sampler;
  private final Partition partition;

  private Stacks(Environment environment, Sampler sampler, Partition partition) {
    this.environment = environment;
    this.sampler = sampler;
    this.partition = partition;
  }

  /** Starts and warms up those that can be measured; the others are told. */
  static Stacks start(
      Stage stage, Scenario scenario, Session session, Environment environment, Sampler sampler)
      throws IOException, InterruptedException {
    Stacks stacks = new Stacks(environment, sampler, partition(stage, scenario, session));
    try {
      for (String name : stage.stacks()) {
        try {
          stacks.start(name, stage, scenario, session);
        } catch (StackException e) {
          session.cancellation().requireGoingOn();
          session.told().note(stacks.fail(name, e).getMessage());
        }
      }
      return stacks;
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      stacks.close();
      throw e;
    }
  }

  private static Partition partition(Stage stage, Scenario scenario, Session session) {
    try {
      return Partition.of(stage.sharing(), scenario.stacks(), session.directory().log("mps"));
    } catch (SharingException e) {
      throw RunFailed.of(session.directory(), e.getMessage());
    }
  }

  private void start(String name, Stage stage, Scenario scenario, Session session)
      throws IOException, InterruptedException {
    Listeners told = session.told();
    Stack described = scenario.stack(name);
    boolean launched = described.launch() != null;
    List<String> models = stage.models(name);
    String what = name + " with " + String.join(", ", models);
    if (launched) {
      told.note("starting " + what);
    }
    Probe probe = new Probe(scenario);
    List<Trial> trials = stage.trials(name);
    memory.put(name, sampler.watchMemory(name));
    RunningStack stack;
    try (Cancellation.Part part = session.cancellation().interruptible();
        Listeners.During start = told.during("starting " + what)) {
      stack =
          RunningStack.start(
              described,
              models.stream().map(scenario::model).toList(),
              partition.share(name),
              scenario.folder(),
              session.directory().log(name),
              sentence -> {
                told.note(sentence);
                environment.addLeft(sentence);
              });
      running.put(name, stack);
      stack.root().ifPresent(pid -> sampler.watch(name, pid));
      environment.add(stack);
      if (launched) {
        probe.await(trials.get(0), stack);
      }
    }
    memory.get(name).loaded();
    environment.complete(stack, memory.get(name));
    told.note(ready(stack));
    partition.told(name).ifPresent(told::note);
    stack.view(told::note).ifPresent(sampler::add);
    if (launched) {
      stack.doubt().ifPresent(told::note);
      if (stack.root().isEmpty()) {
        told.note(name + " is a container: nothing is known of its memory and processor time");
      }
    }
    try (Cancellation.Part part = session.cancellation().interruptible();
        Listeners.During warmUp = told.during("warming up " + what)) {
      Probe.Found found = probe.all(trials, stack.url());
      found.refused().forEach(this::leaveOut);
      if (launched) { // What ran already has told it before.
        found.doubts().forEach(told::note);
        found.refused().values().forEach(why -> told.note(why.getMessage()));
      }
      StackWarmUp.run(scenario, fit(trials), stack);
    }
    partition.require(stack);
  }

  private StackException fail(String name, StackException seen) throws IOException {
    RunningStack stack = running.remove(name);
    StackException why = stack == null ? seen : stack.why(seen);
    failed.put(name, why);
    if (stack != null) {
      stop(stack);
    }
    memory.remove(name).close();
    return why;
  }

  /** Ends what is left of those that have ended: no other is measured beside it. */
  void clearAway() throws IOException {
    for (RunningStack stack : List.copyOf(running.values())) {
      try {
        stack.requireAlive();
      } catch (StackException e) {
        fail(stack.name(), e);
      }
    }
  }

  private void stop(RunningStack stack) throws IOException {
    sampler.unwatch(stack.name());
    sampler.remove(ReadingNames.SERVER + stack.name());
    stack.close();
    environment.complete(stack, memory.get(stack.name()));
  }

  /** Has no trial measured that asks what {@code asked} says, by a probe or a prompt's proof. */
  void leaveOut(List<?> asked, StackException why) {
    unfit.put(asked, why);
  }

  private Optional<StackException> unfit(Trial trial) {
    return trial.parts().stream()
        .flatMap(part -> Stream.of(Probe.asked(part), PromptProof.asked(part)))
        .map(unfit::get)
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** Those of {@code trials} that can be measured. */
  List<Trial> fit(List<Trial> trials) {
    return trials.stream()
        .filter(one -> !failed.containsKey(one.stack()) && unfit(one).isEmpty())
        .toList();
  }

  /**
   * The stack of {@code trial}.
   *
   * @throws StackException if it could not be started, answered nothing, or cannot be asked what
   *     the trial asks
   */
  RunningStack get(Trial trial) {
    if (failed.containsKey(trial.stack())) {
      throw failed.get(trial.stack());
    }
    unfit(trial)
        .ifPresent(
            why -> {
              throw why;
            });
    return running.get(trial.stack());
  }

  /** Has the stacks of {@code point} empty their prefix caches, where they are to. */
  void resetCaches(List<Trial> point, Listeners told) throws InterruptedException {
    for (Trial trial : point) {
      RunningStack stack = running.get(trial.stack());
      if (stack != null) {
        stack.resetCache().filter(cachesKept::add).ifPresent(told::note);
      }
    }
  }

  /**
   * Makes sure that a tenant still keeps to its share.
   *
   * @throws StackException if it does not
   */
  void requireShare(RunningStack stack) {
    partition.require(stack);
  }

  @Override
  public void close() throws IOException {
    try {
      for (RunningStack stack : running.values()) {
        stop(stack);
      }
    } finally {
      running.values().forEach(RunningStack::close);
      memory.values().forEach(MemoryWatch::close);
      partition.close();
    }
  }

  private static String ready(RunningStack stack) {
    Fingerprint known = stack.fingerprint();
    if (known.readySeconds() == null) {
      return "%s runs on %s".formatted(stack.name(), stack.url());
    }
    return known.answeredSeconds() == null
        ? String.format(
            Locale.ROOT,
            "%s says on %s that it is ready, after %.1f s",
            stack.name(),
            stack.url(),
            known.readySeconds())
        : String.format(
            Locale.ROOT,
            "%s is ready on %s after %.1f s, with its first answer",
            stack.name(),
            stack.url(),
            known.answeredSeconds());
  }
}
