package org.inferometer.bench;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.inferometer.load.Arrivals;
import org.inferometer.load.Driver;
import org.inferometer.load.Open;
import org.inferometer.record.Phase;

/**
 * A tenant's requests at the times of a schedule, which ends with the point's. A rate goes on from
 * the release; what has no warm-up of its own begins with the measurement.
 */
final class TenantSchedule extends TenantLoad implements Driver.Starter {
  private static final Duration GRACE = Duration.ofSeconds(1);
  private static final int SPARE = 16;

  private final Open open;
  private final long shift;
  private final Ahead ahead;
  private final Map<Phase, Long> places = new EnumMap<>(Phase.class);
  private Ahead.Request next;

  TenantSchedule(Asking asking, long seed, Recorder recorder, Span span) {
    super(asking, recorder, span);
    this.open = (Open) asking.cell().load();
    this.shift = open.isSteady() ? 0 : span.from();
    Duration warmup = open.warmup(Duration.ofNanos(span.from()));
    Arrivals arrivals = open.arrivals(seed, warmup);
    int soon = open.most(seed, warmup, Ahead.SOON);
    this.ahead = new Ahead(() -> encode(arrivals.next()), soon, asking.example().size());
    ahead.awaitFull();
  }

  private Ahead.Request encode(long arrival) {
    long at = arrival + shift;
    if (arrival == Arrivals.END || at > span.from() && !span.measures(at)) {
      return null;
    }
    Phase phase = span.measures(at) ? Phase.MEASURED : Phase.WARMUP;
    long place = places.merge(phase, 1L, Long::sum) - 1;
    Dialogue dialogue = asking.dialogue(phase, place);
    return new Ahead.Request(
        at, dialogue, dialogue.encode(), whose(dialogue.labels(phase, 1, null)));
  }

  @Override
  void run(LongSupplier release) throws InterruptedException {
    try (SpareConnections spare = new SpareConnections(asking.client(), SPARE)) {
      Duration patience = asking.cell().deadlines().total().plus(GRACE);
      new Driver(this, release).open(this::arrival, open.mostInFlight(), patience.toNanos());
    } finally {
      ahead.close();
    }
  }

  private long arrival() {
    next = ahead.take();
    return next == null || span.hasEnded() ? Arrivals.END : next.at();
  }

  @Override
  public void start(int index, long scheduled, Runnable ended) {
    recorder.stopIfHopeless();
    started(scheduled);
    Phase phase = next.labels().phase();
    if (phase == Phase.MEASURED) {
      span.opened();
    }
    asking
        .start(next.outgoing(), next.labels(), scheduled)
        .onEnd(exchange -> ended(exchange, phase, ended));
  }

  @Override
  public void giveUp(int index, long scheduled) {
    recorder.take(asking.client().unstarted(next.outgoing(), next.labels(), scheduled));
  }
}
