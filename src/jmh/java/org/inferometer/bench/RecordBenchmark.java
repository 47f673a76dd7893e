package org.inferometer.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.inferometer.record.Mode;
import org.inferometer.record.Outcome;
import org.inferometer.record.Phase;
import org.inferometer.record.RecordDraft;
import org.inferometer.record.RecordWriter;
import org.inferometer.record.RequestRecord;
import org.inferometer.record.TokenSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Writing a record as a line of JSON to a file. */
@State(Scope.Thread)
@BenchmarkMode(org.openjdk.jmh.annotations.Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RecordBenchmark {
  /** Arrivals of the record. */
  @Param({"64", "512"})
  public int arrivals;

  private Path file;
  private RecordWriter writer;
  private RequestRecord record;

  /** Opens a file and builds a record. */
  @Setup
  public void open() throws IOException {
    file = Files.createTempFile("records", ".jsonl");
    writer = RecordWriter.append(file);
    record = record(arrivals);
  }

  /** Throws the file away. */
  @TearDown
  public void close() throws IOException {
    writer.close();
    Files.delete(file);
  }

  /** One line. */
  @Benchmark
  public void write() {
    writer.write(record);
  }

  private static RequestRecord record(int arrivals) {
    long start = 1_234_567_890_123L;
    long[] at = new long[arrivals];
    int[] ones = new int[arrivals];
    int[] bytes = new int[arrivals];
    for (int i = 0; i < arrivals; i++) {
      at[i] = start + 100_000_000 + i * 20_000_123L;
      ones[i] = 1;
      bytes[i] = 300 + i % 10;
    }
    long end = at[arrivals - 1];
    return new RecordDraft()
        .with("id", "1f0c-17-3")
        .with("stack", "vllm")
        .with("model", "gpt2")
        .with("task", "chat")
        .with("prompt", "chat-017")
        .with("mode", Mode.STREAM)
        .with("load", "p=8")
        .with("trial", "vllm-chat")
        .with("fork", 1)
        .with("iteration", 3)
        .with("thread", 5)
        .with("phase", Phase.MEASURED)
        .with("place", 29L)
        .with("scheduled", start)
        .with("started", start + 21_000)
        .with("sent", start + 60_000)
        .with("head", at[0])
        .with("closed", end)
        .with("status", 200)
        .with("outcome", Outcome.OK)
        .with("finish", "length")
        .with("promptTokens", 91)
        .with("outputTokens", arrivals)
        .with("tokenSource", TokenSource.USAGE)
        .with("eventTokens", arrivals)
        .with("maxTokens", arrivals)
        .with("requestBytes", 700)
        .with("inFlight", 8)
        .with("at", at)
        .with("events", ones)
        .with("tokens", ones)
        .with("bytes", bytes)
        .record();
  }
}
