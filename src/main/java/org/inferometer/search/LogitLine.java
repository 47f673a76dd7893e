package org.inferometer.search;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.inferometer.result.statistics.Effect;
import org.inferometer.result.statistics.Interval;

/**
 * The share of requests that miss a target as a function of the load: its logit is a straight line
 * over the logarithm of the load. Fitted and judged as by Papke and Wooldridge (Journal of Applied
 * Econometrics 11, 1996), who have shares of 0 as well and a variance that holds however requests
 * of one replicate depend on each other.
 */
final class LogitLine {
  private static final int MOST_STEPS = 50;
  private static final double PRECISION = 1e-9;

  /**
   * With which 95 % of the intervals hold the boundary, by simulation of searches: replicates that
   * are added until they suffice tell a little less than as many that were planned.
   */
  private static final double CONFIDENCE = 0.99;

  /** Logarithms of the loads, from their middle. */
  private final double[] x;

  private final double[] missed;
  private final double middle;
  private double height;
  private double slope;

  private Sums sums;

  private LogitLine(double[] logarithms, double[] missed) {
    this.middle = Arrays.stream(logarithms).average().orElse(0);
    this.x = Arrays.stream(logarithms).map(one -> one - middle).toArray();
    this.missed = missed;
  }

  /** That of the replicates of {@code probes}. */
  static LogitLine through(List<Probe> probes, int target) {
    double[] logarithms =
        probes.stream()
            .flatMapToDouble(
                one -> one.replicates().stream().mapToDouble(each -> Math.log(one.level())))
            .toArray();
    double[] missed =
        probes.stream()
            .flatMapToDouble(
                one -> one.replicates().stream().mapToDouble(each -> 1 - each.met().get(target)))
            .toArray();
    return new LogitLine(logarithms, missed);
  }

  /**
   * Where it crosses {@code goal}, with the interval of the delta method and Student's t; nothing
   * where that cannot be told.
   */
  Optional<Boundary> crossing(double goal) {
    if (!fit()) {
      return Optional.empty();
    }
    double at = (Math.log(goal / (1 - goal)) - height) / slope;
    boolean rises = interval(slope, sums.variance(0, 1)).low() > 0;
    if (!rises) {
      return Optional.empty();
    }
    Interval interval = interval(middle + at, sums.variance(1, at) / (slope * slope)).exp();
    return Optional.of(new Boundary(Math.exp(middle + at), interval.low(), interval.high()));
  }

  private Interval interval(double value, double variance) {
    Effect effect = new Effect(value, Math.sqrt(variance), x.length - 2.0, Double.NaN);
    return effect.interval(CONFIDENCE);
  }

  /** By Newton's steps; false where there is no maximum, as of shares that jump from 0 to 1. */
  private boolean fit() {
    double mean = Arrays.stream(missed).average().orElse(0);
    height = Math.log(mean / (1 - mean));
    for (int step = 0; step < MOST_STEPS && x.length > 2; step++) {
      sums = new Sums();
      double up = (sums.i11 * sums.score - sums.i01 * sums.scoreOfSlope) / sums.determinant();
      double steeper = (sums.i00 * sums.scoreOfSlope - sums.i01 * sums.score) / sums.determinant();
      height += up;
      slope += steeper;
      if (!Double.isFinite(height) || !Double.isFinite(slope)) {
        return false;
      }
      if (Math.abs(up) + Math.abs(steeper) < PRECISION * (1 + Math.abs(slope))) {
        return true;
      }
    }
    return false;
  }

  /** Over the replicates, for the line as it is: scores, information, products of the scores. */
  private final class Sums {
    double score;
    double scoreOfSlope;
    double i00;
    double i01;
    double i11;
    double s00;
    double s01;
    double s11;

    Sums() {
      for (int i = 0; i < x.length; i++) {
        double expected = 1 / (1 + Math.exp(-height - slope * x[i]));
        double weight = expected * (1 - expected);
        double rest = missed[i] - expected;
        score += rest;
        scoreOfSlope += rest * x[i];
        i00 += weight;
        i01 += weight * x[i];
        i11 += weight * x[i] * x[i];
        s00 += rest * rest;
        s01 += rest * rest * x[i];
        s11 += rest * rest * x[i] * x[i];
      }
    }

    double determinant() {
      return i00 * i11 - i01 * i01;
    }

    /** Variance of u x height + v x slope, with the correction for few replicates. */
    double variance(double u, double v) {
      double p = (u * i11 - v * i01) / determinant();
      double q = (v * i00 - u * i01) / determinant();
      double products = p * p * s00 + 2 * p * q * s01 + q * q * s11;
      return products * x.length / (x.length - 2.0);
    }
  }
}
