package org.inferometer.load;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntToLongFunction;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import org.inferometer.machine.Clock;
import org.inferometer.machine.Urgency;

/**
 * Starts requests: at the times of a schedule, whenever a slot is free, or as users ask. What is
 * late is started at once and keeps the time for which it was scheduled; no request is started
 * early or left out.
 *
 * <p>It knows nothing of how requests are made and carried: a {@link Starter} starts them and tells
 * of each one's end. One driver runs one load.
 */
public final class Driver {
  /** A thread that sleeps wakes up this late now and then: the rest of the time it polls. */
  private static final long SPIN_NANOS = 80_000;

  private static final long LEAD_NANOS = 1_000_000;

  /** In the place of the time that a user thinks: the user asks nothing more. */
  public static final long LEAVES = -1;

  /** Starts requests for a driver. */
  public interface Starter {
    /**
     * Starts a request, and returns at once.
     *
     * @param index from 0; that of slot or user s in its round r is r x slots + s
     * @param scheduled when it was to start, on {@link Clock}
     * @param ended to be run once, by any thread, when the request has ended, however it did
     */
    void start(int index, long scheduled, Runnable ended);

    /**
     * Hears of a request that will not be started, because all of the drain's time passed while as
     * many as may be were in flight.
     */
    default void giveUp(int index, long scheduled) {}
  }

  /**
   * What became of a schedule.
   *
   * @param started requests
   * @param heldBack how many of all were due while as many as may be were in flight
   * @param givenUp how many of these were never started
   * @param open how many had not ended when the time to wait for them was over
   */
  public record Outcome(int started, int heldBack, int givenUp, int open) {}

  private final Starter starter;
  private final LongSupplier release;
  private final AtomicInteger inFlight = new AtomicInteger();

  /** Who is to be woken by an end, if anybody. */
  private volatile Thread waiting;

  /** A driver of what {@code starter} starts. */
  public Driver(Starter starter) {
    this(starter, () -> Clock.nanos() + LEAD_NANOS);
  }

  /**
   * The same, where others begin at the same time.
   *
   * @param release waits until all are ready, and gives the time on {@link Clock} at which the load
   *     begins
   */
  public Driver(Starter starter, LongSupplier release) {
    this.starter = starter;
    this.release = release;
  }

  /**
   * Starts a request at each time of a schedule, and waits for the ends of all.
   *
   * @param arrivals its times
   * @param most requests in flight; one that is due when there are as many is held back, and
   *     started as soon as one has ended, in the order of the schedule
   * @param patienceNanos how long after its time a request that is held back is given up, and how
   *     long after the last start, or the last time of the schedule, ends are waited for
   */
  public Outcome open(Arrivals arrivals, int most, long patienceNanos) throws InterruptedException {
    Urgency.PROMPT.ofThisThread();
    long begin = release.getAsLong();
    long scheduled = begin;
    long freeSince = begin;
    long lastStart = begin;
    int index = 0;
    int heldBack = 0;
    int givenUp = 0;
    for (long at = arrivals.next(); at != Arrivals.END; at = arrivals.next()) {
      scheduled = begin + at;
      sleepUntil(scheduled, SPIN_NANOS);
      if (inFlight.get() >= most) {
        awaitFewerThan(most, scheduled + patienceNanos);
        freeSince = Clock.nanos();
      }
      heldBack += scheduled < freeSince ? 1 : 0;
      if (inFlight.get() >= most) {
        givenUp++;
        starter.giveUp(index++, scheduled);
      } else {
        start(index++, scheduled, this::ended);
        lastStart = Math.max(scheduled, freeSince);
      }
    }
    awaitFewerThan(1, Math.max(scheduled, lastStart) + patienceNanos);
    return new Outcome(index - givenUp, heldBack, givenUp, inFlight.get());
  }

  /**
   * Keeps slots filled: whoever ends a slot's request starts its next one. Waits for the ends of
   * all.
   *
   * @param rounds requests of each slot
   * @param apartNanos from the first start of one slot to that of the next; 0 starts all in step
   */
  public void slots(int slots, int rounds, long apartNanos) throws InterruptedException {
    Urgency.PROMPT.ofThisThread();
    CountDownLatch running = new CountDownLatch(slots);
    long begin = Clock.nanos() + LEAD_NANOS;
    for (int slot = 0; slot < slots; slot++) {
      long time = begin + slot * apartNanos;
      sleepUntil(time, spin(apartNanos));
      new Slot(slot, slots, rounds, running).fill(time);
    }
    running.await();
  }

