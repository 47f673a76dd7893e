package org.inferometer.server.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Methods of Python's {@code str}. */
final class StringMethods {
  private interface Body {
    Object apply(String text, Arguments arguments);
  }

  private static final Map<String, Body> BODIES =
      Map.ofEntries(
          plain("upper", Strings::upper),
          plain("lower", Strings::lower),
          plain("title", Strings::title),
          plain("capitalize", Strings::capitalize),
          Map.entry("strip", (text, given) -> Strings.strip(text, characters("strip", given))),
          Map.entry(
              "lstrip", (text, given) -> Strings.stripLeft(text, characters("lstrip", given))),
          Map.entry(
              "rstrip", (text, given) -> Strings.stripRight(text, characters("rstrip", given))),
          Map.entry("startswith", (text, given) -> affix("startswith", text::startsWith, given)),
          Map.entry("endswith", (text, given) -> affix("endswith", text::endsWith, given)),
          Map.entry("removeprefix", StringMethods::removePrefix),
          Map.entry("removesuffix", StringMethods::removeSuffix),
          Map.entry("replace", StringMethods::replace),
          Map.entry("split", (text, given) -> split("split", text, given, false)),
          Map.entry("rsplit", (text, given) -> split("rsplit", text, given, true)),
          Map.entry("splitlines", StringMethods::splitLines),
          Map.entry("partition", (text, given) -> partition(text, given, false)),
          Map.entry("rpartition", (text, given) -> partition(text, given, true)),
          Map.entry("join", StringMethods::join),
          Map.entry("find", (text, given) -> find("find", text, given, false)),
          Map.entry("rfind", (text, given) -> find("rfind", text, given, true)),
          Map.entry("index", (text, given) -> found(find("index", text, given, false))),
          Map.entry("rindex", (text, given) -> found(find("rindex", text, given, true))),
          Map.entry("count", StringMethods::count),
          Map.entry("format", Format::braces),
          Map.entry("ljust", (text, given) -> justify("ljust", text, given)),
          Map.entry("rjust", (text, given) -> justify("rjust", text, given)),
          Map.entry("center", (text, given) -> justify("center", text, given)),
          Map.entry("zfill", StringMethods::zeroFill),
          all("isspace", Strings::isSpace),
          all("isalpha", Character::isLetter),
          all("isalnum", c -> Character.isLetter(c) || isNumeric(c)),
          all("isdecimal", c -> Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER),
          all("isnumeric", StringMethods::isNumeric),
          all("isdigit", c -> Character.isDigit(c) || "²³¹".indexOf(c) >= 0),
          cased("isupper", Character::isUpperCase),
          cased("islower", Character::isLowerCase));

  private static final Set<String> UNSUPPORTED =
      Set.of(
          "casefold",
          "encode",
          "expandtabs",
          "format_map",
          "isascii",
          "isidentifier",
          "isprintable",
          "istitle",
          "maketrans",
          "swapcase",
          "translate");

  /** All methods of Python's {@code str}. */
  static final Set<String> NAMES = names();

  private StringMethods() {}

  private static Set<String> names() {
    Set<String> names = new java.util.HashSet<>(BODIES.keySet());
    names.addAll(UNSUPPORTED);
    return Collections.unmodifiableSet(names);
  }

  /** The method of this name, or {@code null} if there is none. */
  static Method of(String text, String name) {
    Body body = BODIES.get(name);
    if (body != null) {
      return new Method("str." + name, arguments -> body.apply(text, arguments));
    }
    return UNSUPPORTED.contains(name) ? Method.unsupported("str." + name) : null;
  }

  private static Map.Entry<String, Body> plain(String name, UnaryOperator<String> change) {
    return Map.entry(
        name,
        (text, given) -> {
          given.bind(name);
          return change.apply(text);
        });
  }

  private static Map.Entry<String, Body> all(String name, IntPredicate test) {
    return asks(name, text -> !text.isEmpty() && text.codePoints().allMatch(test));
  }

  private static Map.Entry<String, Body> cased(String name, IntPredicate test) {
    return asks(
        name,
        text ->
            text.codePoints().anyMatch(test)
                && text.codePoints().allMatch(c -> test.test(c) || !Strings.isCased(c)));
  }

  private static Map.Entry<String, Body> asks(String name, Predicate<String> test) {
    return Map.entry(
        name,
        (text, given) -> {
          given.bind(name);
          return test.test(text);
        });
  }

  private static boolean isNumeric(int c) {
    return switch (Character.getType(c)) {
      case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
      default -> false;
    };
  }

  /** An argument that must be a text. */
  static String text(Object value) {
    Values.defined(value);
    if (!Values.isText(value)) {
      throw new TemplateException("expected a str, found " + Types.name(value));
    }
    return Representation.text(value);
  }

  private static String characters(String method, Arguments arguments) {
    Object characters = arguments.bind(method, "chars").or(0, null);
    return characters == null ? null : text(characters);
  }

  private static boolean affix(String method, Predicate<String> has, Arguments arguments) {
    Object wanted = arguments.bind(method, "affix").get(0);
    return wanted instanceof Tuple several
        ? several.items().stream().anyMatch(affix -> has.test(text(affix)))
        : has.test(text(wanted));
  }

  private static Object removePrefix(String text, Arguments arguments) {
    String prefix = text(arguments.bind("removeprefix", "prefix").get(0));
    return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
  }

  private static Object removeSuffix(String text, Arguments arguments) {
    String suffix = text(arguments.bind("removesuffix", "suffix").get(0));
    return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
  }

