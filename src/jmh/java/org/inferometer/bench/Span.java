package org.inferometer.bench;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.inferometer.machine.BackgroundThread;
import org.inferometer.machine.Compilers;

/**
 * The part of a point in which all tenants' requests are measured, in nanoseconds from the release.
 * Whoever can goes on until the last measured request of all tenants has ended: none of them is to
 * end without its neighbours.
 */
final class Span {
  private final long from;
  private final long to;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicBoolean begun = new AtomicBoolean();

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
    return nanos <= to || open.get() > 0;
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
