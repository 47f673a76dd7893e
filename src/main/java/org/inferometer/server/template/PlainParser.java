package org.inferometer.server.template;

import java.util.ArrayList;
import java.util.List;
import org.inferometer.server.template.Token.Kind;

/** Reads names, literals and parts of values: {@link Expression.Plain}. */
final class PlainParser {
  private final Tokens tokens;
  private final Names names;
  private final ExpressionParser expressions;

  PlainParser(Tokens tokens, Names names, ExpressionParser expressions) {
    this.tokens = tokens;
    this.names = names;
    this.expressions = expressions;
  }

  /** A name, a literal, or an expression in parentheses. */
  Expression primary() {
    Token token = tokens.next();
    switch (token.kind()) {
      case NAME -> {
        return name(token);
      }
      case STRING -> {
        StringBuilder text = new StringBuilder(token.text());
        while (tokens.peek().kind() == Kind.STRING) {
          text.append(tokens.next().text());
        }
        return new Expression.Constant(text.toString());
      }
      case NUMBER -> {
        return new Expression.Constant(token.number());
      }
      default -> {
        // An operator, or an error.
      }
    }
    if (token.is("(")) {
      return expressions.inParentheses();
    }
    if (token.is("[")) {
      return list();
    }
    if (token.is("{")) {
      return map();
    }
    throw new TemplateException(token.line(), "unexpected " + token.description());
  }

  private Expression name(Token token) {
    switch (token.text()) {
      case "true", "True" -> {
        return new Expression.Constant(true);
      }
      case "false", "False" -> {
        return new Expression.Constant(false);
      }
      case "none", "None" -> {
        return new Expression.Constant(null);
      }
      default -> {
        names.reads(token.text());
        return new Expression.Name(token.text());
      }
    }
  }

  private Expression list() {
    List<Expression> items = new ArrayList<>();
    while (!tokens.skip("]")) {
      items.add(expressions.expression());
      if (!tokens.peek().is("]")) {
        tokens.expect(",");
      }
    }
    return new Expression.ListOf(items);
  }

  private Expression map() {
    List<Expression> keys = new ArrayList<>();
    List<Expression> elements = new ArrayList<>();
    while (!tokens.skip("}")) {
      keys.add(expressions.expression());
      tokens.expect(":");
      elements.add(expressions.expression());
      if (!tokens.peek().is("}")) {
        tokens.expect(",");
      }
    }
    return new Expression.MapOf(keys, elements);
  }

  /** What stands behind a value: its attributes, items and parts, and calls. */
  Expression postfix(Expression of) {
    Expression value = of;
    while (true) {
      Token token = tokens.peek();
      if (token.is(".")) {
        value = attribute(value);
      } else if (token.is("[")) {
        value = subscript(value);
      } else if (token.is("(")) {
        value = expressions.invocations().call(value);
      } else {
        return value;
      }
    }
  }

  private Expression attribute(Expression owner) {
    int line = tokens.next().line();
    Token name = tokens.next();
    if (name.kind() == Kind.NAME) {
      return new Expression.Attribute(owner, name.text(), line);
    }
    if (name.number() instanceof Long) {
      return new Expression.Item(owner, new Expression.Constant(name.number()), line);
    }
    throw new TemplateException(line, "expected name or number");
  }

  private Expression subscript(Expression owner) {
    int line = tokens.next().line();
    Expression start = tokens.peek().is(":") ? null : expressions.expression();
    if (tokens.skip("]")) {
      return new Expression.Item(owner, start, line);
    }
    if (tokens.peek().is(",")) {
      throw new TemplateException(line, "a subscript with a comma is not supported");
    }
    tokens.expect(":");
    Expression stop = bound();
    Expression step = tokens.skip(":") ? bound() : null;
    tokens.expect("]");
    return new Expression.Part(owner, start, stop, step, line);
  }

  private Expression bound() {
    return tokens.peek().is(":") || tokens.peek().is("]") ? null : expressions.expression();
  }
}
