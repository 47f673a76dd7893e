package org.inferometer.server.template;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** Jinja's tests, by name. */
final class Tests {
  private static final Map<String, Function> ALL = new TreeMap<>();

  static {
    one("defined", value -> !(value instanceof Undefined));
    one("undefined", Undefined.class::isInstance);
    one("none", value -> value == null);
    one("true", Boolean.TRUE::equals);
    one("false", Boolean.FALSE::equals);
    one("boolean", Boolean.class::isInstance);
    one("integer", value -> Numbers.isInteger(value) && !(value instanceof Boolean));
    one("float", Double.class::isInstance);
    one("number", Numbers::isNumber);
    one("string", Values::isText);
    one("mapping", Map.class::isInstance);
    one("sequence", Values::isSequence);
    one("iterable", Values::isIterable);
    one("callable", value -> value instanceof Function || value instanceof Undefined);
    one("escaped", Markup.class::isInstance);
    one("odd", value -> Values.equal(remainder(value, 2L), 1L));
    one("even", value -> Values.equal(remainder(value, 2L), 0L));
    one("lower", value -> cased(value, "islower"));
    one("upper", value -> cased(value, "isupper"));
    one("filter", value -> value instanceof String name && Filters.isKnown(name));
    one("test", value -> value instanceof String name && isKnown(name));
    two(Values::equal, "eq", "equalto", "==");
    two((a, b) -> !Values.equal(a, b), "ne", "!=");
    two((a, b) -> Values.compare("<", a, b) < 0, "lt", "lessthan", "<");
    two((a, b) -> Values.compare("<=", a, b) <= 0, "le", "<=");
    two((a, b) -> Values.compare(">", a, b) > 0, "gt", "greaterthan", ">");
    two((a, b) -> Values.compare(">=", a, b) >= 0, "ge", ">=");
    two((a, b) -> Values.contains(b, a), "in");
    two(Tests::isSame, "sameas");
    two((a, b) -> Values.equal(remainder(a, b), 0L), "divisibleby");
  }

  private Tests() {}

  private static void one(String name, Predicate<Object> test) {
    ALL.put(name, given -> test.test(given.bind("the test " + name, "value").get(0)));
  }

  private static void two(BiPredicate<Object, Object> test, String... names) {
    for (String name : names) {
      ALL.put(
          name,
          given -> {
            Arguments.Bound bound = given.bind("the test " + name, "value", "other");
            return test.test(bound.get(0), bound.get(1));
          });
    }
  }

  /** Whether Jinja has a test of this name. */
  static boolean isKnown(String name) {
    return ALL.containsKey(name);
  }

  /** Tests the first argument. */
  static Object holds(String name, Arguments arguments) {
    Function test = ALL.get(name);
    if (test == null) {
      throw new TemplateException("No test named '" + name + "'.");
    }
    return test.call(arguments);
  }

  private static Object remainder(Object value, Object by) {
    return Arithmetic.binary("%", value, by);
  }

  private static boolean cased(Object value, String method) {
    return Values.isTrue(StringMethods.of(Representation.text(value), method).call(Arguments.of()));
  }

  private static boolean isSame(Object one, Object other) {
    return one == other
        || one != null
            && !(one instanceof Iterable || one instanceof Map)
            && one.getClass() == (other == null ? null : other.getClass())
            && one.equals(other);
  }
}
