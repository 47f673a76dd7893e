package org.inferometer.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.inferometer.machine.BackgroundThread;
import org.inferometer.record.RequestRecord;
import org.inferometer.wire.Exchange;

/** Decodes exchanges as they end, in the background, so that their buffers can be used again. */
final class Decoding {
  private static final long LOOK_EVERY_NANOS = 20_000_000;

  private final ConcurrentLinkedQueue<Exchange> ended = new ConcurrentLinkedQueue<>();
  private final List<RequestRecord> records = new ArrayList<>();
  private final int expected;
  private final Thread thread = new BackgroundThread(this::decode, "calibration-decoder");

  Decoding(int expected) {
    this.expected = expected;
    thread.start();
  }

  /** Takes an exchange that has ended; from any thread, without waking another. */
  void take(Exchange exchange) {
    ended.add(exchange);
  }

  /** The records of all exchanges. */
  List<RequestRecord> records() throws InterruptedException {
    thread.join();
    return records;
  }

  private void decode() {
    while (records.size() < expected) {
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
      for (Exchange next = ended.poll(); next != null; next = ended.poll()) {
        records.add(next.record());
        BackgroundThread.giveWay();
      }
    }
  }
}
