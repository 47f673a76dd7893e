package org.inferometer.bench;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.inferometer.load.Arrivals;
import org.inferometer.load.Driver;
import org.inferometer.load.Gaps;
import org.inferometer.load.Open;
import org.inferometer.load.Rate;
import org.inferometer.machine.BackgroundThread;
import org.inferometer.machine.Compilers;
import org.inferometer.record.Labels;
import org.inferometer.record.Phase;
import org.inferometer.run.Cell;
import org.inferometer.wire.Client;
import org.inferometer.wire.Exchange;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The requests of one schedule: encoded before their times, started at them on connections that are
 * open already, and handed over by the thread that has read their ends.
 */
@State(Scope.Benchmark)
public class OpenLoop implements Driver.Starter {
  private static final Duration BY_HAND = Duration.ofSeconds(10);

  /** Deadlines are looked at now and then only: what has passed one ends a little later. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private static final int FEWEST_SPARE = 16;
  private static final int MOST_SPARE = 512;

  /** Arrivals of so long may come before another connection is open. */
  private static final double SPARE_SECONDS = 0.02;

  /** What sets one schedule apart from others in JMH's results; by hand its requests a second. */
  @Param("10")
  public String load;

  private Target target;
  private Open open;
  private long warmupNanos;
  private Ahead ahead;
  private Ahead.Request next;
  private boolean measuring;
  private final Map<Phase, Long> places = new EnumMap<>(Phase.class);

  /**
   * The load of a benchmark by hand: ten seconds of Poisson arrivals.
   *
   * @throws IllegalArgumentException saying which rates there may be
   */
  static Open byHand(String perSecond) {
    try {
      return new Open(new Rate(Double.parseDouble(perSecond), Gaps.POISSON, BY_HAND), null);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "-p load=" + perSecond + "; allowed: a number of requests per second", e);
    }
  }

  /** Encodes the first requests. */
  @Setup(Level.Trial)
  public void prepare(Target asked) {
    target = asked;
    Cell cell = asked.cell();
    open = (Open) cell.load();
    warmupNanos = open.warmup(cell.warmup()).toNanos();
    if (warmupNanos == 0) {
      Rehearsal.run(cell);
    }
    Arrivals arrivals = open.arrivals(cell.scheduleSeed(), cell.warmup());
    int soon = open.most(cell.scheduleSeed(), cell.warmup(), Ahead.SOON);
    ahead = new Ahead(() -> encode(arrivals.next()), soon, asked.example().size());
    ahead.awaitFull();
  }

  private Ahead.Request encode(long at) {
    if (at == Arrivals.END) {
      return null;
    }
    Phase phase = at < warmupNanos ? Phase.WARMUP : Phase.MEASURED;
    long place = places.merge(phase, 1L, Long::sum) - 1;
    Dialogue dialogue = target.dialogue(phase, place);
    Labels labels = dialogue.labels(phase, 1, null);
    return new Ahead.Request(at, dialogue, dialogue.encode(), labels);
  }

  /** Starts all requests at their times, and waits for their ends. */
  Driver.Outcome run() throws InterruptedException {
    Client client = target.client();
    try (SpareConnections spare = new SpareConnections(client, spare())) {
      if (target.cell().hasConversations()) {
        return new OpenConversations(target, ahead, this::measure).run(times());
      }
      Duration patience = target.cell().deadlines().total().plus(GRACE);
      Driver.Outcome outcome =
          new Driver(this).open(this::arrival, open.mostInFlight(), patience.toNanos());
      if (outcome.open() > 0) {
        client.close();
      }
      return outcome;
    }
  }

  /** All times of the schedule, from its begin. */
  private long[] times() {
    Arrivals arrivals = open.arrivals(target.cell().scheduleSeed(), target.cell().warmup());
    LongStream.Builder times = LongStream.builder();
    for (long at = arrivals.next(); at != Arrivals.END; at = arrivals.next()) {
      times.add(at);
    }
    return times.build().toArray();
  }

  private int spare() {
    double soon = SPARE_SECONDS * open.schedule().highestRate();
    return (int) Math.min(open.mostInFlight(), Math.min(MOST_SPARE, FEWEST_SPARE + soon));
  }

  private long arrival() {
    next = ahead.take();
    return next == null ? Arrivals.END : next.at();
  }

  @Override
  public void start(int index, long scheduled, Runnable ended) {
    Recorder.shared().stopIfHopeless();
    if (next.labels().phase() == Phase.MEASURED) {
      measure();
    }
    target
        .start(next.outgoing(), next.labels(), scheduled)
        .onEnd(exchange -> ended(exchange, ended));
  }

  private void measure() {
    if (!measuring) {
      measuring = true;
      new BackgroundThread(Compilers::lower, "compilers").start();
    }
  }

  private static void ended(Exchange exchange, Runnable ended) {
    Recorder.shared().take(exchange);
    ended.run();
  }

  @Override
  public void giveUp(int index, long scheduled) {
    Recorder.shared().take(target.client().unstarted(next.outgoing(), next.labels(), scheduled));
  }

  /** Ends the trial. */
  @TearDown(Level.Trial)
  public void end() {
    ahead.close();
    target.leave();
  }
}
