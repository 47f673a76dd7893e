package org.inferometer.figure;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.function.Function;

/** Round numbers for axes. */
public final class Ticks {
  private static final MathContext SIX_DIGITS = new MathContext(6);

  /** Least distance of ticks on a y axis, in points. */
  static final double TICK_DISTANCE = 20;

  /** Largest over smallest value of an axis that has no room for more than powers of ten. */
  private static final double LONG_AXIS = 300;

  private Ticks() {}

  /**
   * The end of an axis from zero that shows {@code max} with some air above, on a tick of those
   * that XChart draws on a plot of this height.
   */
  static double end(double max, double plotHeight) {
    if (!(max > 0)) {
      return 1;
    }
    double count = (plotHeight - 2 * Paper.MARGIN) / TICK_DISTANCE;
    double step = step(max / count);
    double end = Math.ceil(max * 1.02 / step) * step;
    double drawn = step(end / count);
    return drawn == step ? end : Math.ceil(max * 1.02 / drawn) * drawn;
  }

  /** How XChart rounds the distance of ticks that there would be room for. */
  private static double step(double room) {
    double power = Math.pow(10, Math.floor(Math.log10(room)));
    double lead = room / power;
    return power * (lead > 7.5 ? 10 : lead > 3.5 ? 5 : lead > 1.5 ? 2 : 1);
  }

  /** One policy for all figures: as many decimals as the value's size asks for, none above 100. */
  public static String number(double value) {
    double size = Math.abs(value);
    if (Double.isNaN(value)) {
      return "";
    }
    int decimals = size == 0 || size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** A tick's label: no more decimals than the number has. */
  static String label(double value) {
    return new BigDecimal(value).round(SIX_DIGITS).stripTrailingZeros().toPlainString();
  }

  /** The largest of 1, 2 and 5 times 10^k up to {@code least}. */
  static double below(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    double lead = least / power;
    return power * (lead >= 5 ? 5 : lead >= 2 ? 2 : 1);
  }

  /** The smallest of 1, 2 and 5 times 10^k from {@code most} on. */
  static double above(double most) {
    double power = Math.pow(10, Math.floor(Math.log10(most)));
    double lead = most / power;
    return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
  }

  /** Ticks on an axis of percentiles that ends at {@code most}. */
  static double[] nines(double most) {
    return java.util.stream.DoubleStream.of(0, Math.log10(2), 1, 2, 3, 4, 5)
        .filter(v -> v <= most + 1e-9)
        .toArray();
  }

  /** The percentile at {@code nines}, such as 99.9 for 3. */
  static String percentile(double nines) {
    return label(Math.round(1e6 * (1 - Math.pow(10, -nines))) / 1e4);
  }

  /**
   * Labels of the ticks of a logarithmic axis: at 1, 2 and 5 times 10^k, on a long axis, where they
   * would touch, at 10^k alone.
   */
  static Function<Double, String> logLabels(double min, double max) {
    boolean sparse = max / min > LONG_AXIS;
    return value -> {
      String label = logLabel(value);
      return sparse && !label.replaceAll("[0.]", "").equals("1") ? "" : label;
    };
  }

  /** A tick's label on a logarithmic axis: 1, 2 and 5 times 10^k, else nothing. */
  static String logLabel(double value) {
    String text = label(value);
    char lead = text.replaceAll("[0.]", "").isEmpty() ? '0' : text.replaceAll("[0.]", "").charAt(0);
    return lead == '1' || lead == '2' || lead == '5' ? text : "";
  }
}
