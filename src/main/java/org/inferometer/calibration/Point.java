package org.inferometer.calibration;

import org.inferometer.standard.Schedule;

/**
 * One load at which the instrument's error is measured.
 *
 * @param pattern how the streams lie in time
 * @param streams streams at once; for {@link Pattern#POISSON} the number of connections opened
 *     beforehand
 * @param ratePerSecond requests a second of {@link Pattern#POISSON}, else 0
 * @param rounds requests per stream; for {@link Pattern#POISSON} seconds of load
 * @param driver who starts the requests
 */
public record Point(Pattern pattern, int streams, double ratePerSecond, int rounds, Driver driver) {

  /** Who starts the next request of a stream. */
  public enum Driver {
    /** The client's I/O thread, as soon as the one before has ended. */
    CALLBACK,
    /** A blocking platform thread per stream, in this process. */
    THREADS,
    /** The threads of a benchmark in a process forked by JMH: the instrument as a trial uses it. */
    JMH
  }

  public Point {
    if (streams < 1 || rounds < 1 || (pattern == Pattern.POISSON) != (ratePerSecond > 0)) {
      throw new IllegalArgumentException(
          "a point needs streams and rounds of at least 1, and a rate if and only if it is poisson;"
              + " found "
              + streams
              + ", "
              + rounds
              + ", "
              + ratePerSecond);
    }
  }

  /** A closed loop of {@code streams}. */
  public static Point closed(Pattern pattern, int streams, int rounds) {
    return new Point(pattern, streams, 0, rounds, Driver.CALLBACK);
  }

  /** Poisson arrivals for {@code seconds}. */
  public static Point poisson(double ratePerSecond, int seconds) {
    Schedule schedule = Pattern.POISSON.schedule();
    double length = (schedule.ttftNanos() + schedule.tokens() * schedule.itlNanos()) / 1e9;
    int streams = (int) Math.ceil(1.5 * ratePerSecond * length + 16);
    return new Point(Pattern.POISSON, streams, ratePerSecond, seconds, Driver.CALLBACK);
  }

  /** The same with other threads. */
  public Point with(Driver other) {
    return new Point(pattern, streams, ratePerSecond, rounds, other);
  }

  /** All requests of the point. */
  int requests() {
    return pattern == Pattern.POISSON ? (int) Math.round(ratePerSecond * rounds) : streams * rounds;
  }

  /** How long one answer takes when nobody is late. */
  public long answerNanos() {
    long[] due = pattern.schedule().dueNanos();
    return due[due.length - 1];
  }

  /** How long a closed loop takes when nobody is late. */
  double idealNanos() {
    double spread = pattern.together() ? 0 : (double) answerNanos() * (streams - 1) / streams;
    return spread + (double) answerNanos() * rounds;
  }
}
