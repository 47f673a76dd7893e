package org.inferometer.bench;

import java.util.concurrent.TimeUnit;
import org.inferometer.machine.Clock;
import org.inferometer.machine.Urgency;
import org.inferometer.record.Phase;
import org.inferometer.wire.Exchange;
import org.inferometer.wire.Outgoing;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Control;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.infra.ThreadParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * One slot of a closed loop: a JMH worker that keeps one request in flight.
 *
 * <p>The next request is encoded while the server works on the one before, so that a slot that
 * becomes free is filled at once; the ended one is handed to the recorder after the operation,
 * outside JMH's clock.
 */
@State(Scope.Thread)
public class Caller {
  private Target target;
  private int thread;
  private int threads;
  private boolean warmup;
  private boolean counting;
  private int iteration;
  private long slotFree;
  private Phase phase;
  private Count count;
  private Exchange exchange;
  private Prompts prompts;
  private Dialogue asked;
  private final Prompts measured = new Prompts(Phase.MEASURED);
  private final Prompts others = new Prompts(Phase.WARMUP);

  /**
   * This slot's prompts that are measured, or all its others; the next one encoded. Apart, so that
   * every stack measures the same places from the first on, however far it gets.
   */
  private final class Prompts {
    final Phase side;
    private long taken;
    Dialogue dialogue;
    Outgoing next;

    Prompts(Phase side) {
      this.side = side;
    }

    void encode() {
      long place =
          count != null && side == Phase.MEASURED ? count.take() : thread + taken++ * threads;
      dialogue = place == Count.NONE ? null : target.dialogue(side, place);
      next = dialogue == null ? null : dialogue.encode();
    }

    /** Encodes what comes after an answer to {@code asked}, unless that was done before. */
    void encodeAfter(Dialogue asked, Exchange answered) {
      if (dialogue != asked) {
        return;
      }
      if (asked.goesOn(answered)) {
        next = asked.encode();
      } else {
        encode();
      }
    }

    void encodeFirst() {
      if (next == null) {
        encode();
      }
    }
  }

  /**
   * A new iteration: warm-up and measurement are counted apart. A slot's first request starts in
   * step with those of all other slots, so a measured iteration begins after it.
   */
  @Setup(Level.Iteration)
  public void beginIteration(Target asked, IterationParams params, ThreadParams slots)
      throws InterruptedException {
    boolean warmupNow = params.getType() == IterationType.WARMUP;
    if (target == null) {
      Urgency.PROMPT.ofThisThread();
    }
    boolean again = target != null && warmupNow == warmup;
    iteration = again ? iteration + 1 : 1;
    slotFree = 0;
    counting = false;
    target = asked;
    warmup = warmupNow;
    thread = slots.getThreadIndex();
    threads = slots.getThreadCount();
    others.encodeFirst();
    if (!warmup && !target.isCount()) {
      measured.encodeFirst();
      phase = Phase.EDGE;
      start();
      finish();
    }
  }

  /**
   * Decides whether JMH counts the next request: operations that begin outside the measured part of
   * an iteration only keep the load up. That is decided here, where JMH has just looked at the same
   * flags. A thread's first operation after the start of measurement always counts, even if the
   * time is over by then, because JMH looks at the clock only after it.
   */
  @Setup(Level.Invocation)
  public void prepare(Control control) {
    boolean counted = control.startMeasurement && (!counting || !control.stopMeasurement);
    counting |= counted;
    phase = warmup ? Phase.WARMUP : counted ? Phase.MEASURED : Phase.EDGE;
  }

  /**
   * Answers of this slot, or conversations, until all slots together have as many as {@code
   * counted} wants, each from its start to its end; in warm-up until its time is over. The first
   * request, which starts in step with those of all other slots, is none of them, nor are those
   * after the last, which only keep the load up until all of them have ended.
   */
  void answer(Count counted) throws InterruptedException {
    long end = Clock.nanos() + TimeUnit.MILLISECONDS.toNanos(counted.warmupMillis);
    try {
      phase = warmup ? Phase.WARMUP : Phase.EDGE;
      start();
      if (!warmup) {
        count = counted;
        measured.encode();
      }
      finish();
      while (warmup ? Clock.nanos() < end : measured.next != null || !counted.isOver()) {
        if (!warmup) {
          phase = measured.next == null ? Phase.EDGE : Phase.MEASURED;
        }
        start();
        finish();
        if (phase == Phase.MEASURED && measured.dialogue != asked) {
          counted.ended();
        }
      }
    } catch (InterruptedException | RuntimeException | Error e) {
      counted.giveUp();
      throw e;
    }
  }

  /** Starts the prepared request, and encodes the one after it. */
  Exchange start() {
    Recorder.shared().stopIfHopeless();
    prompts = phase == Phase.MEASURED ? measured : others;
    asked = prompts.dialogue;
    exchange =
        target.start(
            prompts.next,
            asked.labels(phase, iteration, thread),
            slotFree == 0 ? Clock.nanos() : slotFree);
    if (asked.isLast()) {
      prompts.encode();
    }
    return exchange;
  }

  /** Reads the answer to its end, and hands it over. */
  @TearDown(Level.Invocation)
  public void finish() throws InterruptedException {
    if (exchange == null) {
      return;
    }
    exchange.awaitEnd();
    slotFree = exchange.endedNanos();
    prompts.encodeAfter(asked, exchange);
    Recorder.shared().take(exchange);
    exchange = null;
  }

  /** The slot is free for good. */
  @TearDown(Level.Trial)
  public void leave() {
    target.leave();
  }
}
