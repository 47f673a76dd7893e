package org.inferometer.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.inferometer.load.Driver;
import org.inferometer.load.User;
import org.inferometer.load.Users;
import org.inferometer.record.Labels;
import org.inferometer.record.Phase;
import org.inferometer.wire.Exchange;
import org.inferometer.wire.Outgoing;

/**
 * The users of one load. Each has its next request encoded while it waits and thinks, or, of a
 * conversation's next turn, when it has the answer, and asks it on a connection that is open
 * already.
 *
 * <p>As every load it keeps what is measured apart from all else: a user's measured requests are a
 * sequence of their own, so that every stack is asked the same by them, however fast it was before.
 */
final class People implements Driver.Starter, AutoCloseable {

  /** Whoever lets them ask. */
  interface Host {
    /** Of what the next request is for which {@code user} draws. */
    Asking asking(User user);

    /** Where a request belongs. */
    default Labels labels(Labels labels) {
      return labels;
    }

    /** Whether a request that starts in the measured time is a measured one. */
    default boolean counts(int index) {
      return true;
    }

    /** A request starts. */
    default void started(long scheduled, boolean measured) {}
  }

  private final Host host;
  private final Users users;
  private final long firstNanos;
  private final Recorder recorder;
  private final Span span;
  private final Interlude interlude;
  private final List<Person> people = new ArrayList<>();
  private long begin;

  /**
   * Encodes everybody's first requests.
   *
   * @param firstNanos when the first of them comes, from the load's begin on
   * @param seed the same for every stack
   * @param span what of it is measured
   */
  People(Host host, Users users, long firstNanos, long seed, Recorder recorder, Span span) {
    this.host = host;
    this.users = users;
    this.firstNanos = firstNanos;
    this.recorder = recorder;
    this.span = span;
    this.interlude = new Interlude(recorder);
    for (int number = 0; number < users.users(); number++) {
      people.add(new Person(number, seed));
    }
  }

  /** One user. */
  private final class Person {
    final Side measured;
    final Side others;

    /** Which of them asked last. */
    Side last;

    /** How long after the last answer's end its reader was done with it. */
    long late;

    Person(int number, long seed) {
      measured = new Side(Phase.MEASURED, number, users.user(seed, number));
      others = new Side(Phase.WARMUP, number, users.user(~seed, number));
    }

    /** From now on; the thinking begins when the answer has ended. */
    long think() {
      return Math.max(0, last.draws.nextThink() - late);
    }
  }

  /** A user's requests that are measured, or all its others; the next one encoded. */
  private final class Side {
    final Phase phase;
    final int number;
    final User draws;
    private long asked;
    private Asking asking;
    private Dialogue dialogue;
    private Outgoing next;

    Side(Phase phase, int number, User draws) {
      this.phase = phase;
      this.number = number;
      this.draws = draws;
      encode();
    }

    void encode() {
      asking = host.asking(draws);
      dialogue = asking.dialogue(phase, number + asked++ * users.users());
      next = dialogue.encode();
    }

    /** Encodes the turn after an answer, or, where none follows, another prompt. */
    void encodeAfter(Exchange answered) {
      if (dialogue.goesOn(answered)) {
        next = dialogue.encode();
      } else {
        encode();
      }
    }

    /** Whether what is asked next does not depend on the answer. */
    boolean isAhead() {
      return dialogue.isLast();
    }

    Exchange ask(long scheduled) {
      Phase told = phase == Phase.MEASURED ? phase : Phase.EDGE;
      Labels labels = host.labels(dialogue.labels(told, 1, number));
      return asking.start(next, labels, scheduled);
    }
  }

  /**
   * Lets them come, and waits until all have left.
   *
   * @param driver starts what this one has
   * @param more whether a request that is due so many nanoseconds after the begin is still asked
   */
  void run(Driver driver, LongPredicate more) throws InterruptedException {
    driver.users(users.users(), this::spawn, user -> people.get(user).think(), more);
  }

  private long spawn(int user) {
    return firstNanos + users.spawnNanos(user);
  }

  @Override
  public void start(int index, long scheduled, Runnable ended) {
    recorder.stopIfHopeless();
    begin = index == 0 ? scheduled - spawn(0) : begin;
    boolean measured = span.measures(scheduled - begin) && host.counts(index);
    if (measured) {
      span.opened();
    }
    host.started(scheduled, measured);
    Person person = people.get(index % people.size());
    person.last = measured ? person.measured : person.others;
    ask(person, person.last, scheduled, ended);
  }

  private void ask(Person person, Side side, long scheduled, Runnable ended) {
    boolean ahead = side.isAhead();
    side.ask(scheduled)
        .onEnd(
            exchange -> {
              if (ahead) {
                ended(person, 0, exchange, ended);
              } else {
                interlude.after(
                    exchange,
                    () -> side.encodeAfter(exchange),
                    late -> ended(person, late, exchange, ended));
              }
            });
    if (ahead) {
      side.encode();
    }
  }

  private void ended(Person person, long late, Exchange exchange, Runnable ended) {
    person.late = late;
    Side side = person.last;
    recorder.take(exchange);
    if (side.phase == Phase.MEASURED) {
      span.closed();
    }
    ended.run();
  }

  @Override
  public void close() {
    interlude.close();
  }
}
