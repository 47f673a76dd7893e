package org.inferometer.server.template;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's two ways to put values into a text: {@code '%s' % value} and {@code '{}'.format()}. */
final class Format {
  private static final Pattern PERCENT =
      Pattern.compile(
          "%(?:\\((\\w+)\\))?([-0+ ]*)(\\d{0,6})(?:\\.(\\d{1,6}))?(.?)", Pattern.DOTALL);
  private static final Pattern FIELD =
      Pattern.compile("(\\w*)((?:\\.\\w+|\\[[^\\]]*])*)(?:!([rs]))?(?::(.*))?", Pattern.DOTALL);
  private static final Pattern SPEC =
      Pattern.compile("(?:(.)?([<>^]))?(0?)(\\d{0,6})(?:\\.(\\d{1,6}))?([sdf]?)", Pattern.DOTALL);
  private static final Pattern PART = Pattern.compile("\\.(\\w+)|\\[([^\\]]*)]");

  private Format() {}

  /** {@code text % values}. */
  static String percent(String text, Object values) {
    List<Object> all = values instanceof Tuple tuple ? tuple.items() : List.of(wrap(values));
    int next = 0;
    StringBuilder result = new StringBuilder();
    Matcher matcher = PERCENT.matcher(text);
    int from = 0;
    while (matcher.find()) {
      result.append(text, from, matcher.start());
      from = matcher.end();
      if (matcher.group(5).equals("%")) {
        result.append('%');
        continue;
      }
      Object value;
      if (matcher.group(1) != null) {
        value = Values.defined(Values.item(unwrap(all.get(0)), matcher.group(1)));
        next = all.size();
      } else if (next < all.size()) {
        value = unwrap(all.get(next++));
      } else {
        throw new TemplateException("not enough arguments for format string");
      }
      result.append(converted(matcher, value));
    }
    if (next < all.size() && !hasElements(values)) {
      throw new TemplateException("not all arguments converted during string formatting");
    }
    return result.append(text.substring(from)).toString();
  }

  /** What could be asked for elements by name may be left over. */
  private static boolean hasElements(Object values) {
    return values instanceof Map || values instanceof List || values instanceof Undefined;
  }

  // A list of one cannot hold null.
  private static Object wrap(Object value) {
    return new Object[] {value};
  }

  private static Object unwrap(Object value) {
    return value instanceof Object[] wrapped ? wrapped[0] : value;
  }

  private static String converted(Matcher directive, Object value) {
    String flags = directive.group(2);
    String digits = directive.group(4);
    String text =
        switch (directive.group(5)) {
          case "s" -> cut(Representation.text(value), digits);
          case "r" -> cut(Representation.of(value), digits);
          case "d", "i" ->
              String.valueOf(
                  value instanceof Double number
                      ? (long) number.doubleValue()
                      : Numbers.integer(value));
          case "f" -> fixed(value, digits);
          default -> throw TemplateException.unsupported("the format '" + directive.group() + "'");
        };
    boolean number = !directive.group(5).matches("[sr]");
    if (number && !text.startsWith("-")) {
      text = (flags.contains("+") ? "+" : flags.contains(" ") ? " " : "") + text;
    }
    String align = flags.contains("-") ? "<" : number && flags.contains("0") ? "=" : ">";
    return padded(text, align, align.equals("=") ? "0" : " ", directive.group(3));
  }

  private static String cut(String text, String digits) {
    if (digits == null) {
      return text;
    }
    int most = Math.min(Integer.parseInt(digits), Strings.length(text));
    return text.substring(0, text.offsetByCodePoints(0, most));
  }

