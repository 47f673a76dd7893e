package org.inferometer.run;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.inferometer.scenario.Scenario;
import org.inferometer.scenario.Stack;
import org.inferometer.scenario.Trial;
import org.inferometer.stack.Partition;
import org.inferometer.stack.RunningStack;
import org.inferometer.stack.SharingException;
import org.inferometer.stack.StackException;
import org.inferometer.telemetry.ReadingNames;
import org.inferometer.telemetry.Sampler;

/** The stacks of a stage, up, and watched by the telemetry. */
final class Stacks implements AutoCloseable {
  private final Map<String, RunningStack> running = new LinkedHashMap<>();
  private final Map<String, StackException> failed = new LinkedHashMap<>();
  private final Sampler sampler;
  private final Partition partition;

  private Stacks(Sampler sampler, Partition partition) {
    this.sampler = sampler;
    this.partition = partition;
  }

  /** Starts and warms up those that can be measured; the others are told. */
  static Stacks start(
      Stage stage, Scenario scenario, Session session, Environment environment, Sampler sampler)
      throws IOException, InterruptedException {
    Stacks stacks = new Stacks(sampler, partition(stage, scenario, session));
    try {
      for (String name : stage.stacks()) {
        try {
          stacks.start(name, stage, scenario, session, environment);
        } catch (StackException e) {
          session.cancellation().requireGoingOn();
          stacks.fail(name, e);
          session.told().note(e.getMessage());
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

  private void start(
      String name, Stage stage, Scenario scenario, Session session, Environment environment)
      throws IOException, InterruptedException {
    Listeners told = session.told();
    Stack described = scenario.stack(name);
    if (described.launch() != null) {
      told.note("starting " + name + " with " + stage.model(name));
    }
    RunningStack stack;
    try (Cancellation.Part part = session.cancellation().interruptible();
        Listeners.During start = told.during("starting " + name + " with " + stage.model(name))) {
      stack =
          RunningStack.start(
              described,
              scenario.model(stage.model(name)),
              partition.share(name),
              scenario.folder(),
              session.directory().log(name));
    }
    running.put(name, stack);
    stack.pid().ifPresent(pid -> sampler.watch(name, pid));
    environment.add(stack);
    told.note(ready(stack));
    partition.told(name).ifPresent(told::note);
    stack.view(told::note).ifPresent(sampler::add);
    if (described.launch() != null) {
      stack.doubt().ifPresent(told::note);
    }
    List<Trial> trials = stage.trials(name);
    try (Cancellation.Part part = session.cancellation().interruptible();
        Listeners.During warmUp =
            told.during("warming up " + name + " with " + stage.model(name))) {
      if (described.launch() != null) {
        new Probe(scenario).all(trials, stack.url()).forEach(told::note);
      }
      StackWarmUp.run(scenario, trials, stack.url());
    }
    partition.require(stack);
  }

  private void fail(String name, StackException why) {
    failed.put(name, why);
    RunningStack stack = running.remove(name);
    if (stack != null) {
      unwatch(name);
      stack.close();
    }
  }

  private void unwatch(String name) {
    sampler.unwatch(name);
    sampler.remove(ReadingNames.SERVER + name);
  }

  /**
   * The stack called {@code name}.
   *
   * @throws StackException if it could not be started, or answered nothing
   */
  RunningStack get(String name) {
    if (failed.containsKey(name)) {
      throw failed.get(name);
    }
    return running.get(name);
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
  public void close() {
    running.keySet().forEach(this::unwatch);
    running.values().forEach(RunningStack::close);
    partition.close();
  }

  private static String ready(RunningStack stack) {
    Double seconds = stack.fingerprint().readySeconds();
    return seconds == null
        ? "%s runs on %s".formatted(stack.name(), stack.url())
        : String.format(
            Locale.ROOT, "%s is ready on %s after %.1f s", stack.name(), stack.url(), seconds);
  }
}
