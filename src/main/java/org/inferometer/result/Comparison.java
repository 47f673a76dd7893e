package org.inferometer.result;

import java.util.Locale;
import java.util.Map;
import org.inferometer.record.Mode;
import org.inferometer.result.statistics.Effect;
import org.inferometer.result.statistics.Interval;
import org.inferometer.scenario.Unit;

/**
 * Two stacks in one cell. The word is read off the interval of the ratio, the only one there is.
 *
 * @param cell what was measured
 * @param metric what is compared
 * @param statistic of it
 * @param base name of the stack compared with
 * @param other name of the stack compared
 * @param baseEstimate the base's own number
 * @param otherEstimate the other's own number
 * @param effect logarithm of other / base, of geometric means over the repeats compared
 * @param ownLevel at which it would be decided by itself: 0.05, or each look's part of that where a
 *     run was repeated until it was precise enough
 * @param level at which the word is decided: that, or what Holm's correction leaves of it
 * @param declared whether it belongs to the declared family of its pair of stacks; everything else
 *     is exploratory
 * @param adjustedP Holm's p-value within the declared family; NaN outside of it
 * @param paired whether repeats, or launches, were compared one by one
 * @param repeats compared, of the side that has fewer
 * @param leftOut repeats that are no pair, left out because the others are compared in pairs
 * @param apart those of them of which one stack was measured before the run was gone on with, and
 *     the other after; the others only one stack has
 * @param suspect whether one of the two trials is suspect
 */
public record Comparison(
    Cell cell,
    Metric metric,
    Statistic statistic,
    String base,
    String other,
    Estimate baseEstimate,
    Estimate otherEstimate,
    Effect effect,
    double ownLevel,
    double level,
    boolean declared,
    double adjustedP,
    boolean paired,
    int repeats,
    int leftOut,
    int apart,
    boolean suspect) {

  /** Ratios within 5 % of 1, to either side, are as good as none. */
  public static final double MARGIN = 0.05;

  /** A larger ratio is not told from others that say that nothing is known. */
  private static final double FARTHEST = 1000;

  private static final double LOG_MARGIN = Math.log1p(MARGIN);

  /** What may be said of "other" against "base". */
  public enum Verdict {
    FASTER("faster"),
    SLOWER("slower"),
    HIGHER("higher"),
    LOWER("lower"),
    NO_DIFFERENCE_SHOWN("no difference shown"),
    /** Fewer than two repeats on a side. */
    TOO_FEW_REPEATS("too few repeats"),
    /** A repeat found 0, of which there is no ratio. */
    NO_RATIO("no ratio");

    private final String label;

    Verdict(String label) {
      this.label = label;
    }

    /** The word in files. */
    public String label() {
      return label;
    }

    /** The word in tables and figures, of a comparison over {@code unit}. */
    public String label(Unit unit) {
      return this == TOO_FEW_REPEATS ? "too few " + unit.many() : label;
    }

    /** Whether it says that the stacks differ. */
    public boolean isClaim() {
      return isTested() && this != NO_DIFFERENCE_SHOWN;
    }

    /** Whether there was enough to decide upon. */
    public boolean isTested() {
      return this != TOO_FEW_REPEATS && this != NO_RATIO;
    }
  }

  /** The one metric of each cell that the run is about: P2FT if streamed, else total latency. */
  public static Metric headline(Cell cell) {
    return (cell.mode() == Mode.STREAM ? Metric.P2FT : Metric.TOTAL_LATENCY).under(cell.load());
  }

  /** Whether it is about the one number that its cell is about. */
  public boolean isHeadline() {
    return metric == headline(cell) && statistic == metric.headline();
  }

  /** other / base, with the interval that decides the word. */
  public Estimate ratio() {
    return new Estimate(
        Math.exp(effect.value()),
        interval().exp(),
        paired ? Estimate.Interval.LOG_T : Estimate.Interval.WELCH,
        repeats,
        repeats,
        Map.of());
  }

  /** Of the logarithm of the ratio. */
  private Interval interval() {
    return effect.interval(1 - level);
  }

  public Verdict verdict() {
    if (!effect.isTested()) {
      return repeats < 2 ? Verdict.TOO_FEW_REPEATS : Verdict.NO_RATIO;
    }
    if (!interval().exp().excludes(1)) {
      return Verdict.NO_DIFFERENCE_SHOWN;
    }
    boolean time = metric.unit().startsWith("ms");
    if (effect.value() > 0) {
      return time ? Verdict.SLOWER : Verdict.HIGHER;
    }
    return time ? Verdict.FASTER : Verdict.LOWER;
  }

  /**
   * The smallest ratio above 1 that these repeats would have shown with 80 % power, or its inverse.
   */
  public double detectable() {
    return Math.exp(effect.detectable(level));
  }

  /** Whether the ratio is shown, by itself, to lie within 1 / 1.05 and 1.05. */
  public boolean equivalent() {
    return effect.isWithin(LOG_MARGIN, ownLevel);
  }

  /** Whether neither a difference nor equivalence is shown. */
  public boolean isOpen() {
    return verdict() == Verdict.NO_DIFFERENCE_SHOWN && !equivalent();
  }

  /**
   * The word with what else has to be said: equivalence, or the ratio that would have been shown.
   *
   * @param unit that the comparison is over
   */
  public String word(Unit unit) {
    if (isOpen()) {
      return detectable() > FARTHEST
          ? verdict().label() + " (nor would 1000× have been)"
          : "%s (< %s)".formatted(verdict().label(), times(detectable()));
    }
    return verdict() == Verdict.NO_DIFFERENCE_SHOWN
        ? "equivalent within 5 %"
        : verdict().label(unit);
  }

  /** A ratio without an interval, such as {@code 1.20×}. */
  public static String times(double ratio) {
    return ratio > FARTHEST
        ? "over 1000×"
        : String.format(Locale.ROOT, ratio < 10 ? "%.2f×" : "%.0f×", ratio);
  }

  /**
   * The fewest repeats, or launches where these are the unit, of which the interval would reach 5 %
   * to either side, by their spread.
   */
  public int repeatsNeeded() {
    return effect.repeatsFor(LOG_MARGIN, level);
  }

  /** The same of what is called otherwise than by the names of stacks. */
  public Comparison named(String theBase, String theOther) {
    return with(theBase, theOther, level, declared, adjustedP);
  }

  /** The same within a family, decided at {@code other} with {@code p} as its p-value there. */
  Comparison declared(double other, double p) {
    return with(base, this.other, other, true, p);
  }

  private Comparison with(String theBase, String theOther, double at, boolean family, double p) {
    return new Comparison(
        cell,
        metric,
        statistic,
        theBase,
        theOther,
        baseEstimate,
        otherEstimate,
        effect,
        ownLevel,
        at,
        family,
        p,
        paired,
        repeats,
        leftOut,
        apart,
        suspect);
  }
}
