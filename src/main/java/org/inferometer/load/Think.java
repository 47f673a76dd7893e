package org.inferometer.load;

import java.time.Duration;
import java.util.SplittableRandom;

/** How long a user thinks between an answer and the next request. */
public sealed interface Think {
  /** No time at all. */
  Think NONE = new Constant(Duration.ZERO);

  /** The next time that {@code random} draws, in nanoseconds. */
  long nanos(SplittableRandom random);

  /** Its mean, in nanoseconds. */
  double meanNanos();

  /**
   * The same time always.
   *
   * @param time 0 or more
   */
  record Constant(Duration time) implements Think {
    @Override
    public long nanos(SplittableRandom random) {
      return time.toNanos();
    }

    @Override
    public double meanNanos() {
      return time.toNanos();
    }

    @Override
    public String toString() {
      return text(time);
    }
  }

  /**
   * Any time of a range, each as likely.
   *
   * @param from 0 or more
   * @param to not less
   */
  record Uniform(Duration from, Duration to) implements Think {
    public Uniform {
      if (to.compareTo(from) < 0) {
        throw new IllegalArgumentException("from %s to %s".formatted(from, to));
      }
    }

    @Override
    public long nanos(SplittableRandom random) {
      return from.toNanos() + Math.round(random.nextDouble() * to.minus(from).toNanos());
    }

    @Override
    public double meanNanos() {
      return from.plus(to).toNanos() / 2.0;
    }

    @Override
    public String toString() {
      return "uniform(%s, %s)".formatted(text(from), text(to));
    }
  }

  /**
   * Short times often and long ones now and then, by inverse transform.
   *
   * @param mean above 0
   */
  record Exponential(Duration mean) implements Think {
    public Exponential {
      if (mean.isZero()) {
        throw new IllegalArgumentException("a mean of 0");
      }
    }

    @Override
    public long nanos(SplittableRandom random) {
      return Math.round(-Math.log1p(-random.nextDouble()) * mean.toNanos());
    }

    @Override
    public double meanNanos() {
      return mean.toNanos();
    }

    @Override
    public String toString() {
      return "exponential(%s)".formatted(text(mean));
    }
  }

  private static String text(Duration time) {
    long millis = time.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }
}
