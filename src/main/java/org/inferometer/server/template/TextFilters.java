package org.inferometer.server.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Jinja's filters of text. */
final class TextFilters {
  private static final Pattern WORD_BEGINNING = Pattern.compile("[-\\s({\\[<]+");
  private static final Pattern WORD = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);

  static final Map<String, Function> ALL =
      Map.ofEntries(
          Map.entry("upper", given -> Strings.upper(only("upper", given))),
          Map.entry("lower", given -> Strings.lower(only("lower", given))),
          Map.entry("capitalize", given -> Strings.capitalize(only("capitalize", given))),
          Map.entry("title", given -> title(only("title", given))),
          Map.entry("string", TextFilters::string),
          Map.entry("safe", given -> new Markup(only("safe", given))),
          Map.entry("escape", TextFilters::escape),
          Map.entry("e", TextFilters::escape),
          Map.entry("trim", TextFilters::trim),
          Map.entry("replace", TextFilters::replace),
          Map.entry("indent", TextFilters::indent),
          Map.entry("format", given -> format(given)),
          Map.entry("center", TextFilters::center),
          Map.entry("truncate", TextFilters::truncate),
          Map.entry("wordcount", given -> words(only("wordcount", given))));

  private TextFilters() {}

  private static String only(String filter, Arguments arguments) {
    return Representation.text(arguments.bind(filter, "s").get(0));
  }

  private static Object string(Arguments arguments) {
    Object value = arguments.bind("string", "s").get(0);
    return value instanceof Markup ? value : Representation.text(value);
  }

  private static Object escape(Arguments arguments) {
    Object value = arguments.bind("escape", "s").get(0);
    return value instanceof Markup ? value : Markup.escape(Representation.text(value));
  }

  private static String title(String text) {
    StringBuilder result = new StringBuilder();
    Matcher matcher = WORD_BEGINNING.matcher(text);
    int from = 0;
    while (matcher.find()) {
      result.append(titled(text.substring(from, matcher.start()))).append(matcher.group());
      from = matcher.end();
    }
    return result.append(titled(text.substring(from))).toString();
  }

  private static String titled(String word) {
    if (word.isEmpty()) {
      return word;
    }
    int first = word.offsetByCodePoints(0, 1);
    return Strings.upper(word.substring(0, first)) + Strings.lower(word.substring(first));
  }

  private static Object trim(Arguments arguments) {
    Arguments.Bound bound = arguments.bind("trim", "value", "chars");
    Object characters = bound.or(1, null);
    return Strings.strip(
        Representation.text(bound.get(0)),
        characters == null ? null : StringMethods.text(characters));
  }

  private static Object replace(Arguments arguments) {
    Arguments.Bound bound = arguments.bind("replace", "s", "old", "new", "count");
    Object count = bound.or(3, null);
    return Strings.replace(
        Representation.text(bound.get(0)),
        Representation.text(bound.get(1)),
        Representation.text(bound.get(2)),
        count == null ? -1 : Numbers.integer(count));
  }

  private static Object indent(Arguments arguments) {
    Arguments.Bound bound = arguments.bind("indent", "s", "width", "first", "blank");
    Object width = bound.or(1, 4L);
    String indent =
        width instanceof String text ? text : Strings.repeat(" ", Numbers.integer(width));
    boolean blank = bound.flag(3, false);
    List<String> lines = new ArrayList<>(Strings.lines(StringMethods.text(bound.get(0)) + "\n"));
    Budget.size((long) indent.length() * lines.size());
    String first = lines.remove(0);
    String rest =
        lines.stream()
            .map(line -> "\n" + (blank || !line.isEmpty() ? indent + line : line))
            .collect(Collectors.joining());
    return (bound.flag(2, false) ? indent : "") + first + rest;
  }

  private static Object format(Arguments arguments) {
    String text = StringMethods.text(arguments.positional().get(0));
    Arguments values = arguments.from(1);
    if (!values.named().isEmpty()) {
      if (!values.positional().isEmpty()) {
        throw new TemplateException(
            "can't handle positional and keyword arguments at the same time");
      }
      return Format.percent(text, values.named());
    }
    return Format.percent(text, new Tuple(values.positional()));
  }

  private static Object center(Arguments arguments) {
    Arguments.Bound bound = arguments.bind("center", "value", "width");
    return StringMethods.of(Representation.text(bound.get(0)), "center")
        .call(Arguments.of(bound.or(1, 80L)));
  }

  private static Object truncate(Arguments arguments) {
    Arguments.Bound bound = arguments.bind("truncate", "s", "length", "killwords", "end", "leeway");
    int length = Numbers.index(bound.or(1, 255L));
    String end = StringMethods.text(bound.or(3, "..."));
    Object given = bound.or(4, null);
    int leeway = given == null ? 5 : Numbers.index(given);
    if (length < Strings.length(end) || leeway < 0) {
      throw new TemplateException("truncate: the length or the leeway is too small");
    }
    if (Values.length(bound.get(0)) <= (long) length + leeway) {
      return bound.get(0);
    }
    String text = StringMethods.text(bound.get(0));
    String cut = text.substring(0, text.offsetByCodePoints(0, length - Strings.length(end)));
    int space = cut.lastIndexOf(' ');
    return (bound.flag(2, false) || space < 0 ? cut : cut.substring(0, space)) + end;
  }

  private static Object words(String text) {
    return WORD.matcher(text).results().count();
  }
}
