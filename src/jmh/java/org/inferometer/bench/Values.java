package org.inferometer.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.stream.DoubleStream;
import org.inferometer.machine.Quantile;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.Aggregator;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.util.ListStatistics;

/**
 * A distribution as a secondary result: all its values, exact, where JMH's own keep a histogram.
 * Its score is their mean; of several iterations and forks, that of all values together.
 */
final class Values extends Result<Values> {
  private static final long serialVersionUID = 1;

  private final double[] sorted;

  Values(String label, double[] sorted, String unit) {
    super(ResultRole.SECONDARY, label, new Exact(sorted), unit, AggregationPolicy.AVG);
    this.sorted = sorted;
  }

  @Override
  protected Aggregator<Values> getThreadAggregator() {
    return Values::union;
  }

  @Override
  protected Aggregator<Values> getIterationAggregator() {
    return Values::union;
  }

  private static Values union(Collection<Values> parts) {
    Values any = parts.iterator().next();
    double[] all =
        parts.stream().flatMapToDouble(one -> DoubleStream.of(one.sorted)).sorted().toArray();
    return new Values(any.getLabel(), all, any.getScoreUnit());
  }

  /** With quantiles of type 7, as everywhere else. */
  private static final class Exact extends ListStatistics {
    private static final long serialVersionUID = 1;

    private final double[] sorted;

    Exact(double[] sorted) {
      super(sorted);
      this.sorted = sorted;
    }

    @Override
    public double getPercentile(double rank) {
      return Quantile.of(sorted, rank / 100);
    }

    /** None: values of one process are not independent, and an interval of them would be one. */
    @Override
    public double getMeanErrorAt(double confidence) {
      return Double.NaN;
    }

    @Override
    public double[] getConfidenceIntervalAt(double confidence) {
      return new double[] {Double.NaN, Double.NaN};
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(sorted);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Exact exact && Arrays.equals(sorted, exact.sorted);
    }
  }
}
