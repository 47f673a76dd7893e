package org.inferometer.load;

import java.util.function.DoublePredicate;

/**
 * How many arrivals there were by each second: a function of the time that never falls and is null
 * when it is over.
 */
final class Count {
  private static final double SHORTEST_STEP = 1e-3;
  private static final double MOST_STEPS = 1e6;

  private final Function function;
  private final double limit;
  private final double step;
  private final double end;

  /**
   * Looks at about a million times at most whether {@code function} counts.
   *
   * @param limit second at which it ends if it is not null before
   * @throws IllegalArgumentException if it is null or below zero at the start, falls, or has no
   *     value somewhere
   */
  Count(Function function, double limit) {
    this.function = function;
    this.limit = limit;
    if (!(at(0) >= 0)) {
      throw new IllegalArgumentException(
          "is %s at t = 0; allowed: a number of arrivals, 0 or more"
              .formatted(isOver(0) ? "null" : "%.0f".formatted(at(0))));
    }
    step = Math.max(SHORTEST_STEP, roughEnd() / MOST_STEPS);
    end = walk();
  }

  /** Arrivals by second {@code t}, NaN when it is over. */
  double at(double t) {
    return Math.floor(function.at(t));
  }

  /** When it is over, or the limit. */
  double end() {
    return end;
  }

  /** Whether it would go on beyond the limit. */
  boolean isCutOff() {
    return end == limit;
  }

  /** All its arrivals. */
  double all() {
    return at(last());
  }

  /** The last time at which it is not over. */
  double last() {
    return Math.nextDown(end);
  }

  /** Between two looks at it. */
  double step() {
    return step;
  }

  /**
   * The first time at which {@code holds} is true, if it is not at {@code low} but at {@code high}.
   */
  static double first(double low, double high, DoublePredicate holds) {
    double no = low;
    double yes = high;
    while (Math.nextUp(no) < yes) {
      double middle = no + (yes - no) / 2;
      if (holds.test(middle)) {
        yes = middle;
      } else {
        no = middle;
      }
    }
    return yes;
  }

  private boolean isOver(double t) {
    return Double.isNaN(at(t));
  }

  private double roughEnd() {
    double t = SHORTEST_STEP;
    while (t < limit && !isOver(t)) {
      t *= 2;
    }
    return Math.min(t, limit);
  }

  private double walk() {
    double t = 0;
    double count = at(0);
    for (int i = 1; t < limit; i++) {
      double next = Math.min(limit, i * step);
      double then = at(next);
      if (Double.isNaN(then)) {
        return first(t, next, this::isOver);
      }
      if (then < count) {
        throw new IllegalArgumentException(
            "falls from %.0f at t = %s to %.0f at t = %s; allowed: a count, which never falls"
                .formatted(count, Operations.shown(t), then, Operations.shown(next)));
      }
      t = next;
      count = then;
    }
    return limit;
  }
}