  private static String fixed(Object value, String digits) {
    double number = Numbers.decimal(value);
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      return Numbers.show(number);
    }
    String text =
        new BigDecimal(number)
            .setScale(digits == null ? 6 : Integer.parseInt(digits), RoundingMode.HALF_EVEN)
            .toPlainString();
    return 1 / number < 0 && !text.startsWith("-") ? "-" + text : text;
  }

  private static String padded(String text, String align, String fill, String width) {
    long missing = (width.isEmpty() ? 0 : Long.parseLong(width)) - Strings.length(text);
    if (missing <= 0) {
      return text;
    }
    return switch (align) {
      case "<" -> text + Strings.repeat(fill, missing);
      case "^" ->
          Strings.repeat(fill, missing / 2) + text + Strings.repeat(fill, missing - missing / 2);
      case "=" -> {
        int sign = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        yield text.substring(0, sign) + Strings.repeat(fill, missing) + text.substring(sign);
      }
      default -> Strings.repeat(fill, missing) + text;
    };
  }

  /** {@code text.format(...)}. */
  static String braces(String text, Arguments arguments) {
    StringBuilder result = new StringBuilder();
    int next = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c == '{' || c == '}') && text.startsWith(String.valueOf(c), i + 1)) {
        result.append(c);
        i++;
      } else if (c == '}') {
        throw new TemplateException("Single '}' encountered in format string");
      } else if (c == '{') {
        int end = text.indexOf('}', i);
        Matcher field = FIELD.matcher(text.substring(i + 1, Math.max(i + 1, end)));
        if (end < 0 || !field.matches()) {
          throw TemplateException.unsupported("the format string " + Representation.of(text));
        }
        String name = field.group(1).isEmpty() ? String.valueOf(next++) : field.group(1);
        Object value = parts(argument(name, arguments), field.group(2));
        result.append("r".equals(field.group(3)) ? Representation.of(value) : spec(field, value));
        i = end;
      } else {
        result.append(c);
      }
    }
    return result.toString();
  }

  private static Object argument(String name, Arguments arguments) {
    if (name.matches("\\d{1,6}")) {
      int index = Integer.parseInt(name);
      if (index >= arguments.positional().size()) {
        throw new TemplateException(
            "Replacement index " + index + " out of range for positional args tuple");
      }
      return arguments.positional().get(index);
    }
    if (!arguments.named().containsKey(name)) {
      throw new TemplateException("format has no argument '" + name + "'");
    }
    return arguments.named().get(name);
  }

  private static Object parts(Object value, String parts) {
    Object part = value;
    for (Matcher matcher = PART.matcher(parts); matcher.find(); ) {
      String key = matcher.group(2);
      part =
          key == null
              ? Values.attribute(part, matcher.group(1))
              : Values.item(part, key.matches("\\d{1,9}") ? (Object) Long.valueOf(key) : key);
    }
    return Values.defined(part);
  }

  private static String spec(Matcher field, Object value) {
    String spec = field.group(4) == null ? "" : field.group(4);
    if (spec.isEmpty()) {
      return Representation.text(value);
    }
    Matcher parts = SPEC.matcher(spec);
    boolean number = Numbers.isNumber(value) && !(value instanceof Boolean);
    if (!parts.matches()
        || !number && !Values.isText(value)
        || parts.group(6).matches("[df]") != number && !parts.group(6).isEmpty()) {
      throw TemplateException.unsupported("the format '" + field.group() + "'");
    }
    String digits = parts.group(5);
    String text =
        parts.group(6).equals("f")
            ? fixed(value, digits)
            : number ? Representation.text(value) : cut(Representation.text(value), digits);
    if (parts.group(6).equals("d") && value instanceof Double
        || number && digits != null && !parts.group(6).equals("f")) {
      throw TemplateException.unsupported("the format '" + field.group() + "'");
    }
    boolean zero = !parts.group(3).isEmpty();
    String align = parts.group(2) != null ? parts.group(2) : zero ? "=" : number ? ">" : "<";
    String fill = parts.group(1) != null ? parts.group(1) : zero ? "0" : " ";
    return padded(text, align, fill, parts.group(4));
  }
}
