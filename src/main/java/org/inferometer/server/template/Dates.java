package org.inferometer.server.template;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** {@code strftime_now}: the date and time, written as Python's {@code strftime} does. */
final class Dates {
  private static final Map<Character, String> PATTERNS =
      Map.ofEntries(
          Map.entry('a', "EEE"),
          Map.entry('A', "EEEE"),
          Map.entry('b', "MMM"),
          Map.entry('h', "MMM"),
          Map.entry('B', "MMMM"),
          Map.entry('c', "EEE MMM ppd HH:mm:ss yyyy"),
          Map.entry('d', "dd"),
          Map.entry('e', "ppd"),
          Map.entry('D', "MM/dd/yy"),
          Map.entry('F', "yyyy-MM-dd"),
          Map.entry('H', "HH"),
          Map.entry('I', "hh"),
          Map.entry('j', "DDD"),
          Map.entry('m', "MM"),
          Map.entry('M', "mm"),
          Map.entry('p', "a"),
          Map.entry('R', "HH:mm"),
          Map.entry('S', "ss"),
          Map.entry('T', "HH:mm:ss"),
          Map.entry('x', "MM/dd/yy"),
          Map.entry('X', "HH:mm:ss"),
          Map.entry('y', "yy"),
          Map.entry('Y', "yyyy"));

  private Dates() {}

  static String format(ZonedDateTime time, String format) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%') {
        text.append(c);
        continue;
      }
      boolean bare = format.startsWith("-", i + 1);
      i += bare ? 2 : 1;
      char directive = i < format.length() ? format.charAt(i) : '%';
      if (directive == '%') {
        text.append('%');
      } else if (directive == 'n' || directive == 't') {
        text.append(directive == 'n' ? '\n' : '\t');
      } else if (directive == 'f') {
        text.append("%06d".formatted(time.getNano() / 1000));
      } else {
        String part = part(time, directive);
        text.append(bare ? part.replaceFirst("^[0 ]+(?=.)", "") : part);
      }
    }
    return text.toString();
  }

  private static String part(ZonedDateTime time, char directive) {
    if (directive == 'z' || directive == 'Z') {
      // The time is one without a zone.
      return "";
    }
    if (directive == 'u') {
      return String.valueOf(time.getDayOfWeek().getValue());
    }
    String pattern = PATTERNS.get(directive);
    if (pattern == null) {
      throw TemplateException.unsupported("strftime_now('%" + directive + "')");
    }
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(time);
  }
}
