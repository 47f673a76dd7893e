package org.inferometer.bench;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.inferometer.load.Closed;
import org.inferometer.load.Load;
import org.inferometer.load.Open;
import org.inferometer.machine.BackgroundThread;
import org.inferometer.machine.Compilers;
import org.inferometer.machine.Urgency;
import org.inferometer.record.FailureKind;
import org.inferometer.record.Outcome;
import org.inferometer.record.Phase;
import org.inferometer.record.RecordWriter;
import org.inferometer.record.RequestRecord;
import org.inferometer.wire.Exchange;

/**
 * Takes ended requests off the measuring threads: decodes them in the background, appends them to
 * the run's records, and has the current iteration's for {@link StreamProfiler}.
 *
 * <ol>
 *   <li>{@link #take} may be called by any worker; it only queues, and wakes nobody.
 *   <li>{@link #drain} is called between iterations, when no worker runs, and decodes what is left
 *       in the queue: so every request is in exactly one iteration.
 * </ol>
 *
 * <p>One per process is shared, because JMH gives a profiler no other way to reach what a benchmark
 * saw.
 */
final class Recorder {
  private static final int GIVE_UP_AFTER = 20;
  private static final int SPARE = 64;

  /** Requests that start when they are due may all end at once, on the one thread that reads. */
  private static final int SPARE_OF_SCHEDULES = 4096;

  /** Without records nothing tells a failed operation from an answered one in JMH's score. */
  private static final int GIVE_UP_BY_HAND_AFTER = 1;

  private static final long LOOK_EVERY_NANOS = 20_000_000;

  /** Whoever is told to end waits so long for the last records. */
  private static final long LAST_MILLIS = 10_000;

  private static final Recorder SHARED = started();

  private final Queue<Exchange> ended = new ConcurrentLinkedQueue<>();

  /** Undecoded ones; where the background has no time, whoever adds too many decodes one. */
  private final AtomicInteger waiting = new AtomicInteger();

  private volatile int mostWaiting = SPARE;
  private IterationRecords iteration = IterationRecords.inMemory();
  private RecordWriter writer;
  private AnswerTexts texts;
  private Load load;
  private int giveUpAfter = GIVE_UP_BY_HAND_AFTER;
  private int failuresInARow;
  private Absence absence;
  private volatile RuntimeException trouble;

  private Recorder() {}

