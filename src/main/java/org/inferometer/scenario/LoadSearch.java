package org.inferometer.scenario;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.List;
import org.inferometer.load.Closed;
import org.inferometer.load.Gaps;
import org.inferometer.load.Load;
import org.inferometer.load.Open;
import org.inferometer.load.Rate;

/**
 * What a scenario searches in place of loads that it names: the largest at which each stack meets
 * targets.
 *
 * @param meet the targets
 * @param rate whether the loads are rates, in requests a second; if not they are closed loops
 * @param from the lowest load
 * @param to the highest
 * @param duration how long each measurement of a rate asks
 * @param constant whether requests of a rate come at equal distances; if not as a Poisson process
 */
public record LoadSearch(
    List<Target> meet, boolean rate, double from, double to, Duration duration, boolean constant) {

  /** How long each measurement of a rate asks where nobody says. */
  static final String USUAL = "30s";

  /**
   * A share of all requests, and what they stay within.
   *
   * @param metric like {@code p2ft}
   */
  public record Target(String metric, double share, @JsonProperty("at_most") Duration atMost) {
    @Override
    public String toString() {
      return "%s p%s <= %s"
          .formatted(
              metric,
              new BigDecimal(String.valueOf(share))
                  .movePointRight(2)
                  .stripTrailingZeros()
                  .toPlainString(),
              Durations.format(atMost));
    }
  }

  public LoadSearch {
    meet = List.copyOf(meet);
  }

  /** The load of {@code level}, of a rate to four digits: it has a name in files. */
  public Load load(double level) {
    return rate
        ? new Open(
            new Rate(rounded(level), constant ? Gaps.CONSTANT : Gaps.POISSON, duration), null)
        : new Closed((int) level);
  }

  private static double rounded(double level) {
    return new BigDecimal(level).round(new MathContext(4)).doubleValue();
  }

  /** What its levels count. */
  public String unit() {
    return rate ? "requests/s" : "requests in flight";
  }
}
