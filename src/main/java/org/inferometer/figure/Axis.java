package org.inferometer.figure;

/**
 * An axis.
 *
 * @param title quantity and unit, such as {@code P2FT (ms)}
 * @param scale how values are laid out
 * @param most the largest value that there can be, beyond which no axis goes
 * @param reach the value that the axis shows at least, whatever is drawn on it; 0 for none
 */
public record Axis(String title, Scale scale, double most, double reach) {

  public Axis(String title, Scale scale) {
    this(title, scale, Double.POSITIVE_INFINITY);
  }

  public Axis(String title, Scale scale, double most) {
    this(title, scale, most, 0);
  }

  /** How values are laid out on an axis. */
  public enum Scale {
    /** Equal distances for equal differences. */
    LINEAR,
    /** Equal distances for each doubling; every value of the data gets a tick. */
    LOG2,
    /** Equal distances for equal ratios. */
    LOG10,
    /**
     * Percentiles with the tail stretched: values are -log10(1 - share), so that 90, 99 and 99.9 %
     * lie at equal distances.
     */
    NINES
  }

  /** The same with {@code value} on it. */
  Axis reaching(double value) {
    return new Axis(title, scale, most, value);
  }

  public static Axis linear(String title) {
    return new Axis(title, Scale.LINEAR);
  }
}
