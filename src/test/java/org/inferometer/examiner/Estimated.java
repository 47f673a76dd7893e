package org.inferometer.examiner;

/** A value with its interval, where it has one, as it has to stand in a summary. */
record Estimated(double value, Double low, Double high, int repeats, long count) {

  static Estimated of(double value, int repeats, long count) {
    return new Estimated(value, null, null, repeats, count);
  }

  /**
   * Over repeats: for positive quantities geometric mean and Student's interval of the logarithms,
   * else those of the values themselves.
   */
  static Estimated over(double[] repeats, long count) {
    boolean positive = true;
    for (double one : repeats) {
      positive &= one > 0;
    }
    if (java.util.Arrays.stream(repeats).allMatch(one -> one == 0)) {
      return of(0, repeats.length, count); // Of what has never happened there is no spread.
    }
    if (!positive) {
      double mean = Numbers.mean(repeats);
      double half = repeats.length < 2 ? Double.NaN : Numbers.halfWidth(repeats, 0.95);
      return new Estimated(mean, known(mean - half), known(mean + half), repeats.length, count);
    }
    double[] logs = java.util.Arrays.stream(repeats).map(Math::log).toArray();
    double centre = Numbers.mean(logs);
    double half = repeats.length < 2 ? Double.NaN : Numbers.halfWidth(logs, 0.95);
    return new Estimated(
        Math.exp(centre),
        known(Math.exp(centre - half)),
        known(Math.exp(centre + half)),
        repeats.length,
        count);
  }

  private static Double known(double x) {
    return Double.isNaN(x) ? null : Double.valueOf(x);
  }
}
