package org.inferometer.result.tenants;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.inferometer.load.Closed;
import org.inferometer.result.Comparison;
import org.inferometer.result.Comparisons;
import org.inferometer.result.Estimate;
import org.inferometer.result.Metric;
import org.inferometer.result.Statistic;
import org.inferometer.result.TrialResult;
import org.inferometer.result.statistics.Interval;
import org.inferometer.result.statistics.StudentT;
import org.inferometer.scenario.Neighbour;
import org.inferometer.scenario.Sharing;

/**
 * A tenant beside its neighbours, held against itself alone.
 *
 * @param neighbours who asked at the same time
 * @param sharing how their servers shared the machine, alone too; null where nothing was set up
 * @param alone what it did alone, under the same load
 * @param together what it did beside them
 * @param comparisons of the two, alone the base, by the main metrics
 * @param tails the same of 99th percentiles, where each repeat is large enough for them; all are
 *     exploratory
 */
public record Victim(
    List<Neighbour> neighbours,
    Sharing sharing,
    TrialResult alone,
    TrialResult together,
    List<Comparison> comparisons,
    List<Comparison> tails) {
  /** What users wait for. */
  private static final List<Metric> WAITED =
      List.of(Metric.P2FT, Metric.TOTAL_LATENCY, Metric.TPOT, Metric.ITL);

  public Victim {
    neighbours = List.copyOf(neighbours);
    comparisons = List.copyOf(comparisons);
    tails = List.copyOf(tails);
  }

  /**
   * A tenant of which both trials are known; no family is corrected yet.
   *
   * @param interleaved whether the two took turns
   * @param level of a false claim: see {@link Comparisons#level}
   */
  public static Victim of(
      List<Neighbour> neighbours,
      Sharing sharing,
      TrialResult alone,
      TrialResult together,
      boolean interleaved,
      double level) {
    List<Comparison> comparisons = Comparisons.between(alone, together, interleaved, level);
    List<Comparison> tails =
        WAITED.stream()
            .map(one -> one.under(alone.cell().load()))
            .flatMap(
                one ->
                    Comparisons.between(alone, together, one, Statistic.P99, interleaved, level)
                        .stream())
            .toList();
    return new Victim(neighbours, sharing, alone, together, comparisons, tails);
  }

  /** The same with other words on the main metrics. */
  Victim with(List<Comparison> others) {
    return new Victim(neighbours, sharing, alone, together, others, tails);
  }

  /** Its name. */
  public String tenant() {
    return together.stack();
  }

  /** Its name and load, and how it shared the machine: {@code chat (p=1), processors split}. */
  public String name() {
    return "%s (%s)%s"
        .formatted(
            tenant(),
            together.cell().load().label(),
            sharing == null ? "" : ", " + sharing.label());
  }

  /** The comparison by {@code metric}, if both sides have it. */
  public Optional<Comparison> comparison(Metric metric) {
    return comparisons.stream().filter(one -> one.metric() == metric).findFirst();
  }

  /** The one by the metric that its cell is about. */
  public Optional<Comparison> headline() {
    return comparisons.stream().filter(Comparison::isHeadline).findFirst();
  }

  /**
   * How many times worse {@code metric} is beside the neighbours: of times together / alone, of
   * rates alone / together. With the interval that decides the comparison's word.
   */
  public Estimate slowdown(Metric metric) {
    return comparison(metric).map(Victim::slowdown).orElse(Estimate.ABSENT);
  }

  /** The same of the 99th percentile of {@code metric}. */
  public Estimate tailSlowdown(Metric metric) {
    return tails.stream()
        .filter(one -> one.metric() == metric)
        .findFirst()
        .map(Victim::slowdown)
        .orElse(Estimate.ABSENT);
  }

  /** The same of a comparison. */
  public static Estimate slowdown(Comparison comparison) {
    Estimate ratio = comparison.ratio();
    return comparison.metric().better() == Metric.Better.HIGHER
        ? new Estimate(
            1 / ratio.value(),
            1 / ratio.high(),
            1 / ratio.low(),
            ratio.interval(),
            ratio.repeats(),
            ratio.count(),
            ratio.byRepeat())
        : ratio;
  }

  /**
   * Normalized progress by repeat: what it gets done beside the neighbours of what it does alone. A
   * closed loop's is that of its token throughput, as it asks less when it is slowed down; others
   * ask as much, and theirs is that of their total latency (Eyerman and Eeckhout, IEEE Micro 28(3),
   * 2008).
   */
  SortedMap<Integer, Double> progress() {
    boolean closed = together.cell().load() instanceof Closed;
    Metric metric =
        closed ? Metric.TOKEN_THROUGHPUT : Metric.TOTAL_LATENCY.under(together.cell().load());
    SortedMap<Integer, Double> before = alone.estimate(metric).byRepeat();
    SortedMap<Integer, Double> progress = new TreeMap<>();
    together
        .estimate(metric)
        .byRepeat()
        .forEach(
            (repeat, now) -> {
              Double was = before.get(repeat);
              if (was != null && was > 0 && now > 0) {
                progress.put(repeat, closed ? now / was : was / now);
              }
            });
    return progress;
  }

  /**
   * By how much more requests miss their targets beside the neighbours: a difference of shares,
   * with Student's t over repeats. Absent without targets.
   */
  public Estimate violationsAdded() {
    SortedMap<Integer, Double> before = alone.estimate(Metric.SLO_ATTAINMENT).byRepeat();
    SortedMap<Integer, Double> added = new TreeMap<>();
    together
        .estimate(Metric.SLO_ATTAINMENT)
        .byRepeat()
        .forEach(
            (repeat, now) -> {
              if (before.containsKey(repeat)) {
                added.put(repeat, before.get(repeat) - now);
              }
            });
    if (added.isEmpty()) {
      return Estimate.ABSENT;
    }
    double[] values = added.values().stream().mapToDouble(Double::doubleValue).toArray();
    Interval interval = StudentT.mean(values);
    return new Estimate(
        StudentT.average(values),
        interval.low(),
        interval.high(),
        Double.isNaN(interval.low()) ? Estimate.Interval.NONE : Estimate.Interval.STUDENT_T,
        values.length,
        together.requests(),
        added);
  }
}
