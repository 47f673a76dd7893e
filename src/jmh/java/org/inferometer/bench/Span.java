package org.inferometer.bench;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.inferometer.machine.BackgroundThread;
import org.inferometer.machine.Compilers;

/**
 * The part of a load, or of the loads of a point's tenants, in which requests are measured, in
 * nanoseconds from the begin. Whoever can goes on until the last measured request has ended: no
 * request is to end without its neighbours.
 */
final class Span {
  private static final int PATIENCE = 10;

  private final long from;
  private final long to;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicBoolean begun = new AtomicBoolean();
  private volatile boolean ended;

  Span(long from, long to) {
    this.from = from;
    this.to = to;
  }

  long from() {
    return from;
  }

  /** Whether a request that is due at {@code nanos} is measured. */
  boolean measures(long nanos) {
    return from <= nanos && nanos <= to;
  }

  /** Whether a request that is due at {@code nanos} is still asked. */
  boolean goesOn(long nanos) {
    return !ended && (nanos <= to || open.get() > 0);
  }

  /** From now on nobody asks, as one of them has gone. */
  void end() {
    ended = true;
  }

  /** Whether that is so. */
  boolean hasEnded() {
    return ended;
  }

  /**
   * Looks whether a tenant has gone: a few failures are enough over a tenth of what is measured.
   */
  Absence absence() {
    return new Absence((to - from) / PATIENCE);
  }

  /** A measured request starts. */
  void opened() {
    open.incrementAndGet();
    if (begun.compareAndSet(false, true)) {
      new BackgroundThread(Compilers::lower, "compilers").start();
    }
  }

  /** It has ended. */
  void closed() {
    open.decrementAndGet();
  }
}
