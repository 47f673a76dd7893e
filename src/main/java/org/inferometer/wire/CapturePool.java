package org.inferometer.wire;

import java.util.ArrayDeque;

/** Captures for reuse, so that a steady load allocates none and each has grown to what it needs. */
final class CapturePool {
  private static final int SMALLEST = 2 << 10;
  private static final int LARGEST_AT_FIRST = 32 << 10;
  private static final int LARGEST_KEPT = 4 << 20;
  private static final int ALL_KEPT = 256 << 20;
  private static final int BYTES_PER_EVENT = 320;
  private static final int EVENTS_AT_FIRST = 4096;

  private final int size;
  private final ArrayDeque<Capture> idle = new ArrayDeque<>();
  private long kept;

  /**
   * @param size captures kept, 0 where a late read may still come when an exchange has ended
   */
  CapturePool(int size) {
    this.size = size;
  }

  /** A capture for an answer of about that many events. */
  Capture take(int events) {
    Capture reused = poll();
    if (reused != null) {
      return reused;
    }
    return fresh(events);
  }

  /** Has {@code count} idle, each for an answer of about that many events. */
  synchronized void fill(int count, int events) {
    for (int missing = count - idle.size(); missing > 0; missing--) {
      giveBack(fresh(events));
    }
  }

  private static Capture fresh(int events) {
    int bytes = (int) Math.min(LARGEST_AT_FIRST, SMALLEST + (long) events * BYTES_PER_EVENT);
    return new Capture(bytes, Math.min(events, EVENTS_AT_FIRST) + 16);
  }

  private synchronized Capture poll() {
    Capture reused = idle.poll();
    kept -= reused == null ? 0 : reused.capacity();
    return reused;
  }

  synchronized void giveBack(Capture capture) {
    long capacity = capture.capacity();
    if (idle.size() < size && capacity <= LARGEST_KEPT && kept + capacity <= ALL_KEPT) {
      capture.clear();
      idle.push(capture);
      kept += capacity;
    }
  }
}
