package org.inferometer.bench;

import java.util.SplittableRandom;
import org.inferometer.load.Driver;
import org.inferometer.load.Think;
import org.inferometer.record.Phase;
import org.inferometer.wire.Exchange;
import org.inferometer.wire.Outgoing;

/**
 * The conversations of one schedule: each begins at its time, and its later turns follow the
 * answers, after a think time. On one driver, whoever begins one is a user who leaves after the
 * last turn.
 */
final class OpenConversations implements Driver.Starter {
  private final Target target;
  private final Ahead ahead;
  private final Runnable onMeasured;
  private final Interlude interlude = new Interlude(Recorder.shared());
  private Talker[] talkers;
  private int started;

  /** Who holds one conversation. */
  private final class Talker {
    private final Dialogue dialogue;
    private final Phase phase;
    private final SplittableRandom thinks;
    private Outgoing next;
    private long late;

    Talker(Ahead.Request first, SplittableRandom thinks) {
      this.dialogue = first.dialogue();
      this.phase = first.labels().phase();
      this.thinks = thinks;
      this.next = first.outgoing();
    }

    void encodeAfter(Exchange answered) {
      next = dialogue.goesOn(answered) ? dialogue.encode() : null;
    }

    /** How long until the next turn; the thinking begins when the answer has ended. */
    long think() {
      Think think = target.cell().talk().think();
      return next == null ? Driver.LEAVES : Math.max(0, think.nanos(thinks) - late);
    }
  }

  /**
   * The conversations of {@code target}.
   *
   * @param ahead their first turns, in the order of the schedule
   * @param onMeasured run when the first measured one begins
   */
  OpenConversations(Target target, Ahead ahead, Runnable onMeasured) {
    this.target = target;
    this.ahead = ahead;
    this.onMeasured = onMeasured;
  }

  /** Holds one at each of {@code times}, in nanoseconds from the first, and waits for all ends. */
  Driver.Outcome run(long[] times) throws InterruptedException {
    talkers = new Talker[times.length];
    try (interlude) {
      new Driver(this).users(times.length, i -> times[i], this::think, due -> true);
    }
    return new Driver.Outcome(started, 0, 0, 0);
  }

  private long think(int number) {
    long think = talkers[number].think();
    if (think == Driver.LEAVES) {
      talkers[number] = null;
    }
    return think;
  }

  @Override
  public void start(int index, long scheduled, Runnable ended) {
    Recorder.shared().stopIfHopeless();
    int number = index % talkers.length;
    if (index == number) {
      talkers[number] = new Talker(ahead.take(), random(number));
    }
    Talker talker = talkers[number];
    if (talker.phase == Phase.MEASURED) {
      onMeasured.run();
    }
    started++;
    target
        .start(talker.next, talker.dialogue.labels(talker.phase, 1, null), scheduled)
        .onEnd(exchange -> answered(talker, exchange, ended));
  }

  private void answered(Talker talker, Exchange exchange, Runnable ended) {
    if (talker.dialogue.isLast()) {
      talker.next = null;
      ended(exchange, ended);
    } else {
      interlude.after(
          exchange,
          () -> talker.encodeAfter(exchange),
          late -> {
            talker.late = late;
            ended(exchange, ended);
          });
    }
  }

  private static void ended(Exchange exchange, Runnable ended) {
    Recorder.shared().take(exchange);
    ended.run();
  }

  /** The same for every stack. */
  private SplittableRandom random(int number) {
    return new SplittableRandom(target.cell().scheduleSeed() + number).split();
  }
}
