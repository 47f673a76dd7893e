package org.inferometer.load;

import java.time.Duration;

/**
 * An open loop: requests start at the times of a schedule, whatever became of those before.
 *
 * @param maxInFlight requests in flight at which those that are due are held back, to start when
 *     others have ended; null for no such limit
 * @param title what stands for the course of stages or of a function in their label; null for rates
 *     and a number of arrivals
 */
public record Open(Schedule schedule, Integer maxInFlight, String title) implements Load {
  private static final int FEWEST_CONNECTIONS = 16;
  private static final int MOST_CONNECTIONS = 1024;
  private static final double SECONDS_IN_FLIGHT = 2;

  public Open {
    if (maxInFlight != null && maxInFlight < 1) {
      throw new IllegalArgumentException(
          "at most " + maxInFlight + " requests in flight; allowed: a whole number from 1");
    }
  }

  /** Without a title. */
  public Open(Schedule schedule, Integer maxInFlight) {
    this(schedule, maxInFlight, null);
  }

  @Override
  public String label() {
    return schedule.key() + "=" + course() + suffix();
  }

  @Override
  public String name() {
    return schedule.key() + (title == null ? "" : "-") + course() + suffix().replace(' ', '-');
  }

  /**
   * All rates that arrive alike are one kind, as is one trace at all speeds; stages and functions
   * have nothing in common.
   */
  @Override
  public String kind() {
    return schedule.kind(course()).map(kind -> kind + limit()).orElseGet(this::label);
  }

  @Override
  public LoadAxis axis() {
    return schedule.axis();
  }

  /** Requests per second, on average where that changes; of a trace how fast it is replayed. */
  @Override
  public double level() {
    return schedule.level();
  }

  @Override
  public int connections() {
    double needed = Math.max(FEWEST_CONNECTIONS, schedule.highestRate() * SECONDS_IN_FLIGHT);
    return Math.min(mostInFlight(), (int) Math.min(MOST_CONNECTIONS, Math.ceil(needed)));
  }

  /** Requests in flight at which those that are due are held back. */
  public int mostInFlight() {
    return maxInFlight == null ? Integer.MAX_VALUE : maxInFlight;
  }

  /** Whether its rate is the same from start to end. */
  public boolean isSteady() {
    return schedule.isSteady();
  }

  /**
   * How long requests start before those that are measured: {@code asked}, where there is one rate
   * at which they can; else nothing.
   */
  public Duration warmup(Duration asked) {
    return isSteady() ? asked : Duration.ZERO;
  }

  /**
   * The times of all requests, from those of the warm-up on, without a break between it and what is
   * measured.
   *
   * @param seed draws them: the same for every stack
   * @param warmup as {@link #warmup} has it
   */
  public Arrivals arrivals(long seed, Duration warmup) {
    return schedule.arrivals(seed, warmup);
  }

  /** The most requests that start within a {@code span} of those {@link #arrivals}. */
  public int most(long seed, Duration warmup, Duration span) {
    Arrivals last = arrivals(seed, warmup);
    Arrivals first = arrivals(seed, warmup);
    long oldest = first.next();
    int within = 0;
    int most = 0;
    for (long at = last.next(); at != Arrivals.END; at = last.next()) {
      within++;
      while (at - oldest >= span.toNanos()) {
        oldest = first.next();
        within--;
      }
      most = Math.max(most, within);
    }
    return most;
  }

  private String course() {
    return title == null ? schedule.course() : title;
  }

  private String suffix() {
    return schedule.manner() + limit();
  }

  private String limit() {
    return maxInFlight == null ? "" : " max " + maxInFlight;
  }
}