  /** One of its own, for one of several loads of a process. */
  static Recorder started() {
    Recorder recorder = new Recorder();
    Thread decoder = new Thread(recorder::decodeForEver, "record-decoder");
    decoder.setDaemon(true);
    decoder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> recorder.writeTheLast(LAST_MILLIS)));
    return recorder;
  }

  static Recorder shared() {
    return SHARED;
  }

  /** From now on records of {@code of} come, and go to {@code file} too; null: to none. */
  synchronized void beginTrial(RecordWriter file, Load of) {
    beginTrial(file, of, null);
  }

  /**
   * The same where texts of answers are wanted, too.
   *
   * @param wanted what becomes of them; null for nothing
   */
  synchronized void beginTrial(RecordWriter file, Load of, AnswerTexts wanted) {
    writer = file;
    iteration = file == null ? IterationRecords.inMemory() : IterationRecords.of(file.file());
    texts = wanted;
    load = of;
    mostWaiting =
        of instanceof Closed closed ? SPARE + 2 * closed.parallelism() : SPARE_OF_SCHEDULES;
    giveUpAfter = file == null ? GIVE_UP_BY_HAND_AFTER : GIVE_UP_AFTER;
    absence = null;
    failuresInARow = 0;
    trouble = null;
  }

  /** From now on the trial ends, too, when {@code of} says that its stack has gone. */
  synchronized void endWith(Absence of) {
    absence = of;
  }

  /** The load of the trial that has begun last. */
  synchronized Load load() {
    return load;
  }

  void take(Exchange exchange) {
    ended.add(exchange);
    if (waiting.incrementAndGet() > mostWaiting) {
      decodeNext();
    }
  }

  /** The records since the last call, in the order in which they ended. */
  synchronized List<RequestRecord> drain() {
    decodeQueued();
    count();
    List<RequestRecord> drained = iteration.take();
    if (writer == null) {
      iteration = IterationRecords.inMemory();
    }
    return drained;
  }

  /**
   * Writes what is queued, and closes the file; the profiler still gets the last iteration. A trial
   * without a file fails with its last request, too.
   */
  synchronized void endTrial() {
    decodeQueued();
    count();
    if (texts != null) {
      texts.close();
      texts = null;
    }
    if (writer != null) {
      writer.close();
      writer = null;
    } else {
      stopIfHopeless();
    }
  }

  /**
   * Ends a trial that can tell nothing new: its stack answers nothing but failures, which are on
   * record, or records cannot be kept.
   */
  void stopIfHopeless() {
    if (trouble != null) {
      decodeQueued();
      throw trouble;
    }
  }

  /** Ends the trial, for a reason that no record tells. */
  void giveUp(RuntimeException reason) {
    trouble = reason;
  }

  /**
   * In warm-up at once, so that decoding, too, has been compiled and nothing waits for it when the
   * first measured request starts; from then on when nothing else wants a processor.
   */
  private void decodeForEver() {
    boolean measuring = false;
    while (true) {
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
      // One at a time, so that whoever drains waits for one at most.
      do {
        if (!measuring && Compilers.areLowered()) {
          measuring = true;
          Urgency.BACKGROUND.ofThisThread();
        }
        BackgroundThread.giveWay();
      } while (decodeNext());
    }
  }

  private synchronized void decodeQueued() {
    while (decodeNext()) {
      // Until nothing is left.
    }
  }

  private synchronized boolean decodeNext() {
    Exchange next = ended.poll();
    if (next != null) {
      waiting.decrementAndGet();
      keep(next);
    }
    return next != null;
  }

  private void keep(Exchange ended) {
    RequestRecord record = ended.record();
    boolean waits = texts != null && takes(record, ended);
    if (record.outcome() == Outcome.OK) {
      failuresInARow = 0;
    } else if (record.outcome().isFailure()) {
      failuresInARow++;
    }
    if (failuresInARow == 0 && load instanceof Open) {
      // A schedule may ask for more than a stack can do: what fails then is what is measured.
      giveUpAfter = Integer.MAX_VALUE;
    }
    if (failuresInARow == giveUpAfter || hasGone(record)) {
      trouble =
          new HopelessTrial(
              "%s failed %d requests in a row; the last: %s"
                  .formatted(record.stack(), failuresInARow, FailureKind.of(record).words()));
    }
    if (!waits) {
      write(record);
    } else if (texts.isFull()) {
      count();
    }
  }

  private boolean hasGone(RequestRecord record) {
    if (absence == null) {
      return false;
    }
    absence.add(record);
    return record.outcome().isFailure() && absence.since() != null;
  }

  private boolean takes(RequestRecord record, Exchange ended) {
    try {
      return texts.take(record, ended);
    } catch (UncheckedIOException e) {
      trouble = e;
      return false;
    }
  }

  /** Writes the records that waited for their tokens to be counted. */
  private void count() {
    if (texts != null) {
      texts.count().forEach(this::write);
    }
  }

  /** For so long at most: a process that is told to end ends, even if a record never is decoded. */
  void writeTheLast(long millis) {
    Thread last = new Thread(this::writeAll, "record-decoder-of-the-last");
    last.setDaemon(true);
    last.start();
    try {
      last.join(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** When the process ends there is no time to count. */
  private synchronized void writeAll() {
    decodeQueued();
    if (texts != null) {
      texts.giveUp().forEach(this::write);
    }
  }

  private void write(RequestRecord record) {
    if (writer == null) {
      iteration.add(record);
      return;
    }
    try {
      writer.write(record);
      iteration.written();
    } catch (RuntimeException e) {
      writer = null;
      trouble = e;
      iteration.add(record);
    }
  }

  static boolean measured(RequestRecord record) {
    return record.phase() == Phase.MEASURED;
  }

  /** A trial whose stack is not worth going on with; without a trace, as this program did well. */
  static final class HopelessTrial extends RuntimeException {
    private static final long serialVersionUID = 1;

    HopelessTrial(String message) {
      super(message, null, false, false);
    }
  }
}
