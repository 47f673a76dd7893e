package org.inferometer.result;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.inferometer.result.Comparison.Verdict;
import org.inferometer.result.statistics.Interval;
import org.inferometer.result.statistics.StudentT;

/** Two stacks against each other, with the repeat as the independent unit. */
public final class Comparisons {
  /**
   * What is compared without being asked for. Memory is not: a run starts each stack once, so that
   * its repeats tell of one process and not of the stack.
   */
  public static final List<Metric> MAIN =
      List.of(
          Metric.P2FT,
          Metric.TOTAL_LATENCY,
          Metric.TPOT,
          Metric.REQUEST_THROUGHPUT,
          Metric.TOKEN_THROUGHPUT,
          Metric.ENERGY_PER_TOKEN);

  private Comparisons() {}

  /**
   * Every pair of {@code trials} of one cell, in the order given, by every {@link #MAIN} metric.
   */
  static List<Comparison> pairs(List<TrialResult> trials, boolean interleaved) {
    List<Comparison> found = new ArrayList<>();
    for (int i = 0; i < trials.size(); i++) {
      for (int j = i + 1; j < trials.size(); j++) {
        for (Metric metric : MAIN) {
          Comparison one =
              between(trials.get(i), trials.get(j), metric, metric.headline(), interleaved);
          if (one.baseEstimate().isPresent() && one.otherEstimate().isPresent()) {
            found.add(one);
          }
        }
      }
    }
    return found;
  }

  /**
   * Compares {@code other} with {@code base}. A verdict is given only where the intervals of both
   * the difference and the ratio exclude equality, and of requests per second only where the ratio
   * is farther from 1 than whole requests at the ends of a window can make it: slots in step err
   * alike in each repeat, so that no number of repeats averages this out.
   *
   * @param interleaved whether the stacks took turns, so that repeat i of one goes with repeat i of
   *     the other; else the two sets of repeats are independent
   */
  public static Comparison between(
      TrialResult base,
      TrialResult other,
      Metric metric,
      Statistic statistic,
      boolean interleaved) {
    double[] a = Estimates.values(base.repeats(), metric, statistic);
    double[] b = Estimates.values(other.repeats(), metric, statistic);
    boolean paired =
        interleaved && told(base, metric, statistic).equals(told(other, metric, statistic));
    boolean positive =
        DoubleStream.concat(DoubleStream.of(a), DoubleStream.of(b)).min().orElse(0) > 0;
    Interval difference = paired ? StudentT.mean(minus(a, b)) : StudentT.welch(a, b);
    Interval ratio = Interval.NONE;
    Interval bootstrap = Interval.NONE;
    double ratioValue = Double.NaN;
    if (positive) {
      double[] la = DoubleStream.of(a).map(Math::log).toArray();
      double[] lb = DoubleStream.of(b).map(Math::log).toArray();
      ratio = (paired ? StudentT.mean(minus(la, lb)) : StudentT.welch(la, lb)).exp();
      ratioValue = Math.exp(StudentT.average(lb) - StudentT.average(la));
      bootstrap = paired ? bootstrap(la, lb) : Interval.NONE;
    }
    int repeats = Math.min(a.length, b.length);
    var kind =
        repeats < 2
            ? Estimate.Interval.NONE
            : paired ? Estimate.Interval.STUDENT_T : Estimate.Interval.WELCH;
    double differenceValue = StudentT.average(b) - StudentT.average(a);
    return new Comparison(
        base.cell(),
        metric,
        statistic,
        base.stack(),
        other.stack(),
        base.estimate(metric, statistic),
        other.estimate(metric, statistic),
        estimate(differenceValue, difference, kind, repeats),
        estimate(ratioValue, ratio, kind, repeats),
        estimate(ratioValue, bootstrap, Estimate.Interval.BCA, repeats),
        paired,
        Math.abs(ratioValue - 1) <= countingError(metric, base) + countingError(metric, other)
                && repeats > 1
            ? Verdict.NO_DIFFERENCE_SHOWN
            : verdict(metric, differenceValue, difference, ratio, positive, repeats),
        !base.validity().isValid() || !other.validity().isValid());
  }

  private static Verdict verdict(
      Metric metric,
      double value,
      Interval difference,
      Interval ratio,
      boolean positive,
      int repeats) {
    if (repeats < 2) {
      return Verdict.NOT_COMPARABLE;
    }
    if (!difference.excludes(0) || positive && !ratio.excludes(1)) {
      return Verdict.NO_DIFFERENCE_SHOWN;
    }
    boolean time = metric.unit().startsWith("ms");
    if (value > 0) {
      return time ? Verdict.SLOWER : Verdict.HIGHER;
    }
    return time ? Verdict.FASTER : Verdict.LOWER;
  }

  /** How much the requests of a window can be off, of which all slots but one are cut at an end. */
  private static double countingError(Metric metric, TrialResult trial) {
    if (metric != Metric.REQUEST_THROUGHPUT) {
      return 0;
    }
    double perIteration =
        (double) trial.estimate(metric).count() / Math.max(1, trial.iterations().size());
    return (trial.cell().parallelism() - 1) / perIteration;
  }

  /** Numbers of the repeats that tell {@code metric}. */
  private static List<Integer> told(TrialResult trial, Metric metric, Statistic statistic) {
    return trial.repeats().stream()
        .filter(one -> !Double.isNaN(one.summary().get(metric, statistic)))
        .map(Repetition::fork)
        .toList();
  }

  private static double[] minus(double[] a, double[] b) {
    double[] difference = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      difference[i] = b[i] - a[i];
    }
    return difference;
  }

  private static Interval bootstrap(double[] la, double[] lb) {
    return Estimates.bootstrap(la.length)
        .interval(times -> weightedMean(lb, times) - weightedMean(la, times))
        .exp();
  }

  private static double weightedMean(double[] values, int[] times) {
    double sum = 0;
    long count = 0;
    for (int i = 0; i < values.length; i++) {
      sum += times[i] * values[i];
      count += times[i];
    }
    return sum / count;
  }

  private static Estimate estimate(
      double value, Interval interval, Estimate.Interval kind, int repeats) {
    boolean none = Double.isNaN(interval.low());
    return new Estimate(
        value,
        interval.low(),
        interval.high(),
        none ? Estimate.Interval.NONE : kind,
        repeats,
        repeats);
  }
}
