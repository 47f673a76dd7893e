package org.inferometer.server.template;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inferometer.server.template.Token.Kind;

/**
 * Cuts a template into tokens as Jinja does with {@code trim_blocks} and {@code lstrip_blocks}: the
 * newline after a block or comment goes, and so do blanks before it where it is the first thing on
 * its line; {@code -} takes all white space on its side, {@code +} keeps it.
 */
final class Lexer {
  private static final Pattern TAG =
      Pattern.compile(
          "\\{%([-+]?)[\\s\\x1c-\\x1f]*raw[\\s\\x1c-\\x1f]*(?:-%}[\\s\\x1c-\\x1f]*|%})|\\{([{%#])([-+]?)",
          flags());
  private static final Pattern COMMENT_END =
      Pattern.compile("\\+#}|-#}[\\s\\x1c-\\x1f]*|#}\\n?", flags());
  private static final Pattern RAW_END =
      Pattern.compile(
          "\\{%([-+]?)[\\s\\x1c-\\x1f]*endraw[\\s\\x1c-\\x1f]*(?:\\+%}|-%}[\\s\\x1c-\\x1f]*|%}\\n?)",
          flags());
  private static final Pattern BLOCK_END =
      Pattern.compile("\\+%}|-%}[\\s\\x1c-\\x1f]*|%}\\n?", flags());
  private static final Pattern VARIABLE_END = Pattern.compile("-}}[\\s\\x1c-\\x1f]*|}}", flags());
  private static final Pattern SPACE = Pattern.compile("[\\s\\x1c-\\x1f]+", flags());
  private static final Pattern FLOAT =
      Pattern.compile(
          "(?<!\\.)(?:[0-9]+_)*[0-9]+(?:(?:\\.(?:[0-9]+_)*[0-9]+)?[eE][+-]?(?:[0-9]+_)*[0-9]+"
              + "|\\.(?:[0-9]+_)*[0-9]+)");
  private static final Pattern INTEGER =
      Pattern.compile(
          "0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0[xX](?:_?[0-9a-fA-F])+|[1-9](?:_?[0-9])*|0(?:_?0)*");
  private static final Pattern NAME = Pattern.compile("[\\w·]+", flags());
  private static final Pattern OPERATOR =
      Pattern.compile("//|\\*\\*|==|!=|>=|<=|[-+/*%~\\[\\](){}><=.:|,;]");

  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int position;
  private int line = 1;
  private boolean lineStart = true;

