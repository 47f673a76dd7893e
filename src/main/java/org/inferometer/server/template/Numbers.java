package org.inferometer.server.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Python's numbers: {@code int} is a {@link Long}, or a {@link BigInteger} that can be shown and
 * compared but not computed with; {@code float} is a {@link Double}.
 */
final class Numbers {
  private static final int LONG_BITS = 63;

  private Numbers() {}

  static Number narrow(BigInteger value) {
    return value.bitLength() <= LONG_BITS ? (Number) value.longValue() : value;
  }

  /** Whether the value is an {@code int}, which {@code True} and {@code False} are, too. */
  static boolean isInteger(Object value) {
    return value instanceof Long || value instanceof BigInteger || value instanceof Boolean;
  }

  static boolean isNumber(Object value) {
    return isInteger(value) || value instanceof Double;
  }

  /** An integer to compute with. */
  static long integer(Object value) {
    if (value instanceof Boolean flag) {
      return flag ? 1 : 0;
    }
    if (value instanceof Long number) {
      return number;
    }
    if (value instanceof BigInteger) {
      throw tooLarge();
    }
    throw new TemplateException("expected an integer, found " + Types.name(value));
  }

  /** An integer that counts or points at something. */
  static int index(Object value) {
    long number = integer(value);
    return (int) Math.max(-Integer.MAX_VALUE, Math.min(Integer.MAX_VALUE, number));
  }

  static double decimal(Object value) {
    return value instanceof Number number ? number.doubleValue() : integer(value);
  }

  static TemplateException tooLarge() {
    return TemplateException.unsupported("computing with integers of more than 64 bits");
  }

  static int compare(Object left, Object right) {
    if (left instanceof Double || right instanceof Double) {
      return Double.compare(decimal(left) + 0.0, decimal(right) + 0.0);
    }
    return exact(left).compareTo(exact(right));
  }

  private static BigInteger exact(Object value) {
    return value instanceof BigInteger big ? big : BigInteger.valueOf(integer(value));
  }

  /** The shortest digits that are read as the same {@code float}, as Python shows them. */
  static String show(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    if (value == 0) {
      return 1 / value > 0 ? "0.0" : "-0.0";
    }
    BigDecimal shortest = shortest(value);
    String digits = shortest.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - shortest.scale();
    String sign = value < 0 ? "-" : "";
    if (exponent < -4 || exponent >= 16) {
      String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
      return sign
          + digits.charAt(0)
          + fraction
          + "e%s%02d".formatted(exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
    String plain = shortest.abs().toPlainString();
    return sign + plain + (plain.indexOf('.') < 0 ? ".0" : "");
  }

  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; ; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (rounded.doubleValue() == value) {
        return rounded.stripTrailingZeros();
      }
    }
  }
}
