package org.inferometer.server.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inferometer.server.template.Statement.NamespaceAttribute;
import org.inferometer.server.template.Statement.Several;
import org.inferometer.server.template.Statement.Target;
import org.inferometer.server.template.Statement.Variable;
import org.inferometer.server.template.Token.Kind;

/** Reads expressions, with the precedence that Jinja gives the operators. */
final class ExpressionParser {
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
  private static final Set<String> CONSTANTS =
      Set.of("true", "false", "none", "True", "False", "None");
  private static final int DEEPEST = 100;

  private final Tokens tokens;
  private final Names names;
  private final List<TemplateException> unknown = new ArrayList<>();
  private int depth;

  ExpressionParser(Tokens tokens, Names names) {
    this.tokens = tokens;
    this.names = names;
  }

  /** Refuses filters and tests that do not exist, unless they may never be reached. */
  void seal() {
    if (!unknown.isEmpty()) {
      throw unknown.get(0);
    }
  }

  /** An expression, or several with commas between them. */
  Expression tuple(boolean conditional, String... ends) {
    return tuple(conditional, false, ends);
  }

  private Expression tuple(boolean conditional, boolean parentheses, String... ends) {
    List<Expression> items = new ArrayList<>();
    boolean several = false;
    while (!isTupleEnd(ends)) {
      items.add(conditional ? expression() : or());
      if (!tokens.skip(",")) {
        break;
      }
      several = true;
    }
    if (several || items.isEmpty() && parentheses) {
      return new Expression.TupleOf(items);
    }
    if (items.isEmpty()) {
      throw tokens.error("Expected an expression, got " + tokens.peek().description());
    }
    return items.get(0);
  }

  private boolean isTupleEnd(String... ends) {
    Token token = tokens.peek();
    return token.kind() == Kind.VARIABLE_END
        || token.kind() == Kind.BLOCK_END
        || token.is(")")
        || Arrays.stream(ends).anyMatch(token::isName);
  }

  /** What a value can be assigned to. */
  Target target(boolean namespaces, String... ends) {
    List<Target> targets = new ArrayList<>();
    boolean several = false;
    while (!isTupleEnd(ends) && !tokens.peek().is("=")) {
      targets.add(singleTarget(namespaces));
      if (!tokens.skip(",")) {
        break;
      }
      several = true;
    }
    if (targets.isEmpty()) {
      throw tokens.error("expected a name, found " + tokens.peek().description());
    }
    return several ? new Several(targets) : targets.get(0);
  }

  private Target singleTarget(boolean namespaces) {
    if (tokens.skip("(")) {
      Target inner = target(false);
      tokens.expect(")");
      return inner;
    }
    Token name = tokens.expect(Kind.NAME);
    if (CONSTANTS.contains(name.text())) {
      throw new TemplateException(name.line(), "can't assign to '" + name.text() + "'");
    }
    if (namespaces && tokens.skip(".")) {
      return new NamespaceAttribute(name.text(), tokens.expect(Kind.NAME).text());
    }
    return new Variable(name.text());
  }

  /** An expression. */
  Expression expression() {
    int line = tokens.peek().line();
    int known = unknown.size();
    Expression value = or();
    while (tokens.skipName("if")) {
      Expression test = or();
      Expression otherwise = tokens.skipName("else") ? expression() : null;
      value = new Expression.Conditional(test, value, otherwise, line);
      unknown.subList(known, unknown.size()).clear();
    }
    return value;
  }

  private Expression or() {
    if (++depth > DEEPEST) {
      throw tokens.error("expressions are nested more than " + DEEPEST + " deep");
    }
    Expression left = and();
    while (tokens.skipName("or")) {
      left = new Expression.Or(left, and());
    }
    depth--;
    return left;
  }

  private Expression and() {
    Expression left = not();
    while (tokens.skipName("and")) {
      left = new Expression.And(left, not());
    }
    return left;
  }

  private Expression not() {
    boolean negated = false;
    while (tokens.skipName("not")) {
      negated = !negated;
      if (!negated) {
        return new Expression.Not(new Expression.Not(not()));
      }
    }
    Expression compared = comparison();
    return negated ? new Expression.Not(compared) : compared;
  }

