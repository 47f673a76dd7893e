package org.inferometer.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.inferometer.load.Load;
import org.inferometer.load.Open;
import org.inferometer.result.RunDirectory;
import org.inferometer.run.TrialNumbers;
import org.inferometer.run.TrialStore;
import org.inferometer.scenario.Trial;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.WorkloadParams;

/**
 * The JMH results of a run. Each trial's is kept with its values as soon as it is there, so that an
 * interrupted run can be continued; the standard JSON is written from them.
 */
final class JmhResults implements TrialStore {
  private final RunDirectory run;

  JmhResults(RunDirectory run) {
    this.run = run;
  }

  @Override
  public boolean has(Trial trial) {
    return Files.exists(run.ended(trial));
  }

  @Override
  public List<Path> dropDamaged(List<Trial> trials) throws IOException {
    List<Path> damaged = new ArrayList<>();
    for (Trial trial : trials) {
      Path file = run.ended(trial);
      if (Files.exists(file)) {
        try {
          ForkJson.read(Files.readString(file));
        } catch (IllegalArgumentException | CharacterCodingException e) {
          Path aside = run.root().resolve("interrupted").resolve(run.root().relativize(file));
          Files.createDirectories(aside.getParent());
          Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
          damaged.add(file);
        }
      }
    }
    return damaged;
  }

  /** A trial in short, of its secondary results. */
  static TrialNumbers numbers(Load load, Map<String, Result> secondary) {
    return new TrialNumbers(
        Math.round(secondary.get("requests.ok").getScore()),
        Math.round(secondary.get("requests.failed").getScore()),
        score(secondary, "p2ft"),
        score(secondary, load instanceof Open ? "latency.from.schedule" : "latency"),
        score(secondary, "tokens.throughput"));
  }

  private static Double score(Map<String, Result> secondary, String label) {
    Result<?> result = secondary.get(label);
    return result == null ? null : result.getScore();
  }

  void keep(Trial trial, RunResult result) {
    try {
      Files.createDirectories(run.ended());
      Path half = run.ended().resolve("half-written");
      try (FileChannel out =
          FileChannel.open(
              half,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        String json = ForkJson.write(List.copyOf(result.getBenchmarkResults()).get(0));
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(json);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(half, run.ended(trial), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot keep the JMH result of %s: %s".formatted(trial.name(), e.getMessage()), e);
    }
  }

  /**
   * Writes {@code jmh.json}, repeats of a trial as its forks, and a file for each thread count, for
   * viewers that take rows of different thread counts for the same benchmark.
   */
  @Override
  public void write(List<Trial> trials) throws IOException {
    Map<String, Map<Integer, BenchmarkResult>> forks = new LinkedHashMap<>();
    for (Trial trial : trials) {
      if (has(trial)) {
        // Tenants that asked at the same time share one process.
        forks
            .computeIfAbsent(row(trial), x -> new LinkedHashMap<>())
            .computeIfAbsent(trial.repeat(), x -> read(trial));
      }
    }
    List<RunResult> rows =
        forks.values().stream().map(one -> merge(List.copyOf(one.values()))).toList();
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

  private static String row(Trial trial) {
    return trial.neighbours() == null
        ? trial.stack() + "/" + trial.name()
        : trial.point().toString();
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
        .filter(a -> !a.startsWith(TrialFork.FLAG) && !a.equals(OwnTemporaryFolder.flag()))
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

  /** What was kept of {@code trial}. */
  BenchmarkResult read(Trial trial) {
    try {
      return ForkJson.read(Files.readString(run.ended(trial)));
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalStateException(run.ended(trial) + " cannot be read: " + e.getMessage(), e);
    }
  }
}
