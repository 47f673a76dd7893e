package org.inferometer.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.inferometer.calibration.Calibrator;
import org.inferometer.calibration.Point;
import org.inferometer.calibration.PointResult;
import org.inferometer.record.Mode;
import org.inferometer.record.RecordReader;
import org.inferometer.record.RequestRecord;
import org.inferometer.run.RunFailed;
import org.inferometer.wire.Transport;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * The error of the whole instrument at one point: the benchmark of a trial, with JMH's threads in a
 * process forked by JMH, asks the standard instead of a stack.
 */
public final class JmhPoint {
  private static final int WARMUP_ROUNDS = 3;

  private JmhPoint() {}

  /**
   * Measures {@code point}.
   *
   * @param records where the raw records go, in place of those of an earlier measurement. JMH's own
   *     output lies beside them.
   * @throws RunFailed when the benchmark fails
   */
  public static PointResult measure(Calibrator calibrator, Point point, Path records)
      throws IOException {
    Files.createDirectories(records.toAbsolutePath().getParent());
    Files.deleteIfExists(records);
    return calibrator.measure(
        point,
        (standard, transport) -> {
          run(
              standard,
              transport,
              point.pattern().knobs(),
              Mode.STREAM,
              point.streams(),
              rounds(point, Math.min(WARMUP_ROUNDS, point.rounds())),
              rounds(point, point.rounds()),
              point.pattern().promptBytes(),
              records);
          return measured(records);
        });
  }

  /**
   * What the benchmark recorded of {@code standard} over {@code transport}, which is named as a
   * model by {@code answers}.
   *
   * @param records as in {@link #measure}
   */
  static List<RequestRecord> records(
      URI standard,
      Transport transport,
      String answers,
      Mode mode,
      int threads,
      Duration length,
      int promptBytes,
      Path records)
      throws IOException {
    Files.createDirectories(records.toAbsolutePath().getParent());
    Files.deleteIfExists(records);
    TimeValue measured = TimeValue.milliseconds(length.toMillis());
    TimeValue warmUp = TimeValue.milliseconds(Math.max(1, length.toMillis() / WARMUP_ROUNDS));
    run(standard, transport, answers, mode, threads, warmUp, measured, promptBytes, records);
    return measured(records);
  }

  private static void run(
      URI standard,
      Transport transport,
      String answers,
      Mode mode,
      int threads,
      TimeValue warmUp,
      TimeValue measured,
      int promptBytes,
      Path records) {
    Path log = records.resolveSibling(records.getFileName() + ".log");
    try {
      Forks.run(
          new OptionsBuilder()
              .include("^" + CompletionBenchmark.class.getName() + "\\..*")
              .param("stack", standard.toString())
              .param("model", answers)
              .param("mode", mode.label())
              .threads(threads)
              .forks(1)
              .warmupIterations(1)
              .warmupTime(warmUp)
              .measurementIterations(1)
              .measurementTime(measured)
              .addProfiler(StreamProfiler.class)
              .shouldFailOnError(true)
              .output(log.toString())
              .jvmArgsAppend(arguments(transport, promptBytes, records))
              .build());
    } catch (RunnerException e) {
      throw new RunFailed("the instrument's own error: " + TrialLog.cause(log, e));
    }
  }

  private static TimeValue rounds(Point point, int count) {
    return TimeValue.nanoseconds(count * point.answerNanos());
  }

  private static String[] arguments(Transport transport, int promptBytes, Path records) {
    List<String> arguments = new ArrayList<>(ClientJvm.FLAGS);
    arguments.add(OwnTemporaryFolder.flag());
    arguments.add(TrialFork.STANDARD + "transport=" + transport.label());
    arguments.add(TrialFork.STANDARD + "prompt=" + promptBytes);
    arguments.add(TrialFork.STANDARD + "records=" + records.toAbsolutePath());
    return arguments.toArray(String[]::new);
  }

  private static List<RequestRecord> measured(Path records) {
    List<RequestRecord> measured = new ArrayList<>();
    RecordReader.read(
        records,
        record -> {
          if (Recorder.measured(record)) {
            measured.add(record);
          }
        },
        problem -> {
          throw new RunFailed(problem);
        });
    return measured;
  }
}