  private Expression comparison() {
    int line = tokens.peek().line();
    Expression first = sum();
    List<String> operators = new ArrayList<>();
    List<Expression> others = new ArrayList<>();
    while (true) {
      Token token = tokens.peek();
      if (token.kind() == Kind.OPERATOR && COMPARISONS.contains(token.text())) {
        operators.add(tokens.next().text());
      } else if (tokens.skipName("in")) {
        operators.add("in");
      } else if (token.isName("not") && tokens.peekSecond().isName("in")) {
        tokens.next();
        tokens.next();
        operators.add("not in");
      } else {
        return operators.isEmpty()
            ? first
            : new Expression.Comparison(first, operators, others, line);
      }
      others.add(sum());
    }
  }

  private Expression sum() {
    Expression left = concatenation();
    while (tokens.peek().is("+") || tokens.peek().is("-")) {
      Token operator = tokens.next();
      left = new Expression.Binary(operator.text(), left, concatenation(), operator.line());
    }
    return left;
  }

  private Expression concatenation() {
    int line = tokens.peek().line();
    List<Expression> parts = new ArrayList<>();
    parts.add(product());
    while (tokens.skip("~")) {
      parts.add(product());
    }
    return parts.size() == 1 ? parts.get(0) : new Expression.Concatenation(parts, line);
  }

  private Expression product() {
    Expression left = power();
    while (tokens.peek().kind() == Kind.OPERATOR && tokens.peek().text().matches("//?|\\*|%")) {
      Token operator = tokens.next();
      left = new Expression.Binary(operator.text(), left, power(), operator.line());
    }
    return left;
  }

  private Expression power() {
    Expression left = unary(true);
    while (tokens.peek().is("**")) {
      Token operator = tokens.next();
      left = new Expression.Binary("**", left, unary(true), operator.line());
    }
    return left;
  }

  private Expression unary(boolean filters) {
    Token sign = tokens.peek();
    Expression value;
    if (sign.is("-") || sign.is("+")) {
      if (++depth > DEEPEST) {
        throw tokens.error("expressions are nested more than " + DEEPEST + " deep");
      }
      tokens.next();
      value = new Expression.Sign(sign.is("-"), unary(false), sign.line());
      depth--;
    } else {
      value = primary();
    }
    value = postfix(value);
    return filters ? filtersAndTests(value) : value;
  }

  private Expression primary() {
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
      Expression inner = tuple(true, true);
      tokens.expect(")");
      return inner;
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
      items.add(expression());
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
      keys.add(expression());
      tokens.expect(":");
      elements.add(expression());
      if (!tokens.peek().is("}")) {
        tokens.expect(",");
      }
    }
    return new Expression.MapOf(keys, elements);
  }

  private Expression postfix(Expression of) {
    Expression value = of;
    while (true) {
      Token token = tokens.peek();
      if (token.is(".")) {
        value = attribute(value);
      } else if (token.is("[")) {
        value = subscript(value);
      } else if (token.is("(")) {
        value = new Invocation.Call(value, arguments(), token.line());
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
    Expression start = tokens.peek().is(":") ? null : expression();
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
    return tokens.peek().is(":") || tokens.peek().is("]") ? null : expression();
  }

  private Invocation.Given arguments() {
    List<Expression> positional = new ArrayList<>();
    Map<String, Expression> named = new LinkedHashMap<>();
    Expression all = null;
    Expression allNamed = null;
    tokens.expect("(");
    while (!tokens.skip(")")) {
      if (all == null && allNamed == null && tokens.skip("*")) {
        all = expression();
      } else if (allNamed == null && tokens.skip("**")) {
        allNamed = expression();
      } else if (allNamed == null
          && tokens.peek().kind() == Kind.NAME
          && tokens.peekSecond().is("=")) {
        String name = tokens.next().text();
        tokens.next();
        if (named.put(name, expression()) != null) {
          throw tokens.error("keyword argument repeated: " + name);
        }
      } else if (all == null && allNamed == null && named.isEmpty()) {
        positional.add(expression());
      } else {
        throw tokens.error("invalid syntax for function call expression");
      }
      if (!tokens.peek().is(")")) {
        tokens.expect(",");
      }
    }
    return new Invocation.Given(positional, named, all, allNamed);
  }

  private Expression filtersAndTests(Expression of) {
    Expression value = of;
    while (true) {
      Token token = tokens.peek();
      if (token.is("|")) {
        value = filters(value);
      } else if (token.isName("is")) {
        value = test(value);
      } else if (token.is("(")) {
        value = new Invocation.Call(value, arguments(), token.line());
      } else {
        return value;
      }
    }
  }

  /** Filters that change a value, or the text of a block if there is none yet. */
  Invocation.Filter filters(Expression of) {
    Invocation.Filter filter = (Invocation.Filter) null;
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
    return new Invocation.Given(List.of(postfix(primary())), Map.of(), null, null);
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
