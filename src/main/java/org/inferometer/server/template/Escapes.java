package org.inferometer.server.template;

/** Escapes in the string literals of a template, which are Python's. */
final class Escapes {
  private static final String SIMPLE = "\n'\"\\abfnrtv";
  private static final String MEANING = "\0'\"\\\u0007\b\f\n\r\t\u000b";

  private Escapes() {}

  /** The string that a literal's inside stands for. */
  static String decode(String literal, int line) {
    if (literal.indexOf('\\') < 0) {
      return literal;
    }
    StringBuilder text = new StringBuilder(literal.length());
    for (int i = 0; i < literal.length(); i++) {
      char c = literal.charAt(i);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char escape = literal.charAt(++i);
      int known = SIMPLE.indexOf(escape);
      if (known == 0) {
        continue;
      }
      if (known > 0) {
        text.append(MEANING.charAt(known));
      } else if (escape == 'x' || escape == 'u' || escape == 'U') {
        int digits = escape == 'x' ? 2 : escape == 'u' ? 4 : 8;
        text.appendCodePoint(hexadecimal(literal, i + 1, digits, line));
        i += digits;
      } else if (escape >= '0' && escape <= '7') {
        int end = i;
        while (end < literal.length() && end < i + 3 && isOctal(literal.charAt(end))) {
          end++;
        }
        text.append((char) Integer.parseInt(literal.substring(i, end), 8));
        i = end - 1;
      } else if (escape == 'N') {
        throw new TemplateException(line, "\\N in a string is not supported");
      } else {
        text.append('\\').append(escape);
      }
    }
    return text.toString();
  }

  private static boolean isOctal(char c) {
    return c >= '0' && c <= '7';
  }

  private static int hexadecimal(String literal, int from, int digits, int line) {
    try {
      int code = Integer.parseUnsignedInt(literal.substring(from, from + digits), 16);
      if (Character.isValidCodePoint(code)) {
        return code;
      }
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      // Told below.
    }
    throw new TemplateException(line, "a string has a broken \\x, \\u or \\U escape");
  }
}
