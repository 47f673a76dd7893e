package org.inferometer.server.template;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Jinja's filters, by name. */
final class Filters {
  private static final Map<String, Function> ALL = new TreeMap<>();
  private static final Set<String> UNSUPPORTED =
      Set.of(
          "filesizeformat",
          "forceescape",
          "groupby",
          "pprint",
          "random",
          "striptags",
          "urlencode",
          "urlize",
          "wordwrap",
          "xmlattr");
  // What these do with HTML is what they do with any text.
  private static final Set<String> FOR_HTML =
      Set.of("safe", "escape", "e", "string", "length", "count", "default", "d", "tojson");

  static {
    ALL.putAll(TextFilters.ALL);
    ALL.putAll(SequenceFilters.ALL);
    ALL.put("tojson", Json::of);
    ALL.put("default", Filters::otherwise);
    ALL.put("d", Filters::otherwise);
    ALL.put("length", given -> (long) Values.length(given.bind("length", "obj").get(0)));
    ALL.put("count", ALL.get("length"));
    ALL.put("abs", Filters::absolute);
    ALL.put("int", Filters::integer);
    ALL.put("float", Filters::decimal);
    ALL.put("round", Filters::round);
    ALL.put("attr", Filters::attribute);
  }

  private Filters() {}

  /** Whether Jinja has a filter of this name. */
  static boolean isKnown(String name) {
    return ALL.containsKey(name) || UNSUPPORTED.contains(name);
  }

  /** Applies a filter to the first argument. */
  static Object apply(String name, Arguments arguments) {
    Function filter = ALL.get(name);
    if (filter == null) {
      throw UNSUPPORTED.contains(name)
          ? TemplateException.unsupported("the filter '" + name + "'")
          : new TemplateException("No filter named '" + name + "'.");
    }
    if (arguments.positional().get(0) instanceof Markup && !FOR_HTML.contains(name)) {
      throw TemplateException.unsupported("the filter '" + name + "' behind 'safe' or 'escape'");
    }
    return filter.call(arguments);
  }

  private static Object otherwise(Arguments arguments) {
    Arguments.Bound bound = arguments.bind("default", "value", "default_value", "boolean");
    Object value = bound.get(0);
    boolean missing = value instanceof Undefined || bound.flag(2, false) && !Values.isTrue(value);
    return missing ? bound.or(1, "") : value;
  }

  private static Object absolute(Arguments arguments) {
    Object value = Values.defined(arguments.bind("abs", "x").get(0));
    return value instanceof Double number
        ? (Object) Math.abs(number)
        : (Object) Math.abs(Numbers.integer(value));
  }

  private static Object integer(Arguments arguments) {
    Arguments.Bound bound = arguments.bind("int", "value", "default", "base");
    Object value = Values.defined(bound.get(0));
    Object otherwise = bound.or(1, 0L);
    int base = Numbers.index(bound.or(2, 10L));
    if (value instanceof Double number) {
      return number.isNaN() || number.isInfinite()
          ? otherwise
          : Numbers.narrow(new BigDecimal(number).toBigInteger());
    }
    if (!(value instanceof String text)) {
      return Numbers.isInteger(value) ? (Object) Numbers.integer(value) : otherwise;
    }
    String digits = Strings.strip(text, null);
    if (base == 10 && digits.matches("[-+]?[0-9]+(_[0-9]+)*")) {
      return Numbers.narrow(new java.math.BigInteger(digits.replace("_", "")));
    }
    if (base != 10) {
      throw TemplateException.unsupported("the filter 'int' with a base");
    }
    Object number = number(digits);
    return number instanceof Double && !((Double) number).isInfinite()
        ? Numbers.narrow(new BigDecimal((Double) number).toBigInteger())
        : otherwise;
  }

  private static Object decimal(Arguments arguments) {
    Arguments.Bound bound = arguments.bind("float", "value", "default");
    Object value = Values.defined(bound.get(0));
    Object otherwise = bound.or(1, 0.0);
    if (value instanceof String text) {
      Object number = number(Strings.strip(text, null));
      return number == null ? otherwise : number;
    }
    return Numbers.isNumber(value) ? (Object) Numbers.decimal(value) : otherwise;
  }

  private static Object number(String text) {
    boolean plain = text.matches("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");
    return plain ? (Object) Double.valueOf(text) : null;
  }

  private static Object round(Arguments arguments) {
    Arguments.Bound bound = arguments.bind("round", "value", "precision", "method");
    Object value = Values.defined(bound.get(0));
    int precision = Numbers.index(bound.or(1, 0L));
    RoundingMode mode =
        switch (StringMethods.text(bound.or(2, "common"))) {
          case "common" -> RoundingMode.HALF_EVEN;
          case "ceil" -> RoundingMode.CEILING;
          case "floor" -> RoundingMode.FLOOR;
          default -> throw new TemplateException("method must be common, ceil or floor");
        };
    if (mode == RoundingMode.HALF_EVEN && Numbers.isInteger(value)) {
      return new BigDecimal(Numbers.integer(value)).setScale(precision, mode).longValue();
    }
    double number = Numbers.decimal(value);
    if (mode != RoundingMode.HALF_EVEN) {
      double scale = Math.pow(10, precision);
      double scaled = number * scale;
      return (mode == RoundingMode.CEILING ? Math.ceil(scaled) : Math.floor(scaled)) / scale;
    }
    return new BigDecimal(number).setScale(precision, mode).doubleValue();
  }

  private static Object attribute(Arguments arguments) {
    Arguments.Bound bound = arguments.bind("attr", "obj", "name");
    Object attribute = Values.own(bound.get(0), StringMethods.text(bound.get(1)));
    return attribute != null ? attribute : Undefined.attribute(bound.get(0), bound.get(1));
  }
}
