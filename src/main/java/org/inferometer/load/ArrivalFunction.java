package org.inferometer.load;

import java.time.Duration;
import java.util.Objects;

/** Arrivals that a function of the time counts: so many requests have started by second t. */
public final class ArrivalFunction implements Schedule {
  private static final double LONGEST = Duration.ofDays(30).toSeconds();

  private final String text;
  private final double compression;
  private final Duration limit;
  private final Count count;

  /**
   * @param text the function, which is null from its end on; see {@link FunctionParser}
   * @param compression how many of its seconds pass in one, from 0.01 to 1000000
   * @param limit when it ends if it is not null before; null for a function that ends by itself
   * @throws IllegalArgumentException if it is no function, or no count of arrivals, saying why
   */
  public ArrivalFunction(String text, double compression, Duration limit) {
    if (!(compression >= 0.01 && compression <= 1e6)) {
      throw new IllegalArgumentException(
          "found a compression of " + compression + "; allowed: a number from 0.01 to 1000000");
    }
    this.text = text;
    this.compression = compression;
    this.limit = limit;
    double last = limit == null ? LONGEST : limit.toNanos() / 1e9 * compression;
    count = new Count(FunctionParser.parse(text), last);
    if (count.isCutOff() && limit == null) {
      throw new IllegalArgumentException(
          "does not end within 30 days; allowed: a function that is null from some time on, like"
              + " t < 60 ? 10 * t : null, or a duration beside it");
    }
    Schedule.requireSensible(count.all());
  }

  public String text() {
    return text;
  }

  public double compression() {
    return compression;
  }

  /** When it ends if it is not null before; may be null. */
  public Duration limit() {
    return limit;
  }

  /** The same for every seed. */
  @Override
  public Arrivals arrivals(long seed) {
    return new CountedArrivals(count, compression);
  }

  @Override
  public Duration duration() {
    return Duration.ofNanos(Math.round(count.end() * 1e9 / compression));
  }

  @Override
  public double expected() {
    return count.all();
  }

  @Override
  public String key() {
    return "arrivals-at";
  }

  /** All its arrivals. */
  @Override
  public String course() {
    return Schedule.plain(expected());
  }

  @Override
  public String manner() {
    return compression == 1 ? "" : " x" + Schedule.plain(compression);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ArrivalFunction that
        && text.equals(that.text)
        && compression == that.compression
        && Objects.equals(limit, that.limit);
  }

  @Override
  public int hashCode() {
    return Objects.hash(text, compression, limit);
  }

  @Override
  public String toString() {
    return text;
  }
}
