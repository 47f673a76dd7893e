package org.inferometer.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.inferometer.load.Driver;
import org.inferometer.load.User;
import org.inferometer.load.Users;
import org.inferometer.record.Phase;
import org.inferometer.wire.Exchange;
import org.inferometer.wire.Outgoing;

/**
 * A tenant's users, or the slots of its closed loop, which are users who do not think. Each has its
 * next request encoded while it waits, or, of a conversation's next turn, when it has the answer.
 */
final class TenantUsers extends TenantLoad implements Driver.Starter {
  private final Users users;
  private final long firstNanos;
  private final Integer most;
  private final List<Person> people = new ArrayList<>();
  private final Interlude interlude;
  private long begin;
  private long measured;
  private Long left;

  /**
   * @param firstNanos when the first of them comes, from the release on
   * @param most measured requests; null for as many as there are in the time
   */
  TenantUsers(
      Asking asking,
      Users users,
      long firstNanos,
      long seed,
      Recorder recorder,
      Span span,
      Integer most) {
    super(asking, recorder, span);
    this.users = users;
    this.firstNanos = firstNanos;
    this.most = most;
    this.interlude = new Interlude(recorder);
    for (int number = 0; number < users.users(); number++) {
      people.add(new Person(number, seed));
    }
  }

  /** One user: what it asks that is measured is a sequence of its own. */
  private final class Person {
    final Side measured;
    final Side others;
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

  private final class Side {
    private final Phase side;
    private final int number;
    final User draws;
    private long asked;
    private Dialogue dialogue;
    private Outgoing next;

    Side(Phase side, int number, User draws) {
      this.side = side;
      this.number = number;
      this.draws = draws;
      encode();
    }

    private void encode() {
      dialogue = asking.dialogue(side, number + asked++ * users.users());
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

    Exchange ask(long scheduled) {
      Phase phase = side == Phase.MEASURED ? side : Phase.EDGE;
      return asking.start(next, whose(dialogue.labels(phase, 1, number)), scheduled);
    }
  }

  @Override
  void run(LongSupplier release) throws InterruptedException {
    new Driver(this, release)
        .users(
            users.users(),
            this::spawn,
            user -> people.get(user).think(),
            at -> left == null && span.goesOn(at));
  }

  private long spawn(int user) {
    return firstNanos + users.spawnNanos(user);
  }

  @Override
  public void start(int index, long scheduled, Runnable ended) {
    recorder.stopIfHopeless();
    if (index == 0) {
      begin = scheduled - spawn(0);
    }
    started(scheduled);
    Person person = people.get(index % people.size());
    // The first requests of all slots start in step.
    boolean counts = span.measures(scheduled - begin) && index >= people.size();
    person.last = counts ? person.measured : person.others;
    if (counts) {
      measured++;
      span.opened();
      left = most != null && measured == most ? Long.valueOf(scheduled) : left;
    }
    Side now = person.last;
    boolean ahead = now.dialogue.isLast();
    now.ask(scheduled)
        .onEnd(
            exchange -> {
              if (ahead) {
                person.late = 0;
                ended(exchange, now.side, ended);
              } else {
                answered(person, now, exchange, ended);
              }
            });
    if (ahead) {
      now.encode();
    }
  }

  private void answered(Person person, Side now, Exchange exchange, Runnable ended) {
    interlude.after(
        exchange,
        () -> now.encodeAfter(exchange),
        late -> {
          person.late = late;
          ended(exchange, now.side, ended);
        });
  }

  @Override
  void close() {
    super.close();
    interlude.close();
  }

  @Override
  Long left() {
    return left;
  }
}
