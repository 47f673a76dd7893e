package org.inferometer.result;

import java.util.stream.LongStream;

/** Picks the points of a distribution that a drawing can show. */
final class CurveBuilder {
  private static final int ALL = 2000;
  private static final int EVEN = 1000;

  private CurveBuilder() {}

  static Curve of(Sample sample) {
    long n = sample.size();
    long[] ranks =
        n <= ALL
            ? LongStream.range(0, n).toArray()
            : LongStream.concat(
                    LongStream.range(0, EVEN).map(i -> i * n / EVEN),
                    LongStream.iterate(n / EVEN, left -> left > 0, left -> left * 9 / 10)
                        .map(left -> n - left))
                .sorted()
                .distinct()
                .toArray();
    double[] values = new double[ranks.length];
    double[] shares = new double[ranks.length];
    for (int i = 0; i < ranks.length; i++) {
      values[i] = sample.select(ranks[i]);
      shares[i] = (ranks[i] + 1.0) / n;
    }
    return new Curve(values, shares, n);
  }
}
