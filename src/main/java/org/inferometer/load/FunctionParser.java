package org.inferometer.load;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inferometer.record.Printable;

/**
 * Reads a function of t: an expression as Python has it, perhaps with {@code lambda t:} in front,
 * where {@code a if c else b} may also be {@code c ? a : b}, {@code and}, {@code or} and {@code
 * not} also {@code &&}, {@code ||} and {@code !}, and {@code None} also {@code null}. Nothing is
 * run as code, and how long and deep it can be is bounded.
 */
final class FunctionParser {
  static final int LONGEST = 1000;
  static final int DEEPEST = 100;

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*((?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?|[A-Za-z_][A-Za-z_0-9.]*"
              + "|\\*\\*|//|<=|>=|==|!=|&&|\\|\\||.|$)",
          Pattern.DOTALL);

  private final String text;
  private final Matcher matcher;
  private String token;
  private int column;
  private int depth;

  private FunctionParser(String text) {
    this.text = text;
    matcher = TOKEN.matcher(text);
    advance();
  }

  /**
   * The function that {@code text} writes.
   *
   * @throws IllegalArgumentException if it is none, naming the column, what is there and what is
   *     allowed
   */
  static Function parse(String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "is %d characters long; allowed: at most %d".formatted(text.length(), LONGEST));
    }
    return new FunctionParser(text).function();
  }

  private Function function() {
    if (accept("lambda")) {
      expect("t");
      expect(":");
    }
    Function value = conditional();
    if (!token.isEmpty()) {
      throw unexpected("an operator or the end");
    }
    return value;
  }

  private Function conditional() {
    return deeper(
        () -> {
          Function first = either();
          if (accept("?")) {
            Function yes = conditional();
            expect(":");
            return Operations.choice(first, yes, conditional());
          }
          if (accept("if")) {
            Function test = either();
            expect("else");
            return Operations.choice(test, first, conditional());
          }
          return first;
        });
  }

  private Function either() {
    Function left = both();
    while (accept("or") || accept("||")) {
      left = Operations.either(left, both());
    }
    return left;
  }

  private Function both() {
    Function left = negation();
    while (accept("and") || accept("&&")) {
      left = Operations.both(left, negation());
    }
    return left;
  }

  private Function negation() {
    return accept("not") ? Operations.not(deeper(this::negation)) : comparison();
  }

  /** {@code a < b < c} is {@code a < b and b < c}. */
  private Function comparison() {
    Function left = sum();
    Function all = null;
    while (token.matches("[<>]=?|[=!]=")) {
      int at = column;
      String operator = token;
      Function right = after(this::sum);
      Function link =
          switch (operator) {
            case "==" -> Operations.same(left, right);
            case "!=" -> Operations.not(Operations.same(left, right));
            default -> Operations.of(operator, at, left, right);
          };
      all = all == null ? link : Operations.both(all, link);
      left = right;
    }
    return all == null ? left : all;
  }

  private Function sum() {
    Function left = product();
    while (token.matches("[-+]")) {
      left = Operations.of(token, column, left, after(this::product));
    }
    return left;
  }

  private Function product() {
    Function left = signed();
    while (token.matches("[*/%]|//")) {
      left = Operations.of(token, column, left, after(this::signed));
    }
    return left;
  }

  private Function signed() {
    if (token.matches("[-+]")) {
      return Operations.of(token, column, t -> 0, after(() -> deeper(this::signed)));
    }
    return accept("!") ? Operations.not(deeper(this::signed)) : power();
  }

  /** From right to left; binds more than a sign before it and less than one behind it. */
  private Function power() {
    Function base = operand();
    return token.equals("**")
        ? Operations.of(token, column, base, after(() -> deeper(this::signed)))
        : base;
  }

  private Function operand() {
    int at = column;
    String found = token;
    if (accept("(")) {
      Function inner = conditional();
      expect(")");
      return inner;
    }
    if (accept("t")) {
      return t -> t;
    }
    if (accept("null") || accept("None")) {
      return t -> Double.NaN;
    }
    if (Operations.isFunction(found)) {
      advance();
      return Operations.call(found, at, arguments());
    }
    if (found.matches("\\.?[0-9].*") && Double.isFinite(Double.parseDouble(found))) {
      advance();
      double number = Double.parseDouble(found);
      return t -> number;
    }
    throw unexpected(
        "a number, t, null, something in parentheses, or one of " + Operations.functions());
  }

  private List<Function> arguments() {
    List<Function> arguments = new ArrayList<>();
    expect("(");
    do {
      arguments.add(conditional());
    } while (accept(","));
    expect(")");
    return arguments;
  }

  private <T> T deeper(Supplier<T> inner) {
    if (++depth > DEEPEST) {
      throw Operations.mistake(
          column, "nested more than %d deep; allowed: less".formatted(DEEPEST));
    }
    T read = inner.get();
    depth--;
    return read;
  }

  private <T> T after(Supplier<T> next) {
    advance();
    return next.get();
  }

  private boolean accept(String wanted) {
    boolean there = token.equals(wanted);
    if (there) {
      advance();
    }
    return there;
  }

  private void expect(String wanted) {
    if (!accept(wanted)) {
      throw unexpected(wanted);
    }
  }

  private void advance() {
    matcher.lookingAt();
    token = matcher.group(1);
    column = matcher.start(1) + 1;
    matcher.region(matcher.end(), text.length());
  }

  private IllegalArgumentException unexpected(String allowed) {
    String found = token.isEmpty() ? "the end" : "\"" + Printable.line(token) + "\"";
    return Operations.mistake(column, "found %s; allowed: %s".formatted(found, allowed));
  }
}
