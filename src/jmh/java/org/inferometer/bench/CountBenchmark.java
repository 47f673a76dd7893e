package org.inferometer.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * So many complete answers, by p threads (JMH's {@code -t}) together: as {@link
 * CompletionBenchmark}, but ended by a number and not by the clock.
 *
 * <p>Its score is the time of the whole; what the requests found is in the secondary results.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 1)
@Measurement(iterations = 1)
public class CountBenchmark {

  /** From the first request of all slots until the last measured answer has ended. */
  @Benchmark
  public void requests(Target target, Count count, Caller caller) throws InterruptedException {
    caller.answer(count);
  }
}
