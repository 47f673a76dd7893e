package org.inferometer.result.tenants;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.inferometer.result.Estimate;
import org.inferometer.result.Metric;
import org.inferometer.result.Repetition;
import org.inferometer.result.Scale;
import org.inferometer.result.Statistic;
import org.inferometer.result.Summary;
import org.inferometer.scenario.Neighbour;
import org.inferometer.scenario.Sharing;

/**
 * A set of tenants that asked at the same time. Each number is made of each repeat, and its
 * interval is Student's t over these on the log scale. Of a set as a whole nothing is known where
 * one of its tenants has no results.
 *
 * @param victims those of which there are results
 * @param unit the independent unit that a repeat belongs to: itself, or a launch of the stacks
 * @param energy of the GPUs of the run
 */
public record Together(List<Victim> victims, IntUnaryOperator unit, GpuEnergy energy) {
  public Together {
    victims = List.copyOf(victims);
  }

  /** Without readings of GPUs. */
  public Together(List<Victim> victims, IntUnaryOperator unit) {
    this(victims, unit, GpuEnergy.UNKNOWN);
  }

  /** Who they are: {@code chat (p=1) + batch (p=4)}, and how they shared the machine. */
  public String name() {
    String names =
        Stream.concat(
                victims.stream()
                    .map(
                        one ->
                            "%s (%s)"
                                .formatted(one.tenant(), one.together().cell().load().label())),
                missing().map(one -> one + " without results"))
            .collect(Collectors.joining(" + "));
    return sharing().map(one -> names + ", " + one.label()).orElse(names);
  }

  /** Those who asked at the same time, but of whom there are no results. */
  private Stream<Neighbour> missing() {
    return victims.get(0).neighbours().stream()
        .filter(one -> victims.stream().noneMatch(known -> known.tenant().equals(one.tenant())));
  }

  /** How their servers shared the machine; empty where nothing was set up. */
  public Optional<Sharing> sharing() {
    return Optional.ofNullable(victims.get(0).sharing());
  }

  /**
   * System throughput, STP: the sum of normalized progress, n where nobody disturbs anybody
   * (Eyerman and Eeckhout, IEEE Micro 28(3), 2008).
   */
  public Estimate systemThroughput() {
    return ofProgress(
        Scale.RATIO, values -> values.stream().mapToDouble(Double::doubleValue).sum());
  }

  /**
   * Average normalized turnaround time, ANTT: the mean of 1 / progress, 1 where nobody is slowed.
   */
  public Estimate turnaround() {
    return ofProgress(
        Scale.RATIO, values -> values.stream().mapToDouble(one -> 1 / one).average().orElseThrow());
  }

  /** Jain's fairness of the tenants' progress, from 1/n to 1, where all fare alike. */
  public Estimate fairness() {
    return ofProgress(Scale.SHARE, Together::jain);
  }

  private static double jain(List<Double> values) {
    double sum = values.stream().mapToDouble(Double::doubleValue).sum();
    double squares = values.stream().mapToDouble(one -> one * one).sum();
    return sum * sum / (values.size() * squares);
  }

  /** The tenant whose headline metric is slowed down most; empty where none is known. */
  public Optional<Victim> worst() {
    return victims.stream()
        .filter(one -> one.headline().filter(known -> known.ratio().isPresent()).isPresent())
        .max(Comparator.comparing(one -> Victim.slowdown(one.headline().orElseThrow()).value()));
  }

  /**
   * Total throughput: measured tokens of all tenants / time from the first of these requests until
   * the last one ends.
   */
  public Estimate totalThroughput() {
    return ofSums(windows(), Window::tokens, Window::seconds);
  }

  /**
   * Energy per token of all tenants: what the GPUs' counters grew by in that time / these tokens.
   * Absent where there is no counter, or somebody else computes on these GPUs.
   */
  public Estimate energyPerToken() {
    List<String> tenants = victims.stream().map(Victim::tenant).toList();
    int daemon = sharing().filter(one -> one.kind() == Sharing.Kind.MPS).isPresent() ? 1 : 0;
    return ofSums(
        windows(), one -> energy.joules(tenants, one.from, one.to, daemon), Window::tokens);
  }

  /** What all tenants generated in a repeat, in seconds since the run's first request. */
  private record Window(int repeat, double tokens, double from, double to) {
    double seconds() {
      return to - from;
    }
  }

  private List<Window> windows() {
    List<Window> windows = new ArrayList<>();
    for (int repeat : repeats()) {
      double tokens = 0;
      double from = Double.POSITIVE_INFINITY;
      double to = Double.NEGATIVE_INFINITY;
      for (Victim victim : victims) {
        for (Repetition one : victim.together().iterations()) {
          if (one.fork() == repeat) {
            tokens += tokens(one.summary());
            from = Math.min(from, one.startSeconds());
            to = Math.max(to, one.startSeconds() + one.wholeSeconds());
          }
        }
      }
      if (tokens > 0 && to > from) {
        windows.add(new Window(repeat, tokens, from, to));
      }
    }
    return windows;
  }

  /** None where nothing was answered; NaN where the answers do not tell. */
  private static double tokens(Summary summary) {
    return summary.count(Metric.TOTAL_LATENCY) == 0
        ? 0
        : summary.count(Metric.OUTPUT_TOKENS) * summary.get(Metric.OUTPUT_TOKENS, Statistic.MEAN);
  }

  /**
   * The sum of one number by that of another, for each independent unit of which both are known.
   */
  private Estimate ofSums(
      List<Window> windows, ToDoubleFunction<Window> above, ToDoubleFunction<Window> below) {
    SortedMap<Integer, Double> all = new TreeMap<>();
    SortedMap<Integer, Double> by = new TreeMap<>();
    for (Window one : windows) {
      all.merge(unit.applyAsInt(one.repeat), above.applyAsDouble(one), Double::sum);
      by.merge(unit.applyAsInt(one.repeat), below.applyAsDouble(one), Double::sum);
    }
    all.replaceAll((number, sum) -> sum / by.get(number));
    all.values().removeIf(one -> Double.isNaN(one));
    return mean(Scale.RATIO, all);
  }

  private Iterable<Integer> repeats() {
    SortedMap<Integer, Boolean> all = new TreeMap<>();
    victims.get(0).together().iterations().forEach(one -> all.put(one.fork(), true));
    victims.forEach(
        victim ->
            all.keySet()
                .removeIf(
                    repeat ->
                        victim.together().iterations().stream()
                            .noneMatch(one -> one.fork() == repeat)));
    return List.copyOf(all.keySet());
  }

  /** Of the repeats in which the progress of all tenants is known. */
  private Estimate ofProgress(Scale scale, ToDoubleFunction<List<Double>> formula) {
    SortedMap<Integer, Double> found = new TreeMap<>();
    List<SortedMap<Integer, Double>> progress = victims.stream().map(Victim::progress).toList();
    for (int repeat : progress.get(0).keySet()) {
      if (progress.stream().allMatch(one -> one.containsKey(repeat))) {
        found.put(
            repeat, formula.applyAsDouble(progress.stream().map(one -> one.get(repeat)).toList()));
      }
    }
    return mean(scale, found);
  }

  private Estimate mean(Scale scale, SortedMap<Integer, Double> byRepeat) {
    return byRepeat.isEmpty() || missing().findAny().isPresent()
        ? Estimate.ABSENT
        : scale.mean(byRepeat, byRepeat.size());
  }
}
