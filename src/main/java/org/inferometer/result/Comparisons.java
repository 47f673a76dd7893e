package org.inferometer.result;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.inferometer.result.statistics.Effect;
import org.inferometer.result.statistics.Holm;
import org.inferometer.result.statistics.Interval;
import org.inferometer.result.statistics.StoppingRule;
import org.inferometer.scenario.Measure;
import org.inferometer.scenario.Measurement;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Until;

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

  /** Probability of a false claim, of one exploratory comparison or of a whole declared family. */
  public static final double LEVEL = 1 - Interval.CONFIDENCE;

  private static final int FEWEST_PAIRS = 2;

  private Comparisons() {}

  /**
   * The level of each comparison of a run: {@link #LEVEL}, shared by the looks that it takes where
   * it is repeated until an interval is narrow enough.
   */
  public static double level(Measurement measure) {
    return measure.until() instanceof Until.Narrow until
        ? 1
            - new StoppingRule(until.interval(), measure.repeats(), measure.mostRepeats())
                .confidence()
        : LEVEL;
  }

  /**
   * Every pair of trials of one cell, in the order given, by every {@link #MAIN} metric.
   *
   * @param paired whether repeats are compared one by one: see {@link Plan#paired}. One whose
   *     halves lie in different {@link Stretches} of the run is no pair; where fewer than two are,
   *     nothing is paired
   * @param level of a false claim: see {@link #level}
   */
  static List<Comparison> of(List<TrialResult> trials, boolean paired, double level) {
    List<Comparison> found = new ArrayList<>();
    for (int i = 0; i < trials.size(); i++) {
      for (int j = i + 1; j < trials.size(); j++) {
        if (trials.get(i).cell().equals(trials.get(j).cell())) {
          found.addAll(between(trials.get(i), trials.get(j), paired, level));
        }
      }
    }
    return corrected(found);
  }

  /** By every {@link #MAIN} metric that both have; no family is corrected yet. */
  public static List<Comparison> between(
      TrialResult base, TrialResult other, boolean paired, double level) {
    return MAIN.stream()
        .map(metric -> metric.under(base.cell().load()))
        .filter(metric -> base.estimate(metric).isPresent() && other.estimate(metric).isPresent())
        .map(metric -> compared(base, other, metric, metric.headline(), paired, level))
        .toList();
  }

  /** By one number, where each repeat of both has it for itself; no family is corrected yet. */
  public static Optional<Comparison> between(
      TrialResult base,
      TrialResult other,
      Metric metric,
      Statistic statistic,
      boolean paired,
      double level) {
    return base.estimate(metric, statistic).byRepeat().isEmpty()
            || other.estimate(metric, statistic).byRepeat().isEmpty()
        ? Optional.empty()
        : Optional.of(compared(base, other, metric, statistic, paired, level));
  }

  private static Comparison compared(
      TrialResult base,
      TrialResult other,
      Metric metric,
      Statistic statistic,
      boolean paired,
      double level) {
    Estimate a = base.estimate(metric, statistic);
    Estimate b = other.estimate(metric, statistic);
    SortedMap<Integer, Double> as = new TreeMap<>(a.byRepeat());
    SortedMap<Integer, Double> bs = new TreeMap<>(b.byRepeat());
    TreeSet<Integer> all = new TreeSet<>(as.keySet());
    all.addAll(bs.keySet());
    TreeSet<Integer> both = new TreeSet<>(as.keySet());
    both.retainAll(bs.keySet());
    TreeSet<Integer> pairs = new TreeSet<>(both);
    pairs.removeIf(unit -> !base.stretches(unit).equals(other.stretches(unit)));
    // Where hardly a pair was measured in one go, one stack was measured after the other.
    boolean inPairs = paired && (pairs.size() >= FEWEST_PAIRS || pairs.equals(both));
    if (inPairs) {
      as.keySet().retainAll(pairs);
      bs.keySet().retainAll(pairs);
    }
    int repeats = Math.min(as.size(), bs.size());
    return new Comparison(
        base.cell(),
        metric,
        statistic,
        base.stack(),
        other.stack(),
        of(metric, a, as),
        of(metric, b, bs),
        effect(metric, as, bs, inPairs),
        level,
        level,
        false,
        Double.NaN,
        inPairs,
        repeats,
        inPairs ? all.size() - repeats : 0,
        inPairs ? both.size() - pairs.size() : 0,
        !base.validity().isValid() || !other.validity().isValid());
  }

  /** The number of the repeats that are compared, so that the ratio is that of the two numbers. */
  private static Estimate of(Metric metric, Estimate whole, SortedMap<Integer, Double> compared) {
    return compared.isEmpty() || compared.equals(whole.byRepeat())
        ? whole
        : metric.scale().mean(compared, whole.count());
  }

  private static Effect effect(
      Metric metric, SortedMap<Integer, Double> a, SortedMap<Integer, Double> b, boolean paired) {
    Scale scale = metric.scale();
    if (!scale.hasLogarithms(a) || !scale.hasLogarithms(b)) {
      return Effect.UNKNOWN;
    }
    double[] la = Scale.logarithms(a);
    double[] lb = Scale.logarithms(b);
    return paired ? Effect.paired(la, lb) : Effect.welch(la, lb);
  }

  /** What chance alone would claim in {@code all}; nothing is said where nothing was tested. */
  public static List<String> chance(List<Comparison> all) {
    List<Comparison> tested = all.stream().filter(one -> one.verdict().isTested()).toList();
    long exploratory = tested.stream().filter(one -> !one.declared()).count();
    List<String> sentences = new ArrayList<>();
    if (exploratory < tested.size()) {
      sentences.add(
          "Declared: P2FT of streamed answers and total latency of the others, once for every load;"
              + " words and intervals are corrected by Holm for their number, so that where nothing"
              + " differs anything is claimed of a pair of stacks at most once in twenty times.");
    }
    if (exploratory > 0) {
      sentences.add(
          String.format(
              Locale.ROOT,
              "°: exploratory, each by itself at 5 %%; of %d comparisons without any difference,"
                  + " about %.1f would be called different by chance.",
              exploratory,
              LEVEL * exploratory));
    }
    return sentences;
  }

  /**
   * Whether the headline of {@code cell} belongs to the declared family of a pair of stacks that
   * have {@code all} cells. P2FT of one load is declared once: by the trials of complete answers,
   * which figures show too, where there are any; of a mix of tasks that of all of them together.
   */
  public static boolean declares(Cell cell, Collection<Cell> all) {
    return !cell.isPart()
        && (cell.measure() == Measure.COMPLETE
            || all.stream()
                .noneMatch(one -> one.measure() == Measure.COMPLETE && one.asksAs(cell)));
  }

  /**
   * Corrects the declared family of each pair of stacks by Holm: the headline metric over all loads
   * and tasks. What remains is exploratory.
   */
  public static List<Comparison> corrected(List<Comparison> all) {
    Map<List<String>, List<Integer>> pairs = new LinkedHashMap<>();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).isHeadline()) {
        pairs
            .computeIfAbsent(
                List.of(all.get(i).base(), all.get(i).other()), pair -> new ArrayList<>())
            .add(i);
      }
    }
    List<Comparison> found = new ArrayList<>(all);
    for (List<Integer> pair : pairs.values()) {
      List<Cell> cells = pair.stream().map(i -> all.get(i).cell()).toList();
      correct(pair.stream().filter(i -> declares(all.get(i).cell(), cells)).toList(), found);
    }
    return List.copyOf(found);
  }

  /** Replaces the members of {@code family}, by their places in {@code all}. */
  private static void correct(List<Integer> family, List<Comparison> all) {
    family.forEach(i -> all.set(i, all.get(i).declared(all.get(i).ownLevel(), Double.NaN)));
    List<Integer> tested = family.stream().filter(i -> all.get(i).effect().isTested()).toList();
    if (tested.isEmpty()) {
      return;
    }
    double[] p = tested.stream().mapToDouble(i -> all.get(i).effect().pValue()).toArray();
    double level = all.get(tested.get(0)).ownLevel();
    double[] levels = Holm.levels(p, level);
    double[] adjusted = Holm.adjusted(p, LEVEL / level);
    for (int k = 0; k < p.length; k++) {
      int i = tested.get(k);
      all.set(i, all.get(i).declared(levels[k], adjusted[k]));
    }
  }
}
