package org.inferometer.load.trace;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;
import org.inferometer.record.Printable;

/** Numbers of a trace, in which nothing is rounded but parts of a nanosecond. */
final class Numbers {
  static final int MOST_TOKENS = 10_000_000;

  private static final Pattern NUMBER =
      Pattern.compile("[0-9]{1,18}([.][0-9]{0,30})?([eE][-+]?[0-9]{1,2})?");
  private static final BigDecimal MOST_NANOS = BigDecimal.valueOf(Long.MAX_VALUE / 8);
  private static final int SHOWN = 60;

  private Numbers() {}

  /** A count of tokens; 0 is one, of a request that had none. */
  static int tokens(Lines lines, String name, String text) {
    if (text.matches("[0-9]{1,9}([.]0*)?")) {
      int tokens = new BigDecimal(text).intValue();
      if (tokens <= MOST_TOKENS) {
        return tokens;
      }
    }
    throw wrong(lines, name, text, "a whole number of tokens from 0 to " + MOST_TOKENS);
  }

  /** A time in nanoseconds. */
  static long nanos(Lines lines, String name, String text, long nanosPerUnit, String unit) {
    if (NUMBER.matcher(text).matches()) {
      BigDecimal nanos = new BigDecimal(text).multiply(BigDecimal.valueOf(nanosPerUnit));
      if (nanos.compareTo(MOST_NANOS) <= 0) {
        return nanos.setScale(0, RoundingMode.HALF_EVEN).longValueExact();
      }
    }
    throw wrong(lines, name, text, "a number of " + unit + " from 0, up to 36 years");
  }

  static TraceException wrong(Lines lines, String name, String found, String allowed) {
    String shown = Printable.line(found);
    String cut = shown.length() > SHOWN ? shown.substring(0, SHOWN) + "..." : shown;
    return lines.problem("%s: found \"%s\"; allowed: %s".formatted(name, cut, allowed));
  }
}
