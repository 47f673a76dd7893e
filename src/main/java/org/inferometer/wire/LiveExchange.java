package org.inferometer.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.inferometer.record.Labels;
import org.inferometer.record.Mode;
import org.inferometer.record.Outcome;
import org.inferometer.record.RequestRecord;

/**
 * What both transports have in common: the facts of an exchange, filled in by the I/O thread, and
 * the ways to wait for them.
 */
abstract class LiveExchange implements Exchange {
  /** Stands for a time that is not known. */
  static final long UNKNOWN = Long.MIN_VALUE;

  /** Begins the reason of a request of which the server may have read nothing. */
  static final String LOST_BEFORE = "connection lost before the answer: ";

  private static final VarHandle ACTION;

  static {
    try {
      ACTION = MethodHandles.lookup().findVarHandle(LiveExchange.class, "action", Consumer.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Outgoing outgoing;
  private final Labels labels;
  private final CapturePool captures;
  private final long scheduled;
  private final int inFlight;

  private final Capture capture;
  private Decoder decoder;
  private RequestRecord record;
  private AnswerText text;
  private boolean discarded;
  private volatile boolean toCancel;

  private long started = UNKNOWN;
  private long connecting = UNKNOWN;
  private long connected = UNKNOWN;
  private long sent = UNKNOWN;
  private long headAt = UNKNOWN;
  private ResponseHead head;
  private long closed = UNKNOWN;
  private Outcome failure;
  private String reason;

  private volatile Thread firstWaiter;
  private volatile Thread endWaiter;
  private volatile boolean ended;
  private volatile Consumer<? super Exchange> action;

  LiveExchange(
      Outgoing outgoing, Labels labels, CapturePool captures, long scheduled, int inFlight) {
    this.outgoing = outgoing;
    this.labels = labels;
    this.captures = captures;
    this.scheduled = scheduled;
    this.inFlight = inFlight;
    this.capture = captures.take(outgoing.expectedEvents());
  }

  @Override
  public final boolean awaitFirst() throws InterruptedException {
    firstWaiter = Thread.currentThread();
    try {
      while (true) {
        boolean over = ended;
        int seen = capture.reads();
        if (over) {
          return record().firstContent() >= 0;
        }
        if (outgoing.mode() == Mode.STREAM && sawContent(seen)) {
          return true;
        }
        while (!ended && capture.reads() == seen) {
          LockSupport.park(this);
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
        }
      }
    } finally {
      firstWaiter = null;
    }
  }

  private synchronized boolean sawContent(int reads) {
    if (record != null) {
      return record.firstContent() >= 0;
    }
    return decoder().sawContent(reads);
  }

  @Override
  public final synchronized int tokensSoFar() {
    return record != null || discarded ? 0 : decoder().tokens(capture.reads());
  }

  @Override
  public final void toCancel() {
    toCancel = true;
  }

  /** Whether it is one that was going to be cancelled; null where not, as a record tells it. */
  final Boolean wasToCancel() {
    return toCancel ? Boolean.TRUE : null;
  }

  @Override
  public final void awaitEnd() throws InterruptedException {
    endWaiter = Thread.currentThread();
    try {
      while (!ended) {
        LockSupport.park(this);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    } finally {
      endWaiter = null;
    }
  }

  @Override
  public final boolean ended() {
    return ended;
  }

  @Override
  public final void onEnd(Consumer<Exchange> onEnd) {
    action = onEnd;
    if (ended) {
      runAction();
    }
  }

  private void runAction() {
    @SuppressWarnings("unchecked")
    Consumer<? super Exchange> mine = (Consumer<? super Exchange>) ACTION.getAndSet(this, null);
    if (mine != null) {
      mine.accept(this);
    }
  }

  @Override
  public final synchronized RequestRecord record() {
    requireEnd();
    if (discarded) {
      throw new IllegalStateException("request " + requestId() + " has been discarded");
    }
    if (record == null) {
      record = decoder().record();
      text = decoder.text();
      decoder = null;
      captures.giveBack(capture);
    }
    return record;
  }

  @Override
  public final int asked() {
    return outgoing.asked();
  }

  @Override
  public final synchronized AnswerText text() {
    record();
    return text;
  }

  @Override
  public final synchronized void discard() {
    requireEnd();
    if (record == null && !discarded) {
      discarded = true;
      decoder = null;
      captures.giveBack(capture);
    }
  }

  private void requireEnd() {
    if (!ended) {
      throw new IllegalStateException("request " + requestId() + " is still under way");
    }
  }

  private Decoder decoder() {
    if (decoder == null) {
      decoder = new Decoder(this);
    }
    return decoder;
  }

  /** The {@code X-Request-Id} sent. */
  final String requestId() {
    return outgoing.requestId();
  }

  /** Whether the kept bytes are HTTP, or the body alone. */
  abstract boolean framed();

  /** Whether the response head has come; asked by the thread that watches deadlines. */
  abstract boolean headCame();

  /** Whether a byte of the body has come. */
  abstract boolean bodyBegun();

  /** The I/O thread has kept another read. */
  final void arrived() {
    Thread waiter = firstWaiter;
    if (waiter != null) {
      LockSupport.unpark(waiter);
    }
  }

  /**
   * The exchange is over; to be called once, by the I/O thread.
   *
   * @param why null where the answer came to its proper end as far as HTTP goes
   */
  final void end(long at, Outcome why, String because) {
    closed = at;
    failure = why;
    reason = because;
    ended = true;
    LockSupport.unpark(firstWaiter);
    LockSupport.unpark(endWaiter);
    if (action != null) {
      try {
        runAction();
      } catch (RuntimeException e) {
        // A failing action is reported and does not stop the reading.
        Thread current = Thread.currentThread();
        current.getUncaughtExceptionHandler().uncaughtException(current, e);
      }
    }
  }

  final void startedAt(long at) {
    started = at;
  }

  final void connectingAt(long at) {
    connecting = at;
  }

  final void connectedAt(long at) {
    connected = at;
  }

  final void sentAt(long at) {
    sent = at;
  }

  final void headAt(long at, ResponseHead of) {
    headAt = at;
    head = of;
  }

  final Outgoing outgoing() {
    return outgoing;
  }

  final Labels labels() {
    return labels;
  }

  final Capture capture() {
    return capture;
  }

  final int inFlight() {
    return inFlight;
  }

  final long scheduled() {
    return scheduled;
  }

  final long started() {
    return started;
  }

  /** When it was started, or, until then, when connecting for it began. */
  final long begun() {
    return started == UNKNOWN ? connecting : started;
  }

  /** How long opening its connection took, or null where none was opened for it. */
  final Long connectNanos() {
    return connected == UNKNOWN ? null : Long.valueOf(connected - connecting);
  }

  final long sent() {
    return sent;
  }

  /** When the head came, where the transport parses it itself. */
  final long headAt() {
    return headAt;
  }

  /** The head, where the transport parses it itself and keeps bodies only; else null. */
  final ResponseHead head() {
    return head;
  }

  @Override
  public final long endedNanos() {
    return closed;
  }

  final Outcome failure() {
    return failure;
  }

  final String reason() {
    return reason;
  }
}
