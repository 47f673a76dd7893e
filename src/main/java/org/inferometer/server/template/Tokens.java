package org.inferometer.server.template;

import java.util.Arrays;
import java.util.List;
import org.inferometer.server.template.Token.Kind;

/** The tokens of a template, one after the other. */
final class Tokens {
  private final List<Token> tokens;
  private int next;

  Tokens(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(next);
  }

  /** The token behind the next one. */
  Token peekSecond() {
    return tokens.get(Math.min(next + 1, tokens.size() - 1));
  }

  Token next() {
    Token token = peek();
    next = Math.min(next + 1, tokens.size() - 1);
    return token;
  }

  /** Passes an operator, if it is the next token. */
  boolean skip(String operator) {
    boolean found = peek().is(operator);
    if (found) {
      next();
    }
    return found;
  }

  /** Passes a word, if it is the next token. */
  boolean skipName(String name) {
    boolean found = peek().isName(name);
    if (found) {
      next();
    }
    return found;
  }

  Token expect(Kind kind) {
    if (peek().kind() != kind) {
      throw expected(kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
    }
    return next();
  }

  void expect(String operator) {
    if (!skip(operator)) {
      throw expected("'" + operator + "'");
    }
  }

  void expectName(String name) {
    if (!skipName(name)) {
      throw expected("'" + name + "'");
    }
  }

  /** Whether the next one ends expressions with commas between them, as one of these words does. */
  boolean endTuple(String... ends) {
    Token token = peek();
    return token.kind() == Kind.VARIABLE_END
        || token.kind() == Kind.BLOCK_END
        || token.is(")")
        || Arrays.stream(ends).anyMatch(token::isName);
  }

  private TemplateException expected(String what) {
    return error("expected " + what + ", found " + peek().description());
  }

  /** An error at the next token. */
  TemplateException error(String message) {
    return new TemplateException(peek().line(), message);
  }
}
