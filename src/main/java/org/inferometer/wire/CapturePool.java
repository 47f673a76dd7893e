package org.inferometer.wire;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Captures for reuse, so that a steady load allocates none and each has grown to what it needs.
 *
 * <p>Without locks: whoever starts a request would wait for a thread that decodes another one, and
 * that gets a processor only when nobody else wants it. Limits are kept all but exactly.
 */
final class CapturePool {
  private static final int SMALLEST = 2 << 10;
  private static final int LARGEST_AT_FIRST = 32 << 10;
  private static final int LARGEST_KEPT = 4 << 20;
  private static final int ALL_KEPT = 256 << 20;
  private static final int BYTES_PER_EVENT = 320;
  private static final int EVENTS_AT_FIRST = 4096;

  private final int size;
  private final Deque<Capture> idle = new ConcurrentLinkedDeque<>();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong kept = new AtomicLong();

  /**
   * @param size captures kept, 0 where a late read may still come when an exchange has ended
   */
  CapturePool(int size) {
    this.size = size;
  }

  /** A capture for an answer of about that many events. */
  Capture take(int events) {
    Capture reused = idle.poll();
    if (reused == null) {
      return fresh(events);
    }
    count.decrementAndGet();
    kept.addAndGet(-reused.capacity());
    return reused;
  }

  /** Has {@code wanted} idle, each for an answer of about that many events. */
  void fill(int wanted, int events) {
    for (int missing = wanted - count.get(); missing > 0; missing--) {
      giveBack(fresh(events));
    }
  }

  private static Capture fresh(int events) {
    int bytes = (int) Math.min(LARGEST_AT_FIRST, SMALLEST + (long) events * BYTES_PER_EVENT);
    return new Capture(bytes, Math.min(events, EVENTS_AT_FIRST) + 16);
  }

  void giveBack(Capture capture) {
    long capacity = capture.capacity();
    if (count.get() < size && capacity <= LARGEST_KEPT && kept.get() + capacity <= ALL_KEPT) {
      capture.clear();
      count.incrementAndGet();
      kept.addAndGet(capacity);
      idle.push(capture);
    }
  }
}
