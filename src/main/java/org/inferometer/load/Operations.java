package org.inferometer.load;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** What the operators and functions of a {@link Function} do: what they do to floats in Python. */
final class Operations {
  private static final Map<String, DoubleUnaryOperator> OF_ONE =
      Map.ofEntries(
          entry("abs", Math::abs),
          entry("ceil", Math::ceil),
          entry("cos", StrictMath::cos),
          entry("exp", StrictMath::exp),
          entry("floor", Math::floor),
          entry("int", x -> x < 0 ? Math.ceil(x) : Math.floor(x)),
          entry("log", StrictMath::log),
          entry("sin", StrictMath::sin),
          entry("sqrt", Math::sqrt));

  private static final Map<String, DoubleBinaryOperator> OF_TWO =
      Map.ofEntries(
          entry("max", Math::max),
          entry("min", Math::min),
          entry("pow", StrictMath::pow),
          entry("+", Double::sum),
          entry("-", (x, y) -> x - y),
          entry("*", (x, y) -> x * y),
          entry("/", (x, y) -> x / y),
          entry("//", (x, y) -> Math.rint((x - remainder(x, y)) / y)),
          entry("%", Operations::remainder),
          entry("**", StrictMath::pow),
          entry("<", (x, y) -> truth(x < y)),
          entry("<=", (x, y) -> truth(x <= y)),
          entry(">", (x, y) -> truth(x > y)),
          entry(">=", (x, y) -> truth(x >= y)));

  private Operations() {}

  /** Whether {@code name} is a function that can be called. */
  static boolean isFunction(String name) {
    return OF_ONE.containsKey(name) || name.matches("max|min|pow");
  }

  /** The names of the functions, for a reader. */
  static String functions() {
    TreeSet<String> names = new TreeSet<>(OF_ONE.keySet());
    names.addAll(List.of("max", "min", "pow"));
    return String.join(", ", names);
  }

  static Function call(String name, int column, List<Function> arguments) {
    int most = OF_ONE.containsKey(name) ? 1 : name.equals("pow") ? 2 : Integer.MAX_VALUE;
    if (arguments.size() > most || arguments.size() < Math.min(2, most)) {
      throw mistake(
          column,
          "found %s of %d; allowed: %s"
              .formatted(
                  name, arguments.size(), most == 1 ? "one" : most == 2 ? "two" : "two or more"));
    }
    return OF_ONE.containsKey(name)
        ? of(name, column, arguments.get(0))
        : arguments.stream().reduce((x, y) -> of(name, column, x, y)).orElseThrow();
  }

  static Function of(String name, int column, Function only) {
    DoubleUnaryOperator operator = OF_ONE.get(name);
    return t -> {
      double x = requireNumber(only.at(t), column, name, t);
      return requireFinite(operator.applyAsDouble(x), column, name, t);
    };
  }

  static Function of(String name, int column, Function left, Function right) {
    DoubleBinaryOperator operator = OF_TWO.get(name);
    boolean divides = name.matches("/|//|%");
    return t -> {
      double x = requireNumber(left.at(t), column, name, t);
      double y = requireNumber(right.at(t), column, name, t);
      if (divides && y == 0) {
        throw mistake(
            column, "divides by zero at t = %s; allowed: other divisors".formatted(shown(t)));
      }
      return requireFinite(operator.applyAsDouble(x, y), column, name, t);
    };
  }

  static Function same(Function left, Function right) {
    return t -> truth(Double.compare(left.at(t) + 0.0, right.at(t) + 0.0) == 0);
  }

  /** The second where the first is true, else the first. */
  static Function both(Function first, Function second) {
    return t -> {
      double value = first.at(t);
      return isTrue(value) ? second.at(t) : value;
    };
  }

  /** The first where it is true, else the second. */
  static Function either(Function first, Function second) {
    return t -> {
      double value = first.at(t);
      return isTrue(value) ? value : second.at(t);
    };
  }

  static Function not(Function of) {
    return t -> truth(!isTrue(of.at(t)));
  }

  static Function choice(Function test, Function yes, Function no) {
    return t -> isTrue(test.at(t)) ? yes.at(t) : no.at(t);
  }

  static IllegalArgumentException mistake(int column, String message) {
    return new IllegalArgumentException("column " + column + " of the function: " + message);
  }

  /** A time, for a reader. */
  static String shown(double t) {
    return "%.6f".formatted(t).replaceFirst("\\.?0+$", "");
  }

  /** It has the sign of the divisor. */
  private static double remainder(double x, double y) {
    double remainder = x % y;
    return remainder != 0 && remainder < 0 != y < 0 ? remainder + y : remainder;
  }

  private static double requireNumber(double value, int column, String name, double t) {
    if (Double.isNaN(value)) {
      throw mistake(column, "%s of null at t = %s; allowed: numbers".formatted(name, shown(t)));
    }
    return value;
  }

  private static double requireFinite(double value, int column, String name, double t) {
    if (!Double.isFinite(value)) {
      throw mistake(
          column, "%s has no finite value at t = %s; allowed: numbers".formatted(name, shown(t)));
    }
    return value;
  }

  private static boolean isTrue(double value) {
    return !Double.isNaN(value) && value != 0;
  }

  private static double truth(boolean holds) {
    return holds ? 1 : 0;
  }
}
