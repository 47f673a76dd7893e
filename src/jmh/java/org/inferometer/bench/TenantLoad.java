package org.inferometer.bench;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.inferometer.load.Closed;
import org.inferometer.load.Open;
import org.inferometer.load.Think;
import org.inferometer.load.Users;
import org.inferometer.machine.Clock;
import org.inferometer.record.Labels;
import org.inferometer.record.Phase;
import org.inferometer.run.Cell;
import org.inferometer.wire.Exchange;

/** The requests of one tenant of a point, from the release on. */
abstract class TenantLoad {
  /** So many of a closed loop's slots come in a second: all at once. */
  private static final double AT_ONCE = 1e9;

  final Asking asking;
  final Recorder recorder;
  final Span span;

  /** How long after its time the first request was started; null before it. */
  private volatile Long late;

  TenantLoad(Asking asking, Recorder recorder, Span span) {
    this.asking = asking;
    this.recorder = recorder;
    this.span = span;
  }

  /**
   * The load of {@code asking}.
   *
   * @param drawn what its requests are drawn by: of a tenant the same alone and with others
   * @param most measured requests; null for as many as there are in the time
   */
  static TenantLoad of(Asking asking, Cell drawn, Recorder recorder, Span span, Integer most) {
    if (asking.cell().load() instanceof Open) {
      return new TenantSchedule(asking, drawn.scheduleSeed(), recorder, span);
    }
    long seed = drawn.scheduleSeed();
    if (asking.cell().load() instanceof Closed closed) {
      Users slots = new Users(closed.parallelism(), AT_ONCE, Think.NONE, Duration.ZERO, null);
      return new TenantUsers(asking, slots, 0, seed, recorder, span, most);
    }
    Users users = (Users) asking.cell().load();
    long first = span.from() - users.steadyNanos();
    return new TenantUsers(asking, users, first, seed, recorder, span, most);
  }

  /**
   * Asks until its time is over.
   *
   * @param release waits until all tenants are ready
   * @throws Recorder.HopelessTrial if it gives up before
   */
  abstract void run(LongSupplier release) throws InterruptedException;

  /** When it asked its last request, where that came before its time was over; else null. */
  Long left() {
    return null;
  }

  Long late() {
    return late;
  }

  /** {@code labels} with the tenant, whose server is called as it is. */
  static Labels whose(Labels labels) {
    return labels.by(labels.stack());
  }

  /** To be told of each request as it starts. */
  void started(long scheduled) {
    if (late == null) {
      late = Math.max(0, Clock.nanos() - scheduled);
    }
  }

  /** Takes what has ended. */
  void ended(Exchange exchange, Phase phase, Runnable ended) {
    recorder.take(exchange);
    if (phase == Phase.MEASURED) {
      span.closed();
    }
    ended.run();
  }

  /** Ends its connections. */
  void close() {
    recorder.endTrial();
    asking.close();
  }
}
