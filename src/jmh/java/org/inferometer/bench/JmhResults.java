package org.inferometer.bench;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.inferometer.result.RunDirectory;
import org.inferometer.scenario.Trial;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.WorkloadParams;

/**
 * The JMH results of a run. Each trial's is kept in JMH's own serialized form as soon as it is
 * there, so that an interrupted run can be continued; the standard JSON is written from them.
 */
final class JmhResults {
  private final RunDirectory run;
  private final Path kept;

  JmhResults(RunDirectory run) {
    this.run = run;
    this.kept = run.root().resolve("jmh").resolve("trials");
  }

  boolean has(Trial trial) {
    return Files.exists(file(trial));
  }

  /** Measured requests of a trial that were answered completely. */
  static long answered(RunResult result) {
    return count(result, "requests.ok");
  }

  /** Measured requests of a trial that failed. */
  static long failures(RunResult result) {
    return count(result, "requests.failed");
  }

  private static long count(RunResult result, String label) {
    return Math.round(result.getSecondaryResults().get(label).getScore());
  }

  void keep(Trial trial, RunResult result) {
    try {
      Files.createDirectories(kept);
      Path half = Files.createTempFile(kept, "half", ".tmp");
      try (ObjectOutputStream out = new ObjectOutputStream(Files.newOutputStream(half))) {
        out.writeObject(List.copyOf(result.getBenchmarkResults()).get(0));
      }
      Files.move(half, file(trial), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot keep the JMH result of %s: %s".formatted(trial.name(), e.getMessage()), e);
    }
  }

  /**
   * Writes {@code jmh.json}, repeats of a trial as its forks, and a file for each thread count, for
   * viewers that take rows of different thread counts for the same benchmark.
   */
  void write(List<Trial> trials) throws IOException {
    Map<String, List<BenchmarkResult>> forks = new LinkedHashMap<>();
    for (Trial trial : trials) {
      if (has(trial)) {
        forks
            .computeIfAbsent(trial.stack() + "/" + trial.name(), x -> new ArrayList<>())
            .add(read(trial));
      }
    }
    List<RunResult> rows = forks.values().stream().map(JmhResults::merge).toList();
    Map<Path, List<RunResult>> files = new LinkedHashMap<>();
    files.put(run.jmh(), rows);
    for (int threads : threads(rows)) {
      files.put(
          run.jmh(threads),
          rows.stream().filter(row -> row.getParams().getThreads() == threads).toList());
    }
    // The user waits for them, and there is nothing left to measure.
    files.entrySet().parallelStream().forEach(file -> write(file.getKey(), file.getValue()));
  }

  private static Collection<Integer> threads(List<RunResult> rows) {
    return new TreeSet<>(rows.stream().map(row -> row.getParams().getThreads()).toList());
  }

  private static void write(Path file, Collection<RunResult> rows) {
    ResultFormatFactory.getInstance(ResultFormatType.JSON, file.toString()).writeOut(rows);
  }

  private static RunResult merge(List<BenchmarkResult> forks) {
    BenchmarkParams p = forks.get(0).getParams();
    BenchmarkParams params =
        new BenchmarkParams(
            p.getBenchmark(),
            p.generatedBenchmark(),
            p.shouldSynchIterations(),
            p.getThreads(),
            p.getThreadGroups(),
            p.getThreadGroupLabels(),
            forks.size(),
            p.getWarmupForks(),
            p.getWarmup(),
            p.getMeasurement(),
            p.getMode(),
            parameters(p),
            p.getTimeUnit(),
            p.getOpsPerInvocation(),
            p.getJvm(),
            harnessArguments(p),
            p.getJdkVersion(),
            p.getVmName(),
            p.getVmVersion(),
            p.getJmhVersion(),
            p.getTimeout());
    return new RunResult(params, forks);
  }

  /** Without those that name files of this run: they differ from fork to fork. */
  private static List<String> harnessArguments(BenchmarkParams p) {
    return p.getJvmArgs().stream()
        .filter(a -> !a.startsWith(Cell.FLAG) && !a.equals(OwnTemporaryFolder.flag()))
        .toList();
  }

  private static WorkloadParams parameters(BenchmarkParams p) {
    WorkloadParams parameters = new WorkloadParams();
    int position = 0;
    for (String key : p.getParamsKeys()) {
      parameters.put(key, p.getParam(key), position++);
    }
    return parameters;
  }

  private BenchmarkResult read(Trial trial) {
    try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(file(trial)))) {
      return (BenchmarkResult) in.readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException(file(trial) + " cannot be read: " + e.getMessage(), e);
    }
  }

  private Path file(Trial trial) {
    return kept.resolve("%s-%s-r%d.ser".formatted(trial.stack(), trial.name(), trial.repeat()));
  }
}
