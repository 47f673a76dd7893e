package org.inferometer.result;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
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
import org.inferometer.scenario.Measurement;
import org.inferometer.scenario.Model;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Scenario;
import org.inferometer.scenario.Stack;
import org.inferometer.scenario.Task;
import org.inferometer.wire.Deadlines;

/** A run directory made by hand: one task, one complete-answer cell at each parallelism. */
public final class HandMade {
  private static final long MILLI = 1_000_000;

  private static final AtomicLong IDS = new AtomicLong();

  public final RunDirectory directory;
  private final Mode mode;

  private HandMade(RunDirectory directory, Mode mode) {
    this.directory = directory;
    this.mode = mode;
  }

  public static HandMade run(Path root, Mode mode, List<Integer> parallelism, String... stacks)
      throws IOException {
    return under(parallelism.stream().<Load>map(Closed::new).toList(), root, mode, stacks);
  }

  /** The same at each of {@code loads}. */
  public static HandMade under(List<Load> loads, Path root, Mode mode, String... stacks)
      throws IOException {
    Files.createDirectories(root);
    RunDirectory directory = new RunDirectory(root);
    Plan.of(scenario(root, mode, loads, stacks)).write(directory.plan());
    Files.writeString(directory.done(), "");
    return new HandMade(directory, mode);
  }

  /** Appends records, as {@code stack} and this trial would have written them. */
  public void write(String stack, int p, RequestRecord... records) {
    write(stack, new Closed(p), records);
  }

