package org.inferometer.bench;

import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** How many requests, or conversations, all slots together measure, and how far they are. */
@State(Scope.Benchmark)
public class Count {
  @Param("100")
  public long requests;

  @Param("1000")
  public long warmupMillis;

  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong left = new AtomicLong();

  @Setup(Level.Iteration)
  public void begin() {
    taken.set(0);
    left.set(requests);
  }

  /** The next place of those that are measured, from 0; {@link #NONE} if all are taken. */
  long take() {
    long place = taken.getAndIncrement();
    return place < requests ? place : NONE;
  }

  static final long NONE = -1;

  /** One of them has ended. */
  void ended() {
    left.decrementAndGet();
  }

  /** Whether all have ended. */
  boolean isOver() {
    return left.get() <= 0;
  }

  /** A slot cannot go on, so that they will never all have ended. */
  void giveUp() {
    left.set(0);
  }
}
