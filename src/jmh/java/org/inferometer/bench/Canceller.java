package org.inferometer.bench;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.inferometer.load.Cancel;
import org.inferometer.machine.Clock;
import org.inferometer.record.Labels;
import org.inferometer.record.Phase;
import org.inferometer.run.Cell;
import org.inferometer.wire.Exchange;

/**
 * Ends the requests that a load gives up, on a thread of its own: at their times, or, where tokens
 * are counted, within a millisecond of the last of them.
 */
final class Canceller implements AutoCloseable {
  private static final long LOOK_EVERY_NANOS = 1_000_000;

  /** A request that is given up. */
  private record Doomed(Exchange exchange, long due) {}

  private final Cancel cancel;
  private final long seed;
  private final Queue<Doomed> doomed = new ConcurrentLinkedQueue<>();
  private final Thread thread = new Thread(this::work, "canceller");
  private volatile boolean closed;

  private Canceller(Cancel cancel, long seed) {
    this.cancel = cancel;
    this.seed = seed;
    thread.setDaemon(true);
    thread.start();
  }

  /** That of {@code cell}; null where nothing is given up. */
  static Canceller of(Cell cell) {
    return cell.cancel() == null ? null : new Canceller(cell.cancel(), cell.scheduleSeed());
  }

  /** Takes note of a request that has just started, if it is one of those that are given up. */
  void started(Exchange exchange, Labels labels) {
    boolean measured = labels.phase() == Phase.MEASURED;
    if (cancel.chooses(measured ? seed : ~seed, labels.place())) {
      exchange.toCancel();
      long wait = cancel.after() == null ? 0 : cancel.after().toNanos();
      doomed.add(new Doomed(exchange, Clock.nanos() + wait));
      LockSupport.unpark(thread);
    }
  }

  private void work() {
    while (!closed) {
      Doomed next = doomed.peek();
      if (next == null) {
        LockSupport.park(this);
      } else if (cancel.after() == null) {
        doomed.removeIf(this::haveTokens);
        LockSupport.parkNanos(this, LOOK_EVERY_NANOS);
      } else {
        // All of them wait equally long, so that the first in the queue is the first that is due.
        long left = next.due() - Clock.nanos();
        if (left > 0 && !next.exchange().ended()) {
          LockSupport.parkNanos(this, left);
        } else {
          doomed.remove();
          end(next.exchange());
        }
      }
    }
  }

  /** Ends {@code one} if enough of its tokens have come; true if it needs no more looking after. */
  private boolean haveTokens(Doomed one) {
    if (!one.exchange().ended() && one.exchange().tokensSoFar() < cancel.afterTokens()) {
      return false;
    }
    end(one.exchange());
    return true;
  }

  private static void end(Exchange exchange) {
    if (!exchange.ended()) {
      exchange.cancel();
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
