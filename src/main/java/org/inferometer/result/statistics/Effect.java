package org.inferometer.result.statistics;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A mean or a difference of means, with what Student's t asks of it. Of ratios it is the logarithm.
 *
 * @param value the estimate; NaN where there are no values
 * @param error its standard error; NaN for fewer than two values
 * @param freedom degrees of freedom of the error
 * @param spread standard deviation of the difference that one repeat of each side shows
 */
public record Effect(double value, double error, double freedom, double spread) {
  /** Nothing is known. */
  public static final Effect UNKNOWN = new Effect(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

  /** Probability with which a true difference of the smallest detectable size is shown. */
  public static final double POWER = 0.8;

  /** Of the mean of {@code values}. */
  public static Effect of(double[] values) {
    double variance = values.length < 2 ? Double.NaN : StudentT.variance(values);
    return new Effect(
        StudentT.average(values),
        Math.sqrt(variance / values.length),
        values.length - 1.0,
        Math.sqrt(variance));
  }

  /** Of mean(b) - mean(a), where a[i] and b[i] were measured side by side. */
  public static Effect paired(double[] a, double[] b) {
    double[] differences = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      differences[i] = b[i] - a[i];
    }
    return of(differences);
  }

  /** Of mean(b) - mean(a), independent and without equal variances (Welch, Biometrika 34, 1947). */
  public static Effect welch(double[] a, double[] b) {
    double difference = StudentT.average(b) - StudentT.average(a);
    if (a.length < 2 || b.length < 2) {
      return new Effect(difference, Double.NaN, Double.NaN, Double.NaN);
    }
    double ea = StudentT.variance(a) / a.length;
    double eb = StudentT.variance(b) / b.length;
    double freedom =
        ea + eb == 0
            ? a.length + b.length - 2.0
            : (ea + eb) * (ea + eb) / (ea * ea / (a.length - 1) + eb * eb / (b.length - 1));
    return new Effect(
        difference,
        Math.sqrt(ea + eb),
        freedom,
        Math.sqrt(StudentT.variance(a) + StudentT.variance(b)));
  }

  /** Whether there were values enough to judge it. */
  public boolean isTested() {
    return !Double.isNaN(error);
  }

  /** The interval that holds the true value with probability {@code confidence}. */
  public Interval interval(double confidence) {
    if (!isTested()) {
      return Interval.NONE;
    }
    double half = error == 0 ? 0 : upper((1 - confidence) / 2, freedom) * error;
    return new Interval(value - half, value + half);
  }

  /** Two-sided p-value of no effect. */
  public double pValue() {
    if (!isTested()) {
      return Double.NaN;
    }
    if (error == 0) {
      return value == 0 ? 1 : 0;
    }
    return 2 * TDistribution.of(freedom).survivalProbability(Math.abs(value) / error);
  }

  /**
   * The smallest true effect that the same repeats would have shown with 80 % power, if tested at
   * {@code level}: (t(1 - level / 2) + t(0.8)) standard errors (Bloom, Evaluation Review 19, 1995).
   */
  public double detectable(double level) {
    return isTested()
        ? (upper(level / 2, freedom) + upper(1 - POWER, freedom)) * error
        : Double.NaN;
  }

  /**
   * Whether the true effect is shown, at {@code level}, to lie within -margin and margin: the
   * interval of 1 - 2 level, at 5 % that of 90 %, does (two one-sided tests; Schuirmann, J.
   * Pharmacokinet. Biopharm. 15, 1987).
   */
  public boolean isWithin(double margin, double level) {
    Interval interval = interval(1 - 2 * level);
    return interval.low() >= -margin && interval.high() <= margin;
  }

  /** The fewest repeats whose interval of {@code 1 - level} is at most {@code half} to a side. */
  public int repeatsFor(double half, double level) {
    double normal = NormalDistribution.of(0, 1).inverseSurvivalProbability(level / 2);
    int n = (int) Math.max(2, Math.ceil(Math.pow(normal * spread / half, 2)));
    while (upper(level / 2, n - 1.0) * spread / Math.sqrt(n) > half) {
      n++;
    }
    return n;
  }

  private static double upper(double tail, double freedom) {
    return TDistribution.of(freedom).inverseSurvivalProbability(tail);
  }
}
