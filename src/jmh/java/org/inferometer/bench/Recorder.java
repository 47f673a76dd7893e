package org.inferometer.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.inferometer.record.Outcome;
import org.inferometer.record.Phase;
import org.inferometer.record.RecordWriter;
import org.inferometer.record.RequestRecord;
import org.inferometer.wire.Exchange;

/**
 * Takes ended requests off the measuring threads: decodes them on a thread of its own, appends them
 * to the run's records, and keeps the current iteration's for {@link StreamProfiler}.
 *
 * <ol>
 *   <li>{@link #take} may be called by any worker; it only queues.
 *   <li>{@link #drain} is called between iterations, when no worker runs, and waits for the queue:
 *       so every request is in exactly one iteration.
 * </ol>
 *
 * <p>One per process, because JMH gives a profiler no other way to reach what a benchmark saw.
 */
final class Recorder {
  private static final int GIVE_UP_AFTER = 20;
  private static final Recorder SHARED = new Recorder();

  private final ExecutorService decoding =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "record-decoder");
            thread.setDaemon(true);
            return thread;
          });
  private final AtomicInteger failuresInARow = new AtomicInteger();
  private List<RequestRecord> iteration = new ArrayList<>();
  private volatile RecordWriter writer;
  private volatile String lastFailure;

  private Recorder() {}

  static Recorder shared() {
    return SHARED;
  }

  /** From now on records go to {@code file} too; null: to none. */
  void beginTrial(RecordWriter file) {
    writer = file;
    failuresInARow.set(0);
  }

  void take(Exchange exchange) {
    decoding.execute(() -> keep(exchange.record()));
  }

  /** The records since the last call, in the order in which they ended. */
  List<RequestRecord> drain() {
    return onDecoder(
        () -> {
          List<RequestRecord> drained = iteration;
          iteration = new ArrayList<>();
          return drained;
        });
  }

  /** Writes what is queued, and closes the file; the profiler still gets the last iteration. */
  void endTrial() {
    onDecoder(
        () -> {
          if (writer != null) {
            writer.close();
            writer = null;
          }
          return null;
        });
  }

  /**
   * Ends a trial whose stack answers nothing but failures: they are on record, and more of them
   * would tell nothing new.
   */
  void stopIfHopeless(String stack) {
    if (failuresInARow.get() >= GIVE_UP_AFTER) {
      throw new HopelessStack(
          "%s failed %d requests in a row, the last with %s"
              .formatted(stack, GIVE_UP_AFTER, lastFailure));
    }
  }

  private <T> T onDecoder(Callable<T> task) {
    try {
      return decoding.submit(task).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while records were decoded", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("records could not be kept: " + e.getCause(), e.getCause());
    }
  }

  private void keep(RequestRecord record) {
    if (writer != null) {
      writer.write(record);
    }
    iteration.add(record);
    if (record.outcome() == Outcome.OK) {
      failuresInARow.set(0);
    } else {
      lastFailure = describe(record);
      failuresInARow.incrementAndGet();
    }
  }

  private static String describe(RequestRecord record) {
    return "outcome "
        + record.outcome().name().toLowerCase(java.util.Locale.ROOT)
        + (record.status() == null ? "" : " (status " + record.status() + ")")
        + (record.reason() == null ? "" : ": " + record.reason());
  }

  static boolean measured(RequestRecord record) {
    return record.phase() == Phase.MEASURED;
  }

  /** A stack that answers nothing but failures. */
  static final class HopelessStack extends RuntimeException {
    private static final long serialVersionUID = 1;

    HopelessStack(String message) {
      super(message);
    }
  }
}