  private Lexer(String source) {
    String text = source.replace("\r\n", "\n").replace('\r', '\n');
    this.source = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  /** White space and words in the sense of Python's regular expressions. */
  private static int flags() {
    return Pattern.UNICODE_CHARACTER_CLASS;
  }

  /**
   * The tokens of a template, the end last.
   *
   * @throws TemplateException if it is cut short or has a character that means nothing
   */
  static List<Token> tokens(String source) {
    Lexer lexer = new Lexer(source);
    lexer.readAll();
    return lexer.tokens;
  }

  private void readAll() {
    Matcher tag = TAG.matcher(source);
    while (tag.find(position)) {
      String sign = tag.group(2) == null ? tag.group(1) : tag.group(3);
      data(source.substring(position, tag.start()), sign, !"{".equals(tag.group(2)));
      advance(tag.start(), tag.end());
      if (tag.group(2) == null) {
        readRaw();
      } else if (tag.group(2).equals("#")) {
        readComment();
      } else if (tag.group(2).equals("%")) {
        readTag(Kind.BLOCK_BEGIN, Kind.BLOCK_END, BLOCK_END);
      } else {
        readTag(Kind.VARIABLE_BEGIN, Kind.VARIABLE_END, VARIABLE_END);
      }
    }
    data(source.substring(position), "+", false);
    add(Kind.END, "");
  }

  private void data(String text, String sign, boolean lstrip) {
    String kept = text;
    if (sign.equals("-")) {
      kept = Strings.stripRight(text, null);
    } else if (lstrip && !sign.equals("+")) {
      int from = text.lastIndexOf('\n') + 1;
      if ((from > 0 || lineStart) && Strings.stripLeft(text.substring(from), null).isEmpty()) {
        kept = text.substring(0, from);
      }
    }
    if (!kept.isEmpty()) {
      add(Kind.DATA, kept);
    }
    line += count(text);
    position += text.length();
  }

  private void readComment() {
    Matcher end = COMMENT_END.matcher(source);
    if (!end.find(position)) {
      throw new TemplateException(line, "Missing end of comment tag");
    }
    advance(position, end.end());
  }

  private void readRaw() {
    Matcher end = RAW_END.matcher(source);
    if (!end.find(position)) {
      throw new TemplateException(line, "Missing end of raw directive");
    }
    data(source.substring(position, end.start()), end.group(1), true);
    advance(end.start(), end.end());
  }

  private void readTag(Kind begin, Kind end, Pattern endPattern) {
    add(begin, "");
    Deque<String> open = new ArrayDeque<>();
    while (true) {
      Matcher close = at(endPattern);
      if (open.isEmpty() && close.lookingAt()) {
        add(end, "");
        advance(position, close.end());
        return;
      }
      if (position >= source.length()) {
        return;
      }
      readInside(open);
    }
  }

  private void readInside(Deque<String> open) {
    Matcher matcher;
    char first = source.charAt(position);
    if ((matcher = at(SPACE)).lookingAt()) {
      advance(position, matcher.end());
    } else if ((matcher = at(FLOAT)).lookingAt()) {
      number(Double.valueOf(matcher.group().replace("_", "")), matcher.end());
    } else if ((matcher = at(INTEGER)).lookingAt()) {
      number(integer(matcher.group().replace("_", "")), matcher.end());
    } else if ((matcher = at(NAME)).lookingAt()) {
      if (!Character.isUnicodeIdentifierStart(first) && first != '_') {
        throw new TemplateException(line, "Invalid character in identifier");
      }
      add(Kind.NAME, matcher.group());
      advance(position, matcher.end());
    } else if (first == '\'' || first == '"') {
      string(first);
    } else if ((matcher = at(OPERATOR)).lookingAt()) {
      balance(matcher.group(), open);
      add(Kind.OPERATOR, matcher.group());
      advance(position, matcher.end());
    } else {
      throw unexpected(source.substring(position, position + 1));
    }
  }

  private Matcher at(Pattern pattern) {
    return pattern.matcher(source).region(position, source.length()).useTransparentBounds(true);
  }

  private void number(Number value, int end) {
    tokens.add(new Token(Kind.NUMBER, source.substring(position, end), value, line));
    advance(position, end);
  }

  private static Number integer(String text) {
    int radix =
        switch (text.length() < 2 ? ' ' : Character.toLowerCase(text.charAt(1))) {
          case 'b' -> 2;
          case 'o' -> 8;
          case 'x' -> 16;
          default -> 10;
        };
    return Numbers.narrow(new BigInteger(radix == 10 ? text : text.substring(2), radix));
  }

  private void string(char quote) {
    int end = position + 1;
    while (end < source.length() && source.charAt(end) != quote) {
      end += source.charAt(end) == '\\' ? 2 : 1;
    }
    if (end >= source.length()) {
      throw unexpected(String.valueOf(quote));
    }
    add(Kind.STRING, Escapes.decode(source.substring(position + 1, end), line));
    advance(position, end + 1);
  }

  private void balance(String operator, Deque<String> open) {
    switch (operator) {
      case "(" -> open.push(")");
      case "[" -> open.push("]");
      case "{" -> open.push("}");
      case ")", "]", "}" -> {
        if (open.isEmpty() || !open.pop().equals(operator)) {
          throw unexpected(operator);
        }
      }
      default -> {
        // Nothing that opens or closes.
      }
    }
  }

  private TemplateException unexpected(String text) {
    return new TemplateException(line, "unexpected '" + text + "'");
  }

  private void add(Kind kind, String text) {
    tokens.add(new Token(kind, text, null, line));
  }

  private void advance(int from, int to) {
    String passed = source.substring(from, to);
    line += count(passed);
    position = to;
    lineStart = passed.endsWith("\n");
  }

  private static int count(String text) {
    return (int) text.chars().filter(c -> c == '\n').count();
  }
}
