package org.inferometer.load;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntToLongFunction;
import java.util.function.LongPredicate;
import org.inferometer.machine.Clock;

/** The users of one load on a {@link Driver}, which wait for answers, or for the time to ask. */
final class Population {
  /** A user whose next request is due. */
  private record Due(int user, int index, long time) {}

  /** A user whose answer has come. */
  private record Back(int user, int index, long time) {}

  private final Driver driver;
  private final int users;
  private final IntToLongFunction think;
  private final Queue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::time));
  private final Queue<Back> back = new ConcurrentLinkedQueue<>();

  /** Users whose answer is waited for. */
  private int asking;

  Population(Driver driver, int users, IntToLongFunction think) {
    this.driver = driver;
    this.users = users;
    this.think = think;
  }

  /** See {@link Driver#users}; {@code begin} is the time of the first one's coming. */
  void run(long begin, IntToLongFunction spawn, LongPredicate more) throws InterruptedException {
    for (int user = 0; user < users; user++) {
      due.add(new Due(user, user, begin + spawn.applyAsLong(user)));
    }
    while (true) {
      for (Back one = back.poll(); one != null; one = back.poll()) {
        asking--;
        long wait = think.applyAsLong(one.user);
        if (wait != Driver.LEAVES) {
          due.add(new Due(one.user, one.index + users, one.time + wait));
        }
      }
      Due next = due.peek();
      boolean goesOn = next != null && more.test(next.time - begin);
      if (goesOn && next.time <= Clock.nanos()) {
        due.remove();
        asking++;
        driver.start(next.index, next.time, () -> ended(next));
      } else if (goesOn || asking > 0) {
        driver.await(goesOn ? next.time : Long.MAX_VALUE, () -> !back.isEmpty());
      } else {
        return;
      }
    }
  }

  private void ended(Due asked) {
    back.add(new Back(asked.user, asked.index, Clock.nanos()));
    driver.ended();
  }
}
