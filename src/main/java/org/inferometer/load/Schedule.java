package org.inferometer.load;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** How many requests start by when. */
public interface Schedule {
  /** Arrivals that one schedule may have. */
  long MOST_ARRIVALS = 10_000_000;

  /** The times that {@code seed} draws; of a function they are the same for every seed. */
  Arrivals arrivals(long seed);

  /** The same after a warm-up, which only what {@link #isSteady} has. */
  default Arrivals arrivals(long seed, Duration warmup) {
    return arrivals(seed);
  }

  /** From its start to its end. */
  Duration duration();

  /** The number of arrivals, or its mean over all seeds. */
  double expected();

  /** The key that names its kind in a scenario. */
  String key();

  /** In one word what tells it from others of its kind. */
  String course();

  /** What else there is to say of it, after a blank; nothing where it is as usual. */
  String manner();

  /** What the levels of its kind are. */
  default LoadAxis axis() {
    return LoadAxis.RATE;
  }

  /** Where it stands on its {@link #axis}. */
  default double level() {
    return meanRate();
  }

  /**
   * What it has in common with those that differ in their level only; empty where none do.
   *
   * @param course its own, or what is said in place of it
   */
  default Optional<String> kind(String course) {
    return Optional.empty();
  }

  /** Whether its rate is the same from start to end. */
  default boolean isSteady() {
    return false;
  }

  /** Requests per second over the whole of it. */
  default double meanRate() {
    return expected() / (duration().toNanos() / 1e9);
  }

  /** Requests per second where there are most, as far as that is known; else the mean. */
  default double highestRate() {
    return meanRate();
  }

  /** A number with no digit too many. */
  static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  /**
   * {@code expected} itself, if it is a number of arrivals that a schedule may have.
   *
   * @throws IllegalArgumentException saying what is allowed
   */
  static double requireSensible(double expected) {
    if (!(expected >= 1 && expected <= MOST_ARRIVALS)) {
      throw new IllegalArgumentException(
          "has %s arrivals; allowed: from 1 to 10 million"
              .formatted(
                  expected < 1
                      ? "less than 1"
                      : (expected < 1e15 ? "%.0f" : "%.3e").formatted(expected)));
    }
    return expected;
  }
}
