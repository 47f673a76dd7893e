package org.inferometer.standard;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Settings written as {@code name=value,name=value}, such as {@code ttft=100ms,itl=20ms}. Names
 * that nobody asked for are an error, so that a misspelt one is never ignored.
 */
final class Knobs {
  private static final Pattern TIME = Pattern.compile("(\\d+(?:\\.\\d+)?)(ns|us|ms|s)");
  private static final Map<String, Double> UNITS =
      Map.of("ns", 1.0, "us", 1e3, "ms", 1e6, "s", 1e9);

  private final Map<String, String> values = new LinkedHashMap<>();
  private final Set<String> known = new TreeSet<>();

  private Knobs() {}

  /** Reads several texts; a later one overrides an earlier one. */
  static Knobs parse(String... texts) {
    Knobs knobs = new Knobs();
    Stream.of(texts)
        .filter(text -> text != null && !text.isBlank())
        .flatMap(text -> Stream.of(text.split(",")))
        .forEach(knobs::put);
    return knobs;
  }

  private void put(String pair) {
    int equals = pair.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException("\"" + pair.trim() + "\" is not of the form name=value");
    }
    values.put(pair.substring(0, equals).trim(), pair.substring(equals + 1).trim());
  }

  String text(String name, String otherwise) {
    known.add(name);
    return values.getOrDefault(name, otherwise);
  }

  int integer(String name, int otherwise) {
    return read(name, otherwise, Integer::valueOf, "a whole number");
  }

  double number(String name, double otherwise) {
    return read(name, otherwise, Double::valueOf, "a number");
  }

  boolean flag(String name, boolean otherwise) {
    return read(name, otherwise, text -> List.of("no", "yes").indexOf(text) == 1, "yes or no");
  }

  /** A time with its unit, in nanoseconds. */
  long nanos(String name, long otherwise) {
    return read(name, otherwise, Knobs::nanos, "a time such as 20ms (ns, us, ms, s)");
  }

  <E extends Enum<E>> E choice(String name, E otherwise) {
    Class<E> type = otherwise.getDeclaringClass();
    return read(
        name,
        otherwise,
        text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_')),
        "one of " + List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT));
  }

  static long nanos(String text) {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      throw new IllegalArgumentException(text + " is no time");
    }
    return Math.round(Double.parseDouble(time.group(1)) * UNITS.get(time.group(2)));
  }

  /** What nobody has asked for so far. */
  String rest() {
    return values.entrySet().stream()
        .filter(setting -> !known.contains(setting.getKey()))
        .map(setting -> setting.getKey() + "=" + setting.getValue())
        .collect(Collectors.joining(","));
  }

  /** Fails when there is a name that was never asked for. */
  void rejectUnknown() {
    Set<String> unknown = new TreeSet<>(values.keySet());
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("unknown: " + unknown + "; there are " + known);
    }
  }

  private <T> T read(String name, T otherwise, Function<String, T> reader, String allowed) {
    String text = text(name, null);
    if (text == null) {
      return otherwise;
    }
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + "=" + text + " is not " + allowed, e);
    }
  }
}
