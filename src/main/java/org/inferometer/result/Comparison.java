package org.inferometer.result;

/**
 * Two stacks in one cell.
 *
 * @param cell what was measured
 * @param metric what is compared
 * @param statistic of it
 * @param base name of the stack compared with
 * @param other name of the stack compared
 * @param baseEstimate the base's own number
 * @param otherEstimate the other's own number
 * @param difference other - base, in the metric's unit
 * @param ratio other / base, of geometric means over repeats
 * @param ratioBootstrap other / base with a BCa bootstrap interval over pairs of repeats; without
 *     one where they are not paired. Too narrow below about ten repeats: no verdict rests on it
 * @param paired whether repeats were compared one by one, because the stacks took turns
 * @param verdict read as "other is ... than base"
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
    Estimate difference,
    Estimate ratio,
    Estimate ratioBootstrap,
    boolean paired,
    Verdict verdict,
    boolean suspect) {

  /** What may be said of "other" against "base". */
  public enum Verdict {
    FASTER("faster"),
    SLOWER("slower"),
    HIGHER("higher"),
    LOWER("lower"),
    NO_DIFFERENCE_SHOWN("no difference shown"),
    /** Fewer than two repeats on a side, or nothing measured. */
    NOT_COMPARABLE("too few repeats");

    private final String label;

    Verdict(String label) {
      this.label = label;
    }

    /** The word used in tables and figures. */
    public String label() {
      return label;
    }
  }
}
