package org.inferometer.load;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One rate from start to end.
 *
 * @param perSecond requests, above 0
 */
public record Rate(double perSecond, Gaps gaps, Duration duration) implements Schedule {
  public Rate {
    if (!(perSecond > 0)) {
      throw new IllegalArgumentException(
          "found a rate of " + perSecond + "; allowed: requests per second above 0, up to 100000");
    }
    Schedule.requireSensible(new Stage(perSecond, perSecond, duration).area());
  }

  /** Arrivals at a rate that do not end: for those who know how many they want. */
  public static Arrivals endless(double perSecond, Gaps gaps, long seed) {
    Stage years = new Stage(perSecond, perSecond, Duration.ofDays(10_000));
    return new StagedArrivals(List.of(years), gaps, seed);
  }

  @Override
  public Arrivals arrivals(long seed) {
    return arrivals(seed, Duration.ZERO);
  }

  /** After others that came for so long. */
  @Override
  public Arrivals arrivals(long seed, Duration warmup) {
    Stage whole = new Stage(perSecond, perSecond, duration.plus(warmup));
    return new StagedArrivals(List.of(whole), gaps, seed);
  }

  @Override
  public double expected() {
    return stage().area();
  }

  @Override
  public double meanRate() {
    return perSecond;
  }

  /** All rates whose requests arrive alike. */
  @Override
  public Optional<String> kind(String course) {
    return Optional.of(key() + manner());
  }

  @Override
  public boolean isSteady() {
    return true;
  }

  @Override
  public String key() {
    return "rate";
  }

  @Override
  public String course() {
    return Schedule.plain(perSecond);
  }

  @Override
  public String manner() {
    return gaps.words();
  }

  private Stage stage() {
    return new Stage(perSecond, perSecond, duration);
  }
}
