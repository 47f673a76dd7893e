package org.inferometer.load;

import java.util.SplittableRandom;

/**
 * How regular arrivals are: the law of the gaps between them, in units of the mean gap. It is a
 * gamma law of mean 1, whose coefficient of variation is {@code 1 / sqrt(burstiness)}: the
 * parameter of that name of vLLM's {@code bench serve}. At 1 arrivals are a Poisson process, below
 * 1 they come in bursts, at infinity all gaps are equal.
 *
 * @param burstiness the shape of the law, from 0.01 to 1000, or infinity
 */
public record Gaps(double burstiness) {
  /** Equal gaps; the first arrival is at the start. */
  public static final Gaps CONSTANT = new Gaps(Double.POSITIVE_INFINITY);

  /** Independent arrivals. */
  public static final Gaps POISSON = new Gaps(1);

  private static final double LEAST = 0.01;
  private static final double MOST = 1000;

  public Gaps {
    if (!(burstiness >= LEAST && (burstiness <= MOST || burstiness == Double.POSITIVE_INFINITY))) {
      throw new IllegalArgumentException(
          "found "
              + burstiness
              + "; allowed: a number from 0.01 to 1000, where 1 is Poisson and less comes in bursts");
    }
  }

  /** What is to be said of them where they are not Poisson's, after a blank. */
  String words() {
    if (burstiness == Double.POSITIVE_INFINITY) {
      return " constant";
    }
    return burstiness == 1 ? "" : " gamma " + Schedule.plain(burstiness);
  }

  /**
   * From the start to the first arrival: the rest of a gap that began before, so that the expected
   * number of arrivals is the area under the rate from the very start (Cox, Renewal Theory, 1962,
   * on recurrence times: the gap around a fixed time is drawn by its length, and its rest is a
   * uniform share of it).
   */
  double first(SplittableRandom random) {
    if (burstiness == Double.POSITIVE_INFINITY) {
      return 0;
    }
    return burstiness == 1
        ? exponential(random)
        : random.nextDouble() * gamma(random, burstiness + 1) / burstiness;
  }

  /** From an arrival to the next. */
  double next(SplittableRandom random) {
    if (burstiness == Double.POSITIVE_INFINITY) {
      return 1;
    }
    return burstiness == 1 ? exponential(random) : gamma(random, burstiness) / burstiness;
  }

  private static double exponential(SplittableRandom random) {
    return -StrictMath.log1p(-random.nextDouble());
  }

  /** Marsaglia and Tsang, ACM Transactions on Mathematical Software 26(3), 2000. */
  private static double gamma(SplittableRandom random, double shape) {
    if (shape < 1) {
      double boost = StrictMath.pow(1 - random.nextDouble(), 1 / shape);
      return gamma(random, shape + 1) * boost;
    }
    double d = shape - 1 / 3.0;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double normal = random.nextGaussian();
      double root = 1 + c * normal;
      double v = root * root * root;
      double bound = normal * normal / 2 + d - d * v + d * StrictMath.log(v);
      if (root > 0 && StrictMath.log(1 - random.nextDouble()) < bound) {
        return d * v;
      }
    }
  }
}
