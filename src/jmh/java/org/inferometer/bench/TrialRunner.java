package org.inferometer.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.inferometer.calibration.Calibrator;
import org.inferometer.calibration.Point;
import org.inferometer.calibration.PointResult;
import org.inferometer.load.Closed;
import org.inferometer.load.Load;
import org.inferometer.load.Users;
import org.inferometer.record.Mode;
import org.inferometer.record.RequestRecord;
import org.inferometer.result.RunDirectory;
import org.inferometer.run.ExecutionFailed;
import org.inferometer.run.TrialExecutor;
import org.inferometer.run.TrialNumbers;
import org.inferometer.run.TrialStore;
import org.inferometer.scenario.Measure;
import org.inferometer.scenario.Measurement;
import org.inferometer.scenario.Scenario;
import org.inferometer.scenario.Trial;
import org.inferometer.wire.Transport;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs each trial of a plan as one JMH fork. */
final class TrialRunner implements TrialExecutor {
  /** What may be the matter with a benchmark that takes so much longer than it should. */
  private static final TimeValue MARGIN = TimeValue.hours(2);

  private final RunDirectory run;
  private final JmhResults results;

  TrialRunner(RunDirectory run) {
    this.run = run;
    this.results = new JmhResults(run);
  }

  @Override
  public TrialStore store() {
    return results;
  }

  @Override
  public Measured measure(Scenario scenario, String id, Trial trial, URI url)
      throws ExecutionFailed {
    RunResult result;
    try {
      result = Forks.run(options(scenario, id, trial, url));
    } catch (RunnerException e) {
      Path log = log(trial);
      throw new ExecutionFailed(TrialLog.isOfStack(log), TrialLog.cause(log, e), e);
    }
    TrialNumbers numbers = JmhResults.numbers(trial.load(), result.getSecondaryResults());
    return kept(trial, result, numbers);
  }

  @Override
  public List<Measured> measure(
      Scenario scenario, String id, List<Trial> trials, Map<String, URI> urls)
      throws ExecutionFailed {
    Trial first = trials.get(0);
    RunResult result;
    try {
      result = Forks.run(options(scenario, id, trials, urls));
    } catch (RunnerException e) {
      Path log = log(first);
      throw new ExecutionFailed(TrialLog.isOfStack(log), TrialLog.cause(log, e), e);
    }
    List<Measured> measured = new ArrayList<>();
    for (Trial trial : trials) {
      TrialNumbers numbers =
          JmhResults.numbers(
              trial.load(), TenantPoint.of(trial.stack(), result.getSecondaryResults()));
      measured.add(kept(trial, result, numbers));
    }
    return measured;
  }

  private Measured kept(Trial trial, RunResult result, TrialNumbers numbers) {
    return new Measured() {
      @Override
      public TrialNumbers numbers() {
        return numbers;
      }

      @Override
      public void keep() {
        results.keep(trial, result);
      }
    };
  }

  @Override
  public PointResult measure(Calibrator calibrator, Point point, Path records) throws IOException {
    return JmhPoint.measure(calibrator, point, records);
  }

  @Override
  public List<RequestRecord> records(
      URI standard,
      Transport transport,
      String answers,
      Mode mode,
      int connections,
      Duration length,
      int promptBytes,
      Path records)
      throws IOException {
    return JmhPoint.records(
        standard, transport, answers, mode, connections, length, promptBytes, records);
  }

  @Override
  public void cancel() {
    Forks.end();
  }

  /** JMH's own output of a trial. */
  private Path log(Trial trial) {
    return run.root()
        .resolve("logs/jmh")
        .resolve("%s-%s-r%d.log".formatted(trial.stack(), trial.name(), trial.repeat()));
  }

  private Options options(Scenario scenario, String id, Trial trial, URI url) {
    ChainedOptionsBuilder options =
        trial.load() instanceof Closed closed
            ? slots(scenario.measure(), trial.measure(), closed.parallelism())
            : schedule(scenario.measure(), trial.load());
    return options
        .param("stack", trial.stack())
        .param("model", trial.model())
        .param("task", trial.task())
        .param("mode", trial.mode().label())
        .forks(1)
        .addProfiler(StreamProfiler.class)
        .shouldFailOnError(true)
        .output(log(trial).toString())
        .jvmArgsAppend(jvmArguments(scenario, id, trial, url).toArray(String[]::new))
        .build();
  }

  private Options options(Scenario scenario, String id, List<Trial> trials, Map<String, URI> urls) {
    Trial first = trials.get(0);
    Duration whole = scenario.length(first).multipliedBy(trials.size());
    List<String> arguments = jvmArguments();
    arguments.addAll(TenantFork.flags(run, trials, urls, nonces(scenario, id, first)));
    return only(TenantsBenchmark.class)
        .param("tenants", TenantPoint.named(trials))
        .timeout(TimeValue.seconds(whole.toSeconds() + MARGIN.convertTo(TimeUnit.SECONDS)))
        .forks(1)
        .addProfiler(TenantProfiler.class)
        .shouldFailOnError(true)
        .output(log(first).toString())
        .jvmArgsAppend(arguments.toArray(String[]::new))
        .build();
  }

  private static ChainedOptionsBuilder slots(
      Measurement measurement, Measure measure, int parallelism) {
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

  private static ChainedOptionsBuilder schedule(Measurement measurement, Load load) {
    Duration whole = measurement.trial(load);
    ChainedOptionsBuilder benchmark =
        load instanceof Users
            ? only(UsersBenchmark.class).param("users", load.label())
            : only(ScheduleBenchmark.class).param("load", load.label());
    return benchmark.timeout(
        TimeValue.seconds(whole.toSeconds() + MARGIN.convertTo(TimeUnit.SECONDS)));
  }

  private static ChainedOptionsBuilder only(Class<?> benchmark) {
    return new OptionsBuilder().include("^" + Pattern.quote(benchmark.getName()) + "\\..*");
  }

  private List<String> jvmArguments(Scenario scenario, String id, Trial trial, URI url) {
    List<String> arguments = jvmArguments();
    arguments.addAll(TrialFork.flags(run, trial, url, nonces(scenario, id, trial)));
    return arguments;
  }

  private static List<String> jvmArguments() {
    List<String> arguments = new ArrayList<>(ClientJvm.FLAGS);
    arguments.add(OwnTemporaryFolder.flag());
    return arguments;
  }

  /**
   * A trial that begins again, after an interruption, asks other prompts than the first time, and
   * the second of two names of a server others than the first, which asks what all other stacks are
   * asked.
   */
  private String nonces(Scenario scenario, String id, Trial trial) {
    boolean first = scenario.isFirstOfServer(scenario.stack(trial.stack()));
    String asker = first ? id : id + "/" + trial.stack();
    return Files.exists(log(trial)) ? asker + "@" + Instant.now() : asker;
  }

  private static TimeValue time(Duration duration) {
    return TimeValue.milliseconds(duration.toMillis());
  }
}
