package org.inferometer.bench;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.inferometer.record.Labels;
import org.inferometer.wire.Outgoing;

/**
 * The requests of a schedule, encoded ahead of their times by a thread of its own, a bounded number
 * of them. Neither side wakes the other: whoever starts requests has no time for that.
 */
final class Ahead implements AutoCloseable {
  private static final long LOOK_EVERY_NANOS = 2_000_000;
  private static final long RETRY_NANOS = 20_000;
  private static final int FEWEST = 16;
  private static final int MOST = 1024;

  /** The encoder may get no time for so long. */
  static final Duration SOON = Duration.ofMillis(50);

  private static final int BESIDE = 64;
  private static final int MOST_BYTES = 64 << 20;

  /**
   * One request.
   *
   * @param at when it is to start, in nanoseconds from the schedule's begin
   * @param dialogue what it belongs to
   */
  record Request(long at, Dialogue dialogue, Outgoing outgoing, Labels labels) {}

  private final Supplier<Request> source;
  private final int most;
  private final Queue<Request> encoded = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private volatile boolean exhausted;
  private volatile boolean closed;
  private volatile RuntimeException failure;

  /**
   * Begins to encode.
   *
   * @param source gives the requests in the order of the schedule, then null
   * @param soon how many of them start within {@link #SOON} at the most. No more are encoded than
   *     needs be: what waits is copied by the next collections of garbage, when nothing is read.
   * @param bytes size of one
   */
  Ahead(Supplier<Request> source, int soon, int bytes) {
    this.source = source;
    int wanted = Math.min(MOST, BESIDE + soon);
    this.most = Math.max(FEWEST, Math.min(wanted, MOST_BYTES / bytes));
    Thread thread = new Thread(this::encode, "request-encoder");
    thread.setDaemon(true);
    thread.start();
  }

  /** Waits until as many as may be, or all there are, have been encoded. */
  void awaitFull() {
    while (!exhausted && failure == null && size.get() < most) {
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
  }

  /**
   * The next request; null after the last.
   *
   * @throws RuntimeException why one could not be encoded
   */
  Request take() {
    while (true) {
      boolean over = exhausted;
      Request next = encoded.poll();
      if (next != null) {
        size.decrementAndGet();
        return next;
      }
      if (failure != null) {
        throw failure;
      }
      if (over) {
        return null;
      }
      LockSupport.parkNanos(RETRY_NANOS);
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  private void encode() {
    try {
      while (!closed && !exhausted) {
        if (size.get() >= most) {
          LockSupport.parkNanos(LOOK_EVERY_NANOS);
        } else {
          encodeNext();
        }
      }
    } catch (RuntimeException e) {
      failure = e;
    } catch (Error e) {
      // Such as no memory left: whoever waits for a request has to hear of it.
      failure = new IllegalStateException("a request cannot be encoded: " + e, e);
    }
  }

  private void encodeNext() {
    Request next = source.get();
    if (next == null) {
      exhausted = true;
    } else {
      size.incrementAndGet();
      encoded.add(next);
    }
  }
}
