package org.inferometer.bench;

import java.util.concurrent.TimeUnit;
import org.inferometer.wire.Exchange;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One complete answer, sync or stream, by each of p threads (JMH's {@code -t}).
 *
 * <p>At p = 1 its score is the latency of a single request; at higher p the secondary results
 * {@code tokens.throughput} and {@code requests.throughput} are what a stack carries at that
 * concurrency.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 5, time = 1)
public class CompletionBenchmark {

  /** Time from handing the request to the client until the answer has ended. */
  @Benchmark
  public Exchange complete(Target target, Caller caller) throws InterruptedException {
    Exchange exchange = caller.start();
    exchange.awaitEnd();
    return exchange;
  }
}
