package org.inferometer.bench;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.inferometer.result.RunDirectory;
import org.inferometer.scenario.Measure;
import org.inferometer.scenario.Measurement;
import org.inferometer.scenario.Scenario;
import org.inferometer.scenario.Trial;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs one trial of a plan as one JMH fork. */
final class TrialRunner {
  private final RunDirectory run;
  private final Scenario scenario;
  private final String id;

  /**
   * @param id the run's, which makes its prompts new ones
   */
  TrialRunner(RunDirectory run, Scenario scenario, String id) {
    this.run = run;
    this.scenario = scenario;
    this.id = id;
  }

  /** JMH's own output of a trial. */
  Path log(Trial trial) {
    return run.root()
        .resolve("logs/jmh")
        .resolve("%s-%s-r%d.log".formatted(trial.stack(), trial.name(), trial.repeat()));
  }

  /** Measures {@code trial} on the server at {@code url}. */
  RunResult run(Trial trial, URI url) throws RunnerException {
    Class<?> benchmark =
        trial.measure() == Measure.FIRST_TOKEN
            ? FirstTokenBenchmark.class
            : scenario.measure().requests() == null
                ? CompletionBenchmark.class
                : CountBenchmark.class;
    Measurement measurement = scenario.measure();
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(benchmark.getName()) + "\\..*")
            .param("stack", trial.stack())
            .param("model", trial.model())
            .param("task", trial.task())
            .param("mode", trial.mode().label())
            .threads(trial.load().connections())
            .forks(1)
            .warmupIterations(measurement.warmupIterations())
            .warmupTime(time(measurement.warmupTime()))
            .measurementIterations(measurement.iterations())
            .measurementTime(time(measurement.iterationTime()))
            .timeout(TimeValue.hours(2))
            .addProfiler(StreamProfiler.class)
            .shouldFailOnError(true)
            .output(log(trial).toString())
            .jvmArgsAppend(jvmArguments(trial, url).toArray(String[]::new));
    if (measurement.requests() != null) {
      options
          .param("requests", measurement.requests().toString())
          .param("warmupMillis", Long.toString(measurement.warmupTime().toMillis()));
    }
    return OwnTemporaryFolder.run(options.build());
  }

  private List<String> jvmArguments(Trial trial, URI url) {
    List<String> arguments = new ArrayList<>(ClientJvm.FLAGS);
    arguments.add(OwnTemporaryFolder.flag());
    arguments.addAll(Cell.flags(run, trial, url, nonces(trial)));
    return arguments;
  }

  /**
   * A trial that begins again, after an interruption, asks other prompts than the first time, and
   * one of two names of a server others than the other.
   */
  private String nonces(Trial trial) {
    boolean alone = scenario.onServerOf(scenario.stack(trial.stack())).size() == 1;
    String asker = alone ? id : id + "/" + trial.stack();
    return Files.exists(log(trial)) ? asker + "@" + Instant.now() : asker;
  }

  private static TimeValue time(java.time.Duration duration) {
    return TimeValue.milliseconds(duration.toMillis());
  }
}
