package org.inferometer.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.inferometer.record.Mode;
import org.inferometer.record.RequestRecord;
import org.inferometer.wire.Client;
import org.inferometer.wire.ClientSettings;
import org.inferometer.wire.Outgoing;
import org.inferometer.wire.Replay;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Decoding a stream that was kept, one event per read: bytes to record. */
@State(Scope.Thread)
@BenchmarkMode(org.openjdk.jmh.annotations.Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DecodeBenchmark {
  /** Tokens of the stream, one event each. */
  @Param({"64", "512"})
  public int tokens;

  private byte[] answer;
  private int[] ends;
  private long[] stamps;
  private Outgoing outgoing;

  /** Builds the stream. */
  @Setup
  public void build() {
    byte[][] chunks = SampleStream.chunks(tokens);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(SampleStream.HEAD.getBytes(StandardCharsets.US_ASCII));
    ends = new int[chunks.length];
    stamps = new long[chunks.length];
    for (int i = 0; i < chunks.length; i++) {
      all.writeBytes(chunks[i]);
      ends[i] = all.size();
      stamps[i] = i * 1_000_000L;
    }
    answer = all.toByteArray();
    try (Client client =
        Client.open(SampleStream.endpoint("http", 9), ClientSettings.forConnections(1))) {
      outgoing =
          client.prepare(
              SampleStream.PROMPT, SampleStream.generation(tokens), Mode.STREAM, "request-1");
    }
  }

  /** The whole stream; divide by its tokens for the cost of an event. */
  @Benchmark
  public RequestRecord decode() {
    return Replay.of(outgoing, SampleStream.LABELS, answer, ends, stamps);
  }
}