  /** The same of the trial at {@code load}. */
  public void write(String stack, Load load, RequestRecord... records) {
    try {
      Path file = Files.createTempFile("record", ".jsonl");
      try (RecordWriter out = RecordWriter.append(file)) {
        for (RequestRecord record : records) {
          out.write(record);
        }
      }
      String lines = Files.readString(file);
      Files.delete(file);
      append(
          directory.requests(stack, trial(load)),
          lines
              .replace("\"stack\":\"a\"", "\"stack\":\"" + stack + "\"")
              .replace("\"mode\":\"stream\"", "\"mode\":\"" + mode.label() + "\"")
              .replace("\"trial\":\"trial\"", "\"trial\":\"" + trial(load) + "\""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Appends raw text to a records file. */
  public void damage(String stack, int p, String text) throws IOException {
    append(directory.requests(stack, trial(p)), text);
  }

  private static void append(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  public TrialResult read(String stack) {
    return Run.read(directory.root()).trials().stream()
        .filter(one -> one.stack().equals(stack))
        .filter(one -> one.cell().measure() == org.inferometer.scenario.Measure.COMPLETE)
        .findFirst()
        .orElseThrow();
  }

  String trial(int p) {
    return trial(new Closed(p));
  }

  private String trial(Load load) {
    return "complete-m-chat-%s-%s".formatted(mode.label(), load.name());
  }

  /** An ok answer; times in milliseconds, one token per arrival. */
  public static RequestRecord ok(int fork, long startMillis, long... arrivalMillis) {
    int[] ones = new int[arrivalMillis.length];
    java.util.Arrays.fill(ones, 1);
    return answer(fork, 1, Phase.MEASURED, startMillis, arrivalMillis, ones, ones.length);
  }

  public static RequestRecord answer(
      int fork,
      int iteration,
      Phase phase,
      long startMillis,
      long[] arrivalMillis,
      int[] tokens,
      int outputTokens) {
    long[] at = java.util.Arrays.stream(arrivalMillis).map(time -> time * MILLI).toArray();
    return record(
        fork,
        iteration,
        0,
        phase,
        (startMillis - 1) * MILLI,
        startMillis * MILLI,
        (startMillis + 5) * MILLI,
        at,
        tokens.clone(),
        tokens,
        at[at.length - 1] + 2 * MILLI,
        10,
        outputTokens,
        64);
  }

  /** An ok answer; times in nanoseconds, events and tokens per arrival. */
  public static RequestRecord record(
      int fork,
      int iteration,
      int thread,
      Phase phase,
      long scheduled,
      long started,
      long head,
      long[] at,
      int[] events,
      int[] tokens,
      long closed,
      int promptTokens,
      int outputTokens,
      int maxTokens) {
    return draft(fork)
        .with("iteration", iteration)
        .with("thread", thread)
        .with("phase", phase)
        .with("scheduled", scheduled)
        .with("started", started)
        .with("head", head)
        .with("closed", closed)
        .with("status", 200)
        .with("outcome", Outcome.OK)
        .with("finish", "length")
        .with("promptTokens", promptTokens)
        .with("outputTokens", outputTokens)
        .with("tokenSource", TokenSource.USAGE)
        .with("maxTokens", maxTokens)
        .with("requestBytes", 100)
        .with("inFlight", 1)
        .with("at", at)
        .with("events", events)
        .with("tokens", tokens)
        .with("bytes", new int[at.length])
        .record();
  }

  /** The line that {@code record} is in a records file, with {@code found} replaced. */
  public static String line(RequestRecord record, String found, String replacement)
      throws IOException {
    Path file = Files.createTempFile("record", ".jsonl");
    try {
      try (RecordWriter out = RecordWriter.append(file)) {
        out.write(record);
      }
      String line = Files.readString(file);
      String changed = line.replaceAll(found, replacement);
      if (changed.equals(line)) {
        throw new IllegalArgumentException(found + " is not in " + line);
      }
      return changed;
    } finally {
      Files.delete(file);
    }
  }

  public static RequestRecord failed(int fork, long startMillis, long closedMillis) {
    return unanswered(
        fork,
        startMillis,
        startMillis * MILLI,
        closedMillis,
        503,
        Outcome.HTTP_ERROR,
        "status 503");
  }

  /** A request that its load gave up before anything came. */
  public static RequestRecord cancelled(int fork, long startMillis, long closedMillis) {
    return unanswered(
        fork,
        startMillis,
        startMillis * MILLI,
        closedMillis,
        200,
        Outcome.CANCELLED,
        "given up by its load");
  }

  /** A request that was never started. */
  public static RequestRecord refused(int fork, long scheduledMillis) {
    return unanswered(
        fork, scheduledMillis, null, scheduledMillis + 1, null, Outcome.REFUSED, "cannot connect");
  }

  private static RecordDraft draft(int fork) {
    return new RecordDraft()
        .with("id", "id-" + IDS.incrementAndGet())
        .with("stack", "a")
        .with("model", "m")
        .with("task", "chat")
        .with("prompt", "prompt")
        .with("mode", Mode.STREAM)
        .with("load", "p=1")
        .with("trial", "trial")
        .with("fork", fork);
  }

  private static RequestRecord unanswered(
      int fork,
      long scheduledMillis,
      Long started,
      long closedMillis,
      Integer status,
      Outcome outcome,
      String reason) {
    return draft(fork)
        .with("iteration", 1)
        .with("thread", 0)
        .with("phase", Phase.MEASURED)
        .with("scheduled", scheduledMillis * MILLI)
        .with("started", started)
        .with("closed", closedMillis * MILLI)
        .with("status", status)
        .with("outcome", outcome)
        .with("reason", reason)
        .with("maxTokens", 64)
        .with("requestBytes", 100)
        .with("inFlight", 1)
        .record();
  }

  private static Scenario scenario(Path root, Mode mode, List<Load> loads, String... stacks) {
    Duration second = Duration.ofSeconds(1);
    Generation generation = new Generation(0.0, 1.0, null, 64, 1L, true, List.of());
    return new Scenario(
        "hand made",
        "",
        1,
        root,
        List.of(new Model("m", Path.of("/m"), null)),
        java.util.Arrays.stream(stacks)
            .map(
                name ->
                    new Stack(
                        name,
                        name,
                        "openai",
                        URI.create("http://127.0.0.1:" + (1 + List.of(stacks).indexOf(name))),
                        null,
                        Map.of("m", "m"),
                        null))
            .toList(),
        List.of(
            new Task(
                "chat",
                Path.of("/chat"),
                null,
                "chat",
                "{text}",
                null,
                false,
                List.of(mode),
                loads,
                Map.of("m", generation))),
        List.of(mode),
        new Measurement(2, 0, second, 1, second, null, second, true, true, 1, null, null, null),
        new Deadlines(second, second, second, second, second),
        second);
  }

  static double mean(TrialResult trial, Metric metric) {
    return trial.estimate(metric, Statistic.MEAN).value();
  }

  static double value(TrialResult trial, Metric metric) {
    return trial.estimate(metric, Statistic.VALUE).value();
  }
}
