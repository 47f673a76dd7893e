package org.inferometer.standard;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Iterator;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.inferometer.standard.Capacity.Sharing;

/**
 * Who is served when. A schedule counts <em>work</em>: nanoseconds of a server that has nothing
 * else to do. Work is done as fast as time goes by, or at 1/n of that pace while n requests share
 * the processor; so deadlines are kept as work, and looked at as time.
 *
 * <p>What ends and begins does so at its exact time, whenever the server's thread gets to look at
 * it: the next request is served from the scheduled end of the one before. A server that always has
 * something to do thus loses no time, and its capacity is exactly that of its schedule.
 */
final class Service {
  private static final int STRETCHES = 1024;

  private final Capacity capacity;
  private final long origin;
  private final Consumer<Connection> begun;
  private final ArrayDeque<Connection> waiting = new ArrayDeque<>();
  private final PriorityQueue<Connection> served =
      new PriorityQueue<>(Comparator.comparingLong(Connection::end));

  /** How work went on, the latest last: enough of it for deadlines that are looked at late. */
  private final ArrayDeque<Stretch> stretches = new ArrayDeque<>();

  /**
   * A time in which work went on evenly.
   *
   * @param time of its beginning, counted from the origin; fractions would add up
   * @param work done by then
   * @param share requests that share the processor from then on
   */
  private record Stretch(double time, double work, int share) {
    double timeOf(double target) {
      return time + (target - work) * share;
    }

    double workAt(double moment) {
      return work + (moment - time) / share;
    }
  }

  /**
   * Begins at {@code origin}.
   *
   * @param begun is told of each connection whose answer begins
   */
  Service(Capacity capacity, long origin, Consumer<Connection> begun) {
    this.capacity = capacity;
    this.origin = origin;
    this.begun = begun;
    stretches.add(new Stretch(0, 0, 1));
  }

  /** Whether requests are in each other's way. */
  boolean isLimited() {
    return !capacity.equals(Capacity.UNLIMITED);
  }

  /** A request wants to be served from {@code now} on. */
  void arrive(Connection connection, long now) {
    advance(now);
    if (served.size() < capacity.slots()) {
      serve(connection, now - origin);
    } else {
      waiting.add(connection);
    }
  }

  /** A request is answered from {@code now} on without being served. */
  void pass(Connection connection, long now) {
    begin(connection, now - origin);
  }

  /** A request is given up; if it was being served, the next one takes its place. */
  void abandon(Connection connection, long now) {
    advance(now);
    if (served.remove(connection)) {
      serveNext(now - origin);
    } else {
      waiting.remove(connection);
    }
  }

  /** Ends and begins what does so up to {@code now}; to be called in the order of time. */
  void advance(long now) {
    while (nextEnd() <= now) {
      serveNext(stretches.getLast().timeOf(served.poll().end()));
    }
  }

  /** When the next of those that are served now will end. */
  long nextEnd() {
    return served.isEmpty() ? Long.MAX_VALUE : timeOf(served.peek().end());
  }

  /** When so much work was done, or will be, as far as is known now. */
  long timeOf(long work) {
    if (work >= Step.NEVER) {
      return Long.MAX_VALUE;
    }
    Stretch stretch = stretches.getLast();
    for (Iterator<Stretch> i = stretches.descendingIterator();
        i.hasNext() && stretch.work > work; ) {
      stretch = i.next();
    }
    return origin + Math.round(stretch.timeOf(work));
  }

  private void serveNext(double time) {
    if (waiting.isEmpty()) {
      share(time);
    } else {
      serve(waiting.poll(), time);
    }
  }

  private void serve(Connection connection, double time) {
    begin(connection, time);
    if (isLimited()) {
      served.add(connection);
      share(time);
    }
  }

  private void begin(Connection connection, double time) {
    connection.begin(Math.round(stretches.getLast().workAt(time)), origin + Math.round(time));
    begun.accept(connection);
  }

  /** From now on those that are served share the processor. */
  private void share(double time) {
    int share = capacity.sharing() == Sharing.PROCESSOR ? Math.max(1, served.size()) : 1;
    if (share != stretches.getLast().share) {
      stretches.add(new Stretch(time, stretches.getLast().workAt(time), share));
    }
    if (stretches.size() > STRETCHES) {
      stretches.poll();
    }
  }
}
