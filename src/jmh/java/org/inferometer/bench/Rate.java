package org.inferometer.bench;

import java.util.Collection;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.Aggregator;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ResultRole;

/** A rate as a secondary result: of several iterations, what they did by the time they took. */
final class Rate extends Result<Rate> {
  private static final long serialVersionUID = 1;

  private final double seconds;

  Rate(String label, double perSecond, double seconds, String unit) {
    super(ResultRole.SECONDARY, label, of(perSecond), unit, AggregationPolicy.AVG);
    this.seconds = seconds;
  }

  /** The time that it was taken over. */
  double seconds() {
    return seconds;
  }

  @Override
  protected Aggregator<Rate> getThreadAggregator() {
    return Rate::union;
  }

  @Override
  protected Aggregator<Rate> getIterationAggregator() {
    return Rate::union;
  }

  private static Rate union(Collection<Rate> rates) {
    Rate any = rates.iterator().next();
    double seconds = rates.stream().mapToDouble(one -> one.seconds).sum();
    double all = rates.stream().mapToDouble(one -> one.getScore() * one.seconds).sum();
    return new Rate(any.getLabel(), all / seconds, seconds, any.getScoreUnit());
  }
}