  /** A slot that goes on for as long as there are rounds left. */
  private final class Slot implements Runnable {
    private final int slots;
    private final int end;
    private final CountDownLatch running;

    /** Starts that are due: one that becomes due while another is under way is left to that. */
    private final AtomicInteger due = new AtomicInteger();

    private int next;
    private volatile long free;

    Slot(int slot, int slots, int rounds, CountDownLatch running) {
      this.slots = slots;
      this.end = slots * rounds;
      this.next = slot;
      this.running = running;
    }

    @Override
    public void run() {
      ended();
      fill(Clock.nanos());
    }

    void fill(long time) {
      free = time;
      if (due.getAndIncrement() > 0) {
        return;
      }
      do {
        if (next < end) {
          int index = next;
          next += slots;
          start(index, free, this);
        } else {
          running.countDown();
        }
      } while (due.decrementAndGet() > 0);
    }
  }

  /** The same as {@link #slots} with a thread for each slot, which waits for its requests' ends. */
  public void threads(int slots, int rounds, long apartNanos) throws InterruptedException {
    CountDownLatch ready = new CountDownLatch(slots);
    CountDownLatch running = new CountDownLatch(slots);
    CountDownLatch go = new CountDownLatch(1);
    long[] begin = new long[1];
    for (int slot = 0; slot < slots; slot++) {
      int first = slot;
      Runnable filling =
          () -> {
            try {
              Urgency.PROMPT.ofThisThread();
              ready.countDown();
              go.await();
              long time = begin[0] + first * apartNanos;
              sleepUntil(time, spin(apartNanos));
              for (int round = 0; round < rounds; round++) {
                CountDownLatch ended = new CountDownLatch(1);
                start(round * slots + first, time, ended::countDown);
                ended.await();
                time = Clock.nanos();
                ended();
              }
              running.countDown();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          };
      Thread thread = new Thread(filling, "slot-" + slot);
      thread.setDaemon(true);
      thread.start();
    }
    ready.await();
    begin[0] = Clock.nanos() + LEAD_NANOS;
    go.countDown();
    running.await();
  }

  /**
   * Lets users ask, each its next request some time after the end of the one before, and waits for
   * the ends of all.
   *
   * @param spawn when each of them comes and asks first, in nanoseconds from the first one's coming
   * @param think how long each of them waits this time after an answer, in nanoseconds, or {@link
   *     #LEAVES}
   * @param more whether a request that is due so many nanoseconds after the first user's coming is
   *     still asked; asked again whenever a request has ended
   */
  public void users(int users, IntToLongFunction spawn, IntToLongFunction think, LongPredicate more)
      throws InterruptedException {
    Urgency.PROMPT.ofThisThread();
    new Population(this, users, think).run(release.getAsLong(), spawn, more);
  }

  void start(int index, long scheduled, Runnable ended) {
    inFlight.incrementAndGet();
    starter.start(index, scheduled, ended);
  }

  void ended() {
    inFlight.decrementAndGet();
    LockSupport.unpark(waiting);
  }

  private void awaitFewerThan(int most, long until) throws InterruptedException {
    waiting = Thread.currentThread();
    for (long left = until - Clock.nanos();
        left > 0 && inFlight.get() >= most;
        left = until - Clock.nanos()) {
      LockSupport.parkNanos(this, left);
      requireNoInterrupt();
    }
    waiting = null;
  }

  /** Waits until {@code time}, or until a request's end has made {@code earlier} true. */
  void await(long time, BooleanSupplier earlier) throws InterruptedException {
    waiting = Thread.currentThread();
    for (long left = time - Clock.nanos();
        left > 0 && !earlier.getAsBoolean();
        left = time - Clock.nanos()) {
      if (left > SPIN_NANOS) {
        LockSupport.parkNanos(this, left - SPIN_NANOS);
        requireNoInterrupt();
      } else {
        Thread.onSpinWait();
      }
    }
    waiting = null;
  }

  /** Slots that start in step are waited for without sleep: none wakes before another. */
  private static long spin(long apartNanos) {
    return apartNanos == 0 ? Long.MAX_VALUE : SPIN_NANOS;
  }

  private static void sleepUntil(long time, long spin) throws InterruptedException {
    for (long missing = time - Clock.nanos(); missing > 0; missing = time - Clock.nanos()) {
      if (missing > spin) {
        LockSupport.parkNanos(missing - spin);
        requireNoInterrupt();
      } else {
        Thread.onSpinWait();
      }
    }
  }

  private static void requireNoInterrupt() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