  private static Object replace(String text, Arguments arguments) {
    Arguments.Bound bound = arguments.bind("replace", "old", "new", "count");
    return Strings.replace(
        text, text(bound.get(0)), text(bound.get(1)), Numbers.integer(bound.or(2, -1L)));
  }

  private static Object split(String method, String text, Arguments arguments, boolean right) {
    Arguments.Bound bound = arguments.bind(method, "sep", "maxsplit");
    int most = Numbers.index(bound.or(1, -1L));
    most = most < 0 ? Integer.MAX_VALUE : most;
    Object separator = bound.or(0, null);
    if (separator == null) {
      return right ? words(text, most, true) : words(text, most, false);
    }
    return separated(text, text(separator), most, right);
  }

  private static List<Object> separated(String text, String separator, int most, boolean right) {
    if (separator.isEmpty()) {
      throw new TemplateException("empty separator");
    }
    List<Object> parts = new ArrayList<>();
    String rest = text;
    while (parts.size() < most) {
      int at = right ? rest.lastIndexOf(separator) : rest.indexOf(separator);
      if (at < 0) {
        break;
      }
      int end = at + separator.length();
      parts.add(right ? rest.substring(end) : rest.substring(0, at));
      rest = right ? rest.substring(0, at) : rest.substring(end);
    }
    parts.add(rest);
    if (right) {
      Collections.reverse(parts);
    }
    return parts;
  }

  private static List<Object> words(String text, int most, boolean right) {
    List<Object> words = new ArrayList<>();
    String rest = right ? Strings.stripRight(text, null) : Strings.stripLeft(text, null);
    while (!rest.isEmpty() && words.size() < most) {
      int at = right ? lastSpace(rest) : firstSpace(rest);
      if (at < 0) {
        break;
      }
      words.add(right ? rest.substring(at + 1) : rest.substring(0, at));
      rest =
          right
              ? Strings.stripRight(rest.substring(0, at), null)
              : Strings.stripLeft(rest.substring(at), null);
    }
    if (!rest.isEmpty()) {
      words.add(rest);
    }
    if (right) {
      Collections.reverse(words);
    }
    return words;
  }

  private static int firstSpace(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Strings.isSpace(text.charAt(i))) {
        return i;
      }
    }
    return -1;
  }

  private static int lastSpace(String text) {
    int i = text.length() - 1;
    while (i >= 0 && !Strings.isSpace(text.charAt(i))) {
      i--;
    }
    return i;
  }

  private static Object splitLines(String text, Arguments arguments) {
    if (arguments.bind("splitlines", "keepends").flag(0, false)) {
      throw TemplateException.unsupported("str.splitlines(keepends)");
    }
    return new ArrayList<Object>(Strings.lines(text));
  }

  private static Object partition(String text, Arguments arguments, boolean right) {
    String separator = text(arguments.bind("partition", "sep").get(0));
    if (separator.isEmpty()) {
      throw new TemplateException("empty separator");
    }
    int at = right ? text.lastIndexOf(separator) : text.indexOf(separator);
    if (at < 0) {
      return new Tuple(right ? List.of("", "", text) : List.of(text, "", ""));
    }
    return new Tuple(
        List.of(text.substring(0, at), separator, text.substring(at + separator.length())));
  }

  private static Object join(String text, Arguments arguments) {
    List<String> texts = new ArrayList<>();
    for (Object item : Values.iterate(arguments.bind("join", "iterable").get(0))) {
      texts.add(text(item));
    }
    return Strings.join(text, texts);
  }

  /** The place of a text within a part of another one, in code points; -1 if it is not there. */
  private static long find(String method, String text, Arguments arguments, boolean last) {
    Arguments.Bound bound = arguments.bind(method, "sub", "start", "end");
    String wanted = text(bound.get(0));
    Slice.Bounds part = Slice.bounds(Strings.length(text), bound.or(1, null), bound.or(2, null));
    if (part.from() > part.to()) {
      return -1;
    }
    int from = text.offsetByCodePoints(0, part.from());
    String within = text.substring(from, text.offsetByCodePoints(from, part.to() - part.from()));
    int at = last ? within.lastIndexOf(wanted) : within.indexOf(wanted);
    return at < 0 ? -1 : part.from() + within.codePointCount(0, at);
  }

  private static long found(long at) {
    if (at < 0) {
      throw new TemplateException("substring not found");
    }
    return at;
  }

  private static Object count(String text, Arguments arguments) {
    String wanted = text(arguments.bind("count", "sub").get(0));
    if (wanted.isEmpty()) {
      return Strings.length(text) + 1L;
    }
    long count = 0;
    for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length())) {
      count++;
    }
    return count;
  }

  private static Object justify(String method, String text, Arguments arguments) {
    Arguments.Bound bound = arguments.bind(method, "width", "fillchar");
    long width = Numbers.integer(bound.get(0));
    String fill = text(bound.or(1, " "));
    if (Strings.length(fill) != 1) {
      throw new TemplateException("The fill character must be exactly one character long");
    }
    long missing = Math.max(0, width - Strings.length(text));
    long left =
        switch (method) {
          case "ljust" -> 0;
          case "rjust" -> missing;
          default -> missing / 2 + (missing & width & 1);
        };
    return Strings.repeat(fill, left) + text + Strings.repeat(fill, missing - left);
  }

  private static Object zeroFill(String text, Arguments arguments) {
    long width = Numbers.integer(arguments.bind("zfill", "width").get(0));
    String sign = text.startsWith("-") || text.startsWith("+") ? text.substring(0, 1) : "";
    return sign + Strings.repeat("0", width - Strings.length(text)) + text.substring(sign.length());
  }
}
