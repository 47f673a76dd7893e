package org.inferometer.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.inferometer.dataset.Generation;
import org.inferometer.load.Closed;
import org.inferometer.load.Load;
import org.inferometer.record.Mode;
import org.inferometer.record.Outcome;
import org.inferometer.record.Phase;
import org.inferometer.record.RecordDraft;
import org.inferometer.record.RecordWriter;
import org.inferometer.record.RequestRecord;
import org.inferometer.record.TokenSource;
import org.inferometer.result.RunDirectory;
import org.inferometer.scenario.Measurement;
import org.inferometer.scenario.Model;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Scenario;
import org.inferometer.scenario.Stack;
import org.inferometer.scenario.Task;
import org.inferometer.scenario.Trial;
import org.inferometer.wire.Deadlines;

/**
 * Writes a run directory of any size with made-up answers, to measure how fast runs are summarized
 * and drawn. {@code java -cp inferometer.jar org.inferometer.bench.SyntheticRun DIRECTORY STACKS
 * REQUESTS TOKENS}.
 *
 * @param stacks number of stacks
 * @param requests measured requests of the whole run
 * @param tokens output tokens of each
 * @param loads under which each task is asked
 */
public record SyntheticRun(int stacks, int requests, int tokens, List<Load> loads) {
  private static final int REPEATS = 5;
  private static final int ITERATIONS = 3;
  private static final List<Load> LOADS =
      List.of(new Closed(1), new Closed(2), new Closed(4), new Closed(8));
  private static final double MILLI = 1e6;

  /** Of closed loops. */
  public SyntheticRun(int stacks, int requests, int tokens) {
    this(stacks, requests, tokens, LOADS);
  }

