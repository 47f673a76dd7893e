package org.inferometer.wire;

import java.util.concurrent.ArrayBlockingQueue;

/** Captures for reuse, so that a steady load allocates none and each has grown to what it needs. */
final class CapturePool {
  private static final int SMALLEST = 8 << 10;
  private static final int LARGEST_AT_FIRST = 32 << 10;
  private static final int LARGEST_KEPT = 4 << 20;
  private static final int BYTES_PER_EVENT = 320;

  private final ArrayBlockingQueue<Capture> idle;

  CapturePool(int size) {
    idle = new ArrayBlockingQueue<>(size);
  }

  /** A capture for an answer of about that many events. */
  Capture take(int events) {
    Capture reused = idle.poll();
    if (reused != null) {
      return reused;
    }
    int bytes = (int) Math.min(LARGEST_AT_FIRST, SMALLEST + (long) events * BYTES_PER_EVENT);
    return new Capture(bytes, Math.min(events, 4096) + 16);
  }

  void giveBack(Capture capture) {
    if (capture.bytes().length <= LARGEST_KEPT) {
      capture.clear();
      idle.offer(capture);
    }
  }
}
