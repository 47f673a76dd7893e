package org.inferometer.server.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;

/** Python's view of text: made of code points, with its own idea of white space and lines. */
final class Strings {
  private Strings() {}

  static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  static List<Object> characters(String text) {
    List<Object> characters = new ArrayList<>(text.length());
    text.codePoints().forEach(c -> characters.add(Character.toString(c)));
    return characters;
  }

  static int compare(String left, String right) {
    int[] one = left.codePoints().toArray();
    int[] other = right.codePoints().toArray();
    return java.util.Arrays.compare(one, other);
  }

  /** What {@code str.isspace} and {@code str.strip} take for white space. */
  static boolean isSpace(int c) {
    return c >= '\t' && c <= '\r'
        || c >= 0x1c && c <= ' '
        || c == 0x85
        || c == 0xa0
        || c > 0xff && (Character.isSpaceChar(c) && c != 0x200b);
  }

  /** What {@code str.splitlines} takes for the end of a line. */
  private static boolean isLineEnd(char c) {
    return c >= '\n' && c <= '\r'
        || c >= 0x1c && c <= 0x1e
        || c == 0x85
        || c == 0x2028
        || c == 0x2029;
  }

  static String stripLeft(String text, String characters) {
    IntPredicate strips = strips(characters);
    int from = 0;
    while (from < text.length() && strips.test(text.codePointAt(from))) {
      from += Character.charCount(text.codePointAt(from));
    }
    return text.substring(from);
  }

  static String stripRight(String text, String characters) {
    IntPredicate strips = strips(characters);
    int to = text.length();
    while (to > 0 && strips.test(text.codePointBefore(to))) {
      to -= Character.charCount(text.codePointBefore(to));
    }
    return text.substring(0, to);
  }

  static String strip(String text, String characters) {
    return stripLeft(stripRight(text, characters), characters);
  }

  private static IntPredicate strips(String characters) {
    return characters == null ? Strings::isSpace : c -> characters.indexOf(c) >= 0;
  }

  static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      if (isLineEnd(text.charAt(i))) {
        lines.add(text.substring(from, i));
        i += text.startsWith("\r\n", i) ? 1 : 0;
        from = i + 1;
      }
    }
    if (from < text.length()) {
      lines.add(text.substring(from));
    }
    return lines;
  }

  /** Replaces the first occurrences, all if {@code most} is negative. */
  static String replace(String text, String old, String replacement, long most) {
    long places = old.isEmpty() ? text.length() + 1L : text.length() / old.length();
    Budget.size(text.length() + places * replacement.length() / Math.max(1, old.length()) / 2);
    StringBuilder result = new StringBuilder(text.length());
    int from = 0;
    for (long left = most; left != 0; left--) {
      int found = text.indexOf(old, from);
      if (found < 0) {
        break;
      }
      Budget.size(result.length() + (long) replacement.length());
      if (old.isEmpty()) {
        result.append(replacement);
        if (from == text.length()) {
          break;
        }
        int end = text.offsetByCodePoints(from, 1);
        result.append(text, from, end);
        from = end;
      } else {
        result.append(text, from, found).append(replacement);
        from = found + old.length();
      }
    }
    return result.append(text.substring(from)).toString();
  }

  static String repeat(String text, long times) {
    return text.repeat(Budget.size(Math.max(0, times) * text.length()) == 0 ? 0 : (int) times);
  }

  static String join(String separator, List<String> texts) {
    long size = (long) separator.length() * Math.max(0, texts.size() - 1);
    Budget.size(size + texts.stream().mapToLong(String::length).sum());
    return String.join(separator, texts);
  }

  static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  static String capitalize(String text) {
    if (text.isEmpty()) {
      return text;
    }
    int end = text.offsetByCodePoints(0, 1);
    return titleCase(text.codePointAt(0)) + lower(text.substring(end));
  }

  /** {@code str.title}: letters behind something that has no case are large. */
  static String title(String text) {
    StringBuilder result = new StringBuilder(text.length());
    boolean[] inside = {false};
    text.codePoints()
        .forEach(
            c -> {
              result.append(inside[0] ? lower(Character.toString(c)) : titleCase(c));
              inside[0] = isCased(c);
            });
    return result.toString();
  }

  private static String titleCase(int c) {
    int title = Character.toTitleCase(c);
    String upper = upper(Character.toString(c));
    boolean several = title == c && upper.codePointCount(0, upper.length()) > 1;
    return several ? upper.substring(0, 1) + lower(upper.substring(1)) : Character.toString(title);
  }

  static boolean isCased(int c) {
    return Character.isUpperCase(c) || Character.isLowerCase(c) || Character.isTitleCase(c);
  }
}
