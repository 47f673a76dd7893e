package org.inferometer.server.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inferometer.server.template.Token.Kind;

/** Reads calls, filters and tests: {@link Invocation}. */
final class InvocationParser {
  private final Tokens tokens;
  private final Names names;
  private final ExpressionParser expressions;
  private final List<TemplateException> unknown = new ArrayList<>();

  InvocationParser(Tokens tokens, Names names, ExpressionParser expressions) {
    this.tokens = tokens;
    this.names = names;
    this.expressions = expressions;
  }

  /** Refuses filters and tests that do not exist, unless they may never be reached. */
  void seal() {
    if (!unknown.isEmpty()) {
      throw unknown.get(0);
    }
  }

  /** How many of those there are so far. */
  int unknown() {
    return unknown.size();
  }

  /** All but the first {@code known} may never be reached. */
  void forgive(int known) {
    unknown.subList(known, unknown.size()).clear();
  }

  /** A call of {@code value}. */
  Invocation.Call call(Expression value) {
    int line = tokens.peek().line();
    return new Invocation.Call(value, arguments(), line);
  }

  private Invocation.Given arguments() {
    List<Expression> positional = new ArrayList<>();
    Map<String, Expression> named = new LinkedHashMap<>();
    Expression all = null;
    Expression allNamed = null;
    tokens.expect("(");
    while (!tokens.skip(")")) {
      if (all == null && allNamed == null && tokens.skip("*")) {
        all = expressions.expression();
      } else if (allNamed == null && tokens.skip("**")) {
        allNamed = expressions.expression();
      } else if (allNamed == null
          && tokens.peek().kind() == Kind.NAME
          && tokens.peekSecond().is("=")) {
        String name = tokens.next().text();
        tokens.next();
        if (named.put(name, expressions.expression()) != null) {
          throw tokens.error("keyword argument repeated: " + name);
        }
      } else if (all == null && allNamed == null && named.isEmpty()) {
        positional.add(expressions.expression());
      } else {
        throw tokens.error("invalid syntax for function call expression");
      }
      if (!tokens.peek().is(")")) {
        tokens.expect(",");
      }
    }
    return new Invocation.Given(positional, named, all, allNamed);
  }

  /** The filters and tests behind a value, and calls of what they give. */
  Expression filtersAndTests(Expression of) {
    Expression value = of;
    while (true) {
      Token token = tokens.peek();
      if (token.is("|")) {
        value = filters(value);
      } else if (token.isName("is")) {
        value = test(value);
      } else if (token.is("(")) {
        value = call(value);
      } else {
        return value;
      }
    }
  }

  /**
   * Filters that change a value, or the text of a block if it is null; null where there are none.
   */
  Invocation.Filter filters(Expression of) {
    Invocation.Filter filter = null;
    Expression value = of;
    while (tokens.skip("|")) {
      filter = filter(value);
      value = filter;
    }
    return filter;
  }

  /** The filters of a filter block. */
  Invocation.Filter blockFilters() {
    Invocation.Filter first = filter(null);
    Invocation.Filter more = filters(first);
    return more == null ? first : more;
  }

  private Invocation.Filter filter(Expression value) {
    Token token = tokens.peek();
    String name = dotted();
    if (!Filters.isKnown(name)) {
      report(token, "No filter named '" + name + "'.");
    }
    return new Invocation.Filter(value, name, given(), token.line());
  }

  private Expression test(Expression value) {
    tokens.next();
    boolean negated = tokens.skipName("not");
    Token token = tokens.peek();
    String name = dotted();
    if (!Tests.isKnown(name)) {
      report(token, "No test named '" + name + "'.");
    }
    Expression test = new Invocation.Test(value, name, testArguments(), token.line());
    return negated ? new Expression.Not(test) : test;
  }

  private Invocation.Given testArguments() {
    Token token = tokens.peek();
    boolean one =
        switch (token.kind()) {
          case NAME -> !Set.of("else", "or", "and").contains(token.text());
          case STRING, NUMBER -> true;
          default -> token.is("[") || token.is("{");
        };
    if (!one) {
      return given();
    }
    if (token.isName("is")) {
      throw tokens.error("You cannot chain multiple tests with is");
    }
    PlainParser plain = expressions.plain();
    return new Invocation.Given(List.of(plain.postfix(plain.primary())), Map.of(), null, null);
  }

  private Invocation.Given given() {
    return tokens.peek().is("(") ? arguments() : Invocation.Given.NOTHING;
  }

  private String dotted() {
    StringBuilder name = new StringBuilder(tokens.expect(Kind.NAME).text());
    while (tokens.skip(".")) {
      name.append('.').append(tokens.expect(Kind.NAME).text());
    }
    return name.toString();
  }

  private void report(Token token, String message) {
    if (!names.frame().isSoft()) {
      unknown.add(new TemplateException(token.line(), message));
    }
  }
}
