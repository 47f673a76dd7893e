package org.inferometer.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.inferometer.load.Driver;
import org.inferometer.load.Think;
import org.inferometer.load.User;
import org.inferometer.load.Users;
import org.inferometer.machine.BackgroundThread;
import org.inferometer.machine.Compilers;
import org.inferometer.record.Phase;
import org.inferometer.wire.Exchange;
import org.inferometer.wire.Outgoing;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The users of one trial. Each has its next request encoded while it waits and thinks, and asks it
 * on a connection that is open already.
 *
 * <p>As every load it keeps what is measured apart from all else: a user's measured requests are a
 * sequence of their own, so that every stack is asked the same by them, however fast it was before.
 */
@State(Scope.Benchmark)
public class UserLoop implements Driver.Starter {
  private static final Duration BY_HAND = Duration.ofSeconds(10);

  /** What sets these users apart from others in JMH's results; by hand how many there are. */
  @Param("10")
  public String users;

  private final List<Person> people = new ArrayList<>();
  private final AtomicInteger measuredInFlight = new AtomicInteger();
  private final Interlude interlude = new Interlude(Recorder.shared());
  private Target target;
  private Users load;
  private long begin;
  private boolean measuring;

  /**
   * The load of a benchmark by hand: users who come all in the first second, and do not think.
   *
   * @throws IllegalArgumentException saying how many there may be
   */
  static Users byHand(String users) {
    if (!users.matches("[1-9][0-9]{0,3}")) {
      throw new IllegalArgumentException(
          "-p users=" + users + "; allowed: a whole number from 1 to 9999");
    }
    int number = Integer.parseInt(users);
    return new Users(number, number, Think.NONE, BY_HAND, null);
  }

  /** One user. */
  private final class Person {
    final Side measured;
    final Side others;

    /** Which of them asked last. */
    Side asking;

    /** How long after the last answer's end its reader was done with it. */
    long late;

    Person(int number, long seed) {
      measured = new Side(Phase.MEASURED, number, load.user(seed, number));
      others = new Side(Phase.WARMUP, number, load.user(~seed, number));
    }

    /** From now on; the thinking begins when the answer has ended. */
    long think() {
      return Math.max(0, asking.draws.nextThink() - late);
    }
  }

  /** A user's requests that are measured, or all its others; the next one encoded. */
  private final class Side {
    private final Phase phase;
    private final int number;
    private final User draws;
    private long asked;
    private Asking task;
    private Dialogue dialogue;
    private Outgoing next;

    Side(Phase phase, int number, User draws) {
      this.phase = phase;
      this.number = number;
      this.draws = draws;
      encode();
    }

    private void encode() {
      long place = number + asked++ * load.users();
      task = target.task(load.mix().isEmpty() ? "" : draws.nextTask());
      dialogue = task.dialogue(phase, place);
      next = dialogue.encode();
    }

    Exchange ask(long scheduled) {
      Phase told = phase == Phase.MEASURED ? phase : Phase.EDGE;
      return task.start(next, dialogue.labels(told, 1, number), scheduled);
    }

    /** Encodes the turn after an answer, or, where none follows, another prompt. */
    void encodeAfter(Exchange answered) {
      if (dialogue.goesOn(answered)) {
        next = dialogue.encode();
      } else {
        encode();
      }
    }
  }

  /** Encodes everybody's first requests. */
  @Setup(Level.Trial)
  public void prepare(Target asked) {
    target = asked;
    load = (Users) asked.load();
    long seed = asked.cell().scheduleSeed();
    for (int number = 0; number < load.users(); number++) {
      people.add(new Person(number, seed));
    }
  }

  /** Lets them come, and waits until all have left. */
  void run() throws InterruptedException {
    new Driver(this)
        .users(
            load.users(),
            load::spawnNanos,
            user -> people.get(user).think(),
            at -> at <= load.endNanos() || measuredInFlight.get() > 0);
  }

  @Override
  public void start(int index, long scheduled, Runnable ended) {
    Recorder.shared().stopIfHopeless();
    begin = index == 0 ? scheduled : begin;
    Person person = people.get(index % load.users());
    boolean measured = load.measures(scheduled - begin);
    person.asking = measured ? person.measured : person.others;
    measuredInFlight.addAndGet(measured ? 1 : 0);
    if (measured && !measuring) {
      measuring = true;
      new BackgroundThread(Compilers::lower, "compilers").start();
    }
    Side asking = person.asking;
    boolean ahead = asking.dialogue.isLast();
    LongConsumer ready =
        late -> {
          person.late = late;
          measuredInFlight.addAndGet(measured ? -1 : 0);
          ended.run();
        };
    asking.ask(scheduled).onEnd(exchange -> answered(asking, ahead, exchange, ready));
    if (ahead) {
      asking.encode();
    }
  }

  private void answered(Side asking, boolean ahead, Exchange exchange, LongConsumer ready) {
    if (ahead) {
      Recorder.shared().take(exchange);
      ready.accept(0);
    } else {
      Runnable work =
          () -> {
            asking.encodeAfter(exchange);
            Recorder.shared().take(exchange);
          };
      interlude.after(exchange, work, ready);
    }
  }

  /** Ends the trial. */
  @TearDown(Level.Trial)
  public void end() {
    interlude.close();
    target.leave();
  }
}
