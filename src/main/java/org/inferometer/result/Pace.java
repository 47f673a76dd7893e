package org.inferometer.result;

/**
 * How the client kept to the schedule of an open loop: sums over its measured requests, or
 * conversations, whose later turns follow no schedule. A rate is that of the gaps between the first
 * and the last of them, so that chance in how many a schedule has is in both, and in none of their
 * ratio. A request that was never started takes its time, too, and is none that was offered.
 */
final class Pace {
  /** What a request may be late that no limit holds back. */
  static final double LATE_MILLIS = 1;

  private long askedGaps;
  private double askedSeconds;
  private long offeredGaps;
  private double offeredSeconds;
  private long late;
  private long heldBack;
  private long requests;

  /** Requests more in flight, or waiting to be, with every second, summed over repeats. */
  private double growth;

  private int windows;
  private int growing;

  /**
   * Of one repeat.
   *
   * @param most requests that may be in flight
   */
  static Pace of(Backlog backlog, int most, Bounds window) {
    Pace pace = new Pace();
    long firstAsked = Long.MAX_VALUE;
    long lastAsked = Long.MIN_VALUE;
    long firstOffered = Long.MAX_VALUE;
    long lastOffered = Long.MIN_VALUE;
    long offered = 0;
    for (int i = 0; i < backlog.arrivals().size(); i++) {
      Answer one = backlog.arrivals().get(i);
      if (!one.measured() || !one.begins()) {
        continue;
      }
      pace.requests++;
      firstAsked = Math.min(firstAsked, one.scheduled());
      lastAsked = Math.max(lastAsked, one.scheduled());
      boolean full = backlog.isFull(i, most);
      pace.heldBack += full ? 1 : 0;
      firstOffered = Math.min(firstOffered, one.started());
      lastOffered = Math.max(lastOffered, one.started());
      double delay = one.value(Metric.SCHEDULE_DELAY);
      if (one.begun()) {
        offered++;
        pace.late += delay > LATE_MILLIS && !full ? 1 : 0;
      }
    }
    if (pace.requests > 1) {
      pace.askedGaps = pace.requests - 1;
      pace.askedSeconds = (lastAsked - firstAsked) * 1e-9;
    }
    if (offered > 1) {
      pace.offeredGaps = offered - 1;
      pace.offeredSeconds = (lastOffered - firstOffered) * 1e-9;
    }
    if (window != null) {
      pace.windows = 1;
      pace.growth = backlog.growthPerSecond(window);
      pace.growing = pace.growth > 0 ? 1 : 0;
    }
    return pace;
  }

  void add(Pace other) {
    askedGaps += other.askedGaps;
    askedSeconds += other.askedSeconds;
    offeredGaps += other.offeredGaps;
    offeredSeconds += other.offeredSeconds;
    late += other.late;
    heldBack += other.heldBack;
    requests += other.requests;
    growth += other.growth;
    windows += other.windows;
    growing += other.growing;
  }

  /** Requests a second by the schedule; NaN without any. */
  double asked() {
    return askedGaps / askedSeconds;
  }

  /** Requests a second that were started; NaN without any. */
  double offered() {
    return offeredGaps / offeredSeconds;
  }

  /** Measured requests. */
  long requests() {
    return requests;
  }

  /** Those that were due while as many as may be were in flight. */
  long heldBack() {
    return heldBack;
  }

  /** Those that were not held back, and started too late. */
  long late() {
    return late;
  }

  /** How many more there are each second, where most repeats are sure of it; else 0. */
  double growth() {
    return 2 * growing > windows ? growth / windows : 0;
  }
}
