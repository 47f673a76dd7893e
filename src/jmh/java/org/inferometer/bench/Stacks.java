package org.inferometer.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.inferometer.result.RunDirectory;
import org.inferometer.scenario.Scenario;
import org.inferometer.stack.RunningStack;
import org.inferometer.telemetry.Sampler;

/** The stacks of a stage, up, and watched by the telemetry. */
final class Stacks implements AutoCloseable {
  private final Map<String, RunningStack> running = new LinkedHashMap<>();

  private final Sampler sampler;

  private Stacks(Sampler sampler) {
    this.sampler = sampler;
  }

  static Stacks start(
      Stage stage,
      Scenario scenario,
      RunDirectory run,
      Environment environment,
      Sampler sampler,
      Consumer<String> say)
      throws IOException, InterruptedException {
    Stacks stacks = new Stacks(sampler);
    try {
      for (String name : stage.stacks()) {
        if (scenario.stack(name).launch() != null) {
          say.accept("starting " + name + " with " + stage.model());
        }
        RunningStack stack =
            RunningStack.start(
                scenario.stack(name),
                scenario.model(stage.model()),
                scenario.folder(),
                run.log(name));
        stacks.running.put(name, stack);
        stack.pid().ifPresent(pid -> sampler.watch(name, pid));
        environment.add(stack);
        say.accept(ready(stack));
        StackWarmUp.run(scenario, name, stage.model(), stack.url());
      }
      return stacks;
    } catch (RuntimeException | Error e) {
      stacks.close();
      throw e;
    }
  }

  RunningStack get(String name) {
    return running.get(name);
  }

  @Override
  public void close() {
    running.keySet().forEach(sampler::unwatch);
    running.values().forEach(RunningStack::close);
  }

  private static String ready(RunningStack stack) {
    Double seconds = stack.fingerprint().readySeconds();
    return seconds == null
        ? "%s runs on %s".formatted(stack.name(), stack.url())
        : String.format(
            Locale.ROOT, "%s is ready on %s after %.1f s", stack.name(), stack.url(), seconds);
  }
}
