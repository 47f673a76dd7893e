package org.inferometer.server.template;

import java.util.ArrayList;
import java.util.List;

/** Python's arithmetic, on numbers, texts and lists. */
final class Arithmetic {
  private Arithmetic() {}

  static Object binary(String operator, Object left, Object right) {
    Values.defined(left);
    if (left instanceof String text && operator.equals("%")) {
      return Format.percent(text, right);
    }
    Values.defined(right);
    try {
      Object result =
          Numbers.isNumber(left) && Numbers.isNumber(right)
              ? numbers(operator, left, right)
              : others(operator, left, right);
      if (result != null) {
        return result;
      }
    } catch (ArithmeticException e) {
      throw Numbers.tooLarge();
    }
    throw new TemplateException(
        "unsupported operand type(s) for %s: '%s' and '%s'"
            .formatted(operator, Types.name(left), Types.name(right)));
  }

  static Object negate(Object value) {
    Values.defined(value);
    return value instanceof Double number ? (Object) (-number) : (Object) (-Numbers.integer(value));
  }

  static Object plus(Object value) {
    Values.defined(value);
    return value instanceof Double ? value : (Object) Numbers.integer(value);
  }

  private static Object numbers(String operator, Object left, Object right) {
    if (left instanceof Double || right instanceof Double || operator.equals("/")) {
      return decimals(operator, Numbers.decimal(left), Numbers.decimal(right));
    }
    return integers(operator, Numbers.integer(left), Numbers.integer(right));
  }

  private static Object integers(String operator, long left, long right) {
    return switch (operator) {
      case "+" -> Math.addExact(left, right);
      case "-" -> Math.subtractExact(left, right);
      case "*" -> Math.multiplyExact(left, right);
      case "//" -> Math.floorDiv(left, divisor(right));
      case "%" -> Math.floorMod(left, divisor(right));
      default -> right < 0 ? (Object) Math.pow(left, right) : (Object) power(left, right);
    };
  }

  private static long power(long base, long exponent) {
    if (base == 0 || base == 1 || base == -1) {
      return exponent == 0 ? 1 : exponent % 2 == 0 ? base * base : base;
    }
    long result = 1;
    for (long i = 0; i < exponent; i++) {
      result = Math.multiplyExact(result, base);
    }
    return result;
  }

  private static long divisor(long value) {
    if (value == 0) {
      throw new TemplateException("division by zero");
    }
    return value;
  }

  private static Object decimals(String operator, double left, double right) {
    if (right == 0 && operator.matches("//?|%")) {
      throw new TemplateException("division by zero");
    }
    return switch (operator) {
      case "+" -> left + right;
      case "-" -> left - right;
      case "*" -> left * right;
      case "/" -> left / right;
      case "//" -> Math.floor((left - modulo(left, right)) / right + 0.5);
      case "%" -> modulo(left, right);
      default -> Math.pow(left, right);
    };
  }

  private static double modulo(double left, double right) {
    double rest = left % right;
    return rest != 0 && rest < 0 != right < 0 ? rest + right : Math.copySign(rest, right);
  }

  private static Object others(String operator, Object left, Object right) {
    if (operator.equals("+") && Values.isText(left) && Values.isText(right)) {
      return left instanceof String one && right instanceof String other
          ? one + other
          : Markup.of(left).plus(Markup.of(right));
    }
    if (operator.equals("+") && left instanceof List && right instanceof List) {
      return concatenated((List<?>) left, (List<?>) right);
    }
    if (operator.equals("+") && left instanceof Tuple one && right instanceof Tuple other) {
      return new Tuple(concatenated(one.items(), other.items()));
    }
    if (operator.equals("*")) {
      return Numbers.isInteger(left)
          ? repeated(right, Numbers.integer(left))
          : Numbers.isInteger(right) ? repeated(left, Numbers.integer(right)) : null;
    }
    return null;
  }

  private static List<Object> concatenated(List<?> left, List<?> right) {
    List<Object> all = new ArrayList<>(Budget.size((long) left.size() + right.size()));
    all.addAll(left);
    all.addAll(right);
    return all;
  }

  private static Object repeated(Object value, long times) {
    if (value instanceof String text) {
      return Strings.repeat(text, times);
    }
    if (!(value instanceof List) && !(value instanceof Tuple)) {
      return null;
    }
    List<Object> items = Values.list(value);
    List<Object> all = new ArrayList<>(Budget.size(items.size() * Math.max(0, times)));
    for (long i = 0; i < times && !items.isEmpty(); i++) {
      all.addAll(items);
    }
    return value instanceof Tuple ? new Tuple(all) : all;
  }
}