  /** See the class. */
  public static void main(String[] args) throws IOException {
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    new SyntheticRun(
            Integer.parseInt(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]))
        .write(Path.of(args[0]));
  }

  /** Writes the run; files that are there already are an error. */
  public void write(Path root) throws IOException {
    Files.createDirectories(root);
    RunDirectory directory = new RunDirectory(root);
    Plan plan = Plan.of(scenario(root));
    plan.write(directory.plan());
    SplittableRandom random = new SplittableRandom(1);
    long clock = 1_000_000_000_000L;
    int perTrial = Math.max(1, requests / plan.trials().size());
    StringBuilder samples = new StringBuilder();
    for (Trial trial : plan.trials()) {
      try (RecordWriter out =
          RecordWriter.append(directory.requests(trial.stack(), trial.name()))) {
        long end = trial(trial, perTrial, clock, random, out);
        for (long at = clock; at < end + 500_000_000L; at += 500_000_000L) {
          sample(samples, trial, at, random);
        }
        clock = end + 1_000_000_000L;
      }
    }
    Files.writeString(directory.samples(), samples);
    Files.writeString(directory.environment(), "{\"host\": \"made up\"}\n");
    Files.writeString(directory.done(), "made up\n");
  }

  private long trial(
      Trial trial, int count, long clock, SplittableRandom random, RecordWriter out) {
    int stack = Integer.parseInt(trial.stack().substring(1));
    double effect = Math.exp(0.01 * random.nextGaussian());
    int p = trial.load().connections();
    long end = clock;
    for (int iteration = 0; iteration <= ITERATIONS; iteration++) {
      long[] free = new long[p];
      Arrays.fill(free, end);
      int share = iteration == 0 ? p : count / ITERATIONS;
      long measuredEnd = end;
      // Every slot's first request and, while others are measured, its last ones are edges.
      for (int i = 0; i < p + share || Arrays.stream(free).min().orElseThrow() < measuredEnd; i++) {
        int slot = 0;
        for (int k = 1; k < p; k++) {
          slot = free[k] < free[slot] ? k : slot;
        }
        double firstMillis = (20 + 4 * stack + 2 * p) * effect * noise(random, 0.15);
        double gapMillis = (8 + stack + 0.5 * p) * effect;
        boolean counted = i >= p && i < p + share;
        Phase phase = iteration == 0 ? Phase.WARMUP : counted ? Phase.MEASURED : Phase.EDGE;
        int number = iteration * (p + share) + i;
        RequestRecord record =
            record(
                trial, iteration, phase, slot, number, free[slot], firstMillis, gapMillis, random);
        out.write(record);
        free[slot] = record.closed();
        measuredEnd = counted ? Math.max(measuredEnd, record.closed()) : measuredEnd;
      }
      end = Arrays.stream(free).max().orElseThrow() + 50_000_000L;
    }
    return end;
  }

  private RequestRecord record(
      Trial trial,
      int iteration,
      Phase phase,
      int slot,
      int number,
      long scheduled,
      double firstMillis,
      double gapMillis,
      SplittableRandom random) {
    long started = scheduled + 15_000 + random.nextInt(20_000);
    boolean failed = random.nextInt(1000) == 0;
    int n = failed ? 0 : trial.mode() == Mode.SYNC ? 1 : tokens;
    long[] at = new long[n];
    int[] bytes = new int[n];
    double time = started + firstMillis * MILLI;
    for (int k = 0; k < n; k++) {
      at[k] = (long) time;
      bytes[k] = 180 + random.nextInt(40);
      time += gapMillis * noise(random, 0.2) * MILLI;
    }
    int[] ones = IntStream.generate(() -> 1).limit(n).toArray();
    long closed = n == 0 ? started + 5_000_000 : at[n - 1] + 100_000;
    boolean stream = trial.mode() == Mode.STREAM;
    return new RecordDraft()
        .with(
            "id",
            "r%s-%s-%d-%d-%d"
                .formatted(trial.stack(), trial.name(), trial.repeat(), iteration, number))
        .with("stack", trial.stack())
        .with("model", trial.model())
        .with("task", trial.task())
        .with("prompt", "prompt-" + number % 100)
        .with("mode", trial.mode())
        .with("load", trial.load().label())
        .with("trial", trial.name())
        .with("fork", trial.repeat())
        .with("iteration", Math.max(1, iteration))
        .with("thread", slot)
        .with("phase", phase)
        .with("place", (long) number)
        .with("scheduled", scheduled)
        .with("started", started)
        .with("sent", started + 30_000)
        .with("head", failed ? null : started + (long) (firstMillis * 0.9 * MILLI))
        .with("closed", closed)
        .with("status", failed ? 503 : 200)
        .with("outcome", failed ? Outcome.HTTP_ERROR : Outcome.OK)
        .with("reason", failed ? "status 503" : null)
        .with("finish", failed ? null : "length")
        .with("promptTokens", failed ? null : 64)
        .with("outputTokens", failed ? null : tokens)
        .with("tokenSource", failed ? null : TokenSource.USAGE)
        .with("eventTokens", failed || !stream ? null : tokens)
        .with("maxTokens", tokens)
        .with("requestBytes", 300)
        .with("inFlight", trial.load().connections())
        .with("at", at)
        .with("events", ones)
        .with("tokens", stream ? ones : null)
        .with("bytes", bytes)
        .record();
  }

  private static double noise(SplittableRandom random, double sigma) {
    return Math.exp(sigma * random.nextGaussian());
  }

  private void sample(StringBuilder out, Trial trial, long at, SplittableRandom random) {
    long mib = 1 << 20;
    String gpu = "gpu:" + trial.stack().substring(1);
    out.append(
        "{\"at\":%d,\"source\":\"stack:%s\",\"values\":{\"residentBytes\":%d,\"processes@%s\":1}}\n"
            .formatted(at, trial.stack(), (900 + 40L * trial.load().connections()) * mib, gpu));
    out.append(
        "{\"at\":%d,\"source\":\"host\",\"values\":{\"memoryUsedBytes\":%d}}\n"
            .formatted(at, (4000 + random.nextInt(50)) * mib));
    out.append(
        "{\"at\":%d,\"source\":\"%s\",\"values\":{\"memoryUsedBytes\":%d,\"powerWatts\":%d,\"processes\":1}}\n"
            .formatted(
                at,
                gpu,
                (9000 + 100L * trial.load().connections()) * mib,
                200 + random.nextInt(50)));
  }

  private Scenario scenario(Path root) {
    Generation generation = new Generation(0.0, 1.0, null, tokens, 1L, true, List.of());
    List<Stack> all =
        IntStream.range(0, stacks)
            .mapToObj(
                i ->
                    new Stack(
                        "s" + i,
                        "Stack " + i,
                        "openai",
                        URI.create("http://127.0.0.1:" + (1 + i)),
                        null,
                        Map.of("m", "m"),
                        null))
            .toList();
    List<Task> tasks =
        List.of("chat", "qa").stream()
            .map(
                name ->
                    new Task(
                        name,
                        root.resolve(name),
                        null,
                        "chat",
                        "{text}",
                        null,
                        false,
                        List.of(Mode.STREAM),
                        loads,
                        Map.of("m", generation)))
            .toList();
    return new Scenario(
        "synthetic",
        "made up",
        1,
        root,
        List.of(new Model("m", root, null)),
        all,
        tasks,
        List.of(Mode.STREAM),
        new Measurement(
            REPEATS,
            1,
            Duration.ofSeconds(1),
            ITERATIONS,
            Duration.ofSeconds(1),
            null,
            Duration.ofSeconds(1),
            true,
            true,
            1,
            null,
            null,
            null),
        new Deadlines(
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1)),
        Duration.ofMillis(500));
  }
}
