package org.inferometer.bench;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.infra.ThreadParams;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.runner.WorkloadParams;
import org.openjdk.jmh.runner.options.TimeValue;

/** What JMH tells a benchmark and a profiler, made without JMH's runner. */
final class JmhParams {
  private JmhParams() {}

  /** Of {@link CompletionBenchmark} with two iterations of 300 ms. */
  static BenchmarkParams benchmark(
      int threads, Map<String, String> parameters, String... jvmArguments) {
    return benchmark(
        CompletionBenchmark.class.getName() + ".complete",
        Mode.SampleTime,
        threads,
        parameters,
        jvmArguments);
  }

  /** Of {@link CountBenchmark}. */
  static BenchmarkParams count(int threads, Map<String, String> parameters) {
    return benchmark(
        CountBenchmark.class.getName() + ".requests", Mode.SingleShotTime, threads, parameters);
  }

  private static BenchmarkParams benchmark(
      String name, Mode mode, int threads, Map<String, String> parameters, String... jvmArguments) {
    WorkloadParams workload = new WorkloadParams();
    new TreeMap<>(parameters)
        .forEach((key, value) -> workload.put(key, value, workload.keys().size()));
    return new BenchmarkParams(
        name,
        "generated",
        true,
        threads,
        new int[] {threads},
        List.of(),
        1,
        0,
        iteration(IterationType.WARMUP),
        iteration(IterationType.MEASUREMENT),
        mode,
        workload,
        TimeUnit.MILLISECONDS,
        1,
        "/bin/java",
        List.of(jvmArguments),
        "17",
        "VM",
        "17.0.1",
        "1.37",
        TimeValue.hours(2));
  }

  static IterationParams iteration(IterationType type) {
    return type == IterationType.WARMUP
        ? new IterationParams(type, 1, TimeValue.seconds(1), 1)
        : new IterationParams(type, 2, TimeValue.milliseconds(300), 1);
  }

  /** Of the thread {@code index}, from 0, of {@code count}. */
  static ThreadParams thread(int index, int count) {
    return new ThreadParams(index, count, 0, 1, 0, 1, index, count, index, count);
  }
}
