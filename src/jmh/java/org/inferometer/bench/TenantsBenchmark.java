package org.inferometer.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One point of an experiment with tenants: one of them alone, or several that ask at the same time,
 * each its own server under its own load.
 *
 * <p>Its score is the time of the whole; what each tenant found is in the secondary results, whose
 * labels end with its name, like {@code p2ft@chat}.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Threads(1)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class TenantsBenchmark {

  /** From the release of all tenants until the last answer has ended. */
  @Benchmark
  public void together(TenantPoint point) throws InterruptedException {
    point.run();
  }
}
