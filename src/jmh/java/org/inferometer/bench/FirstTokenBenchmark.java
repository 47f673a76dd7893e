package org.inferometer.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Prompt to first token (P2FT) as JMH's own score: the operation returns at the first event with
 * generated content. The rest of the stream is read in the invocation's teardown, which JMH does
 * not time, so that the server still serves whole answers.
 *
 * <p>Because of that teardown only the latency of this benchmark means something; throughput comes
 * from {@link CompletionBenchmark}.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 5, time = 1)
public class FirstTokenBenchmark {

  /** Time from handing the request to the client until generated content has arrived. */
  @Benchmark
  public boolean firstToken(Target target, Caller caller) throws InterruptedException {
    return caller.start().awaitFirst();
  }
}
