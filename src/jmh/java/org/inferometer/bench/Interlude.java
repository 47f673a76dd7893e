package org.inferometer.bench;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongConsumer;
import org.inferometer.machine.Clock;
import org.inferometer.wire.Exchange;

/**
 * Reads answers and encodes the turns after them, on a thread of its own: neither whoever starts
 * requests has time for that, nor whoever reads from sockets.
 */
final class Interlude implements AutoCloseable {
  private final Recorder recorder;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread one = new Thread(work, "turn-encoder");
            one.setDaemon(true);
            return one;
          });

  /** One whose failures end the trial that {@code recorder} records. */
  Interlude(Recorder recorder) {
    this.recorder = recorder;
  }

  /**
   * Does {@code work} after an answer, and then runs {@code ready}, whatever came of it.
   *
   * @param ready is told how long after the answer's end that was, in nanoseconds: by so much less
   *     is there to be thought
   */
  void after(Exchange answered, Runnable work, LongConsumer ready) {
    thread.execute(
        () -> {
          try {
            work.run();
          } catch (RuntimeException e) {
            recorder.giveUp(e);
          }
          ready.accept(Clock.nanos() - answered.endedNanos());
        });
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
