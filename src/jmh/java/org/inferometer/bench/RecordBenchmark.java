package org.inferometer.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.inferometer.record.Mode;
import org.inferometer.record.Outcome;
import org.inferometer.record.Phase;
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
    return new RequestRecord(
        "1f0c-17-3",
        "vllm",
        "gpt2",
        "chat",
        "chat-017",
        Mode.STREAM,
        "p=8",
        "vllm-chat",
        1,
        3,
        5,
        Phase.MEASURED,
        29L,
        start,
        start + 21_000,
        null,
        start + 60_000,
        at[0],
        end,
        200,
        Outcome.OK,
        null,
        null,
        "length",
        91,
        arrivals,
        TokenSource.USAGE,
        arrivals,
        null,
        arrivals,
        700,
        8,
        at,
        ones,
        ones,
        bytes);
  }
}
