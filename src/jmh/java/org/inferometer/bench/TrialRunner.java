package org.inferometer.bench;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.inferometer.load.Closed;
import org.inferometer.load.Load;
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
  /** What may be the matter with a benchmark that takes so much longer than it should. */
  private static final TimeValue MARGIN = TimeValue.hours(2);

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
    ChainedOptionsBuilder options =
        trial.load() instanceof Closed closed
            ? slots(trial.measure(), closed.parallelism())
            : schedule(trial.load());
    return OwnTemporaryFolder.run(
        options
            .param("stack", trial.stack())
            .param("model", trial.model())
            .param("task", trial.task())
            .param("mode", trial.mode().label())
            .forks(1)
            .addProfiler(StreamProfiler.class)
            .shouldFailOnError(true)
            .output(log(trial).toString())
            .jvmArgsAppend(jvmArguments(trial, url).toArray(String[]::new))
            .build());
  }

  private ChainedOptionsBuilder slots(Measure measure, int parallelism) {
    Measurement measurement = scenario.measure();
    return (measure == Measure.FIRST_TOKEN
            ? only(FirstTokenBenchmark.class)
            : measurement.requests() == null ? only(CompletionBenchmark.class) : count(measurement))
        .threads(parallelism)
        .warmupIterations(measurement.warmupIterations())
        .warmupTime(time(measurement.warmupTime()))
        .measurementIterations(measurement.iterations())
        .measurementTime(time(measurement.iterationTime()))
        .timeout(MARGIN);
  }

  private static ChainedOptionsBuilder count(Measurement measurement) {
    return only(CountBenchmark.class)
        .param("requests", measurement.requests().toString())
        .param("warmupMillis", Long.toString(measurement.warmupTime().toMillis()));
  }

  private ChainedOptionsBuilder schedule(Load load) {
    Duration whole = scenario.measure().trial(load);
    return only(ScheduleBenchmark.class)
        .param("load", load.label())
        .timeout(TimeValue.seconds(whole.toSeconds() + MARGIN.convertTo(TimeUnit.SECONDS)));
  }

  private static ChainedOptionsBuilder only(Class<?> benchmark) {
    return new OptionsBuilder().include("^" + Pattern.quote(benchmark.getName()) + "\\..*");
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

  private static TimeValue time(Duration duration) {
    return TimeValue.milliseconds(duration.toMillis());
  }
}
