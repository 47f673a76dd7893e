package org.inferometer.bench;

import java.util.concurrent.TimeUnit;
import org.inferometer.load.Driver;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A whole schedule of requests, which start at its times whether others have ended or not.
 *
 * <p>Its score is the time of the whole; what the requests found is in the secondary results, and
 * counted from the schedule in those whose names say so.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Threads(1)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class ScheduleBenchmark {

  /** From the begin of the schedule until the last answer has ended. */
  @Benchmark
  public Driver.Outcome schedule(OpenLoop loop) throws InterruptedException {
    return loop.run();
  }
}
