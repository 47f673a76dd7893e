package org.inferometer.server.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.inferometer.server.template.Token.Kind;

/**
 * Reads expressions: {@link Expression.Logic}, with the precedence that Jinja gives the operators,
 * between what {@link PlainParser} and {@link InvocationParser} read.
 */
final class ExpressionParser {
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
  private static final int DEEPEST = 100;

  private final Tokens tokens;
  private final PlainParser plain;
  private final InvocationParser invocations;
  private int depth;

  ExpressionParser(Tokens tokens, Names names) {
    this.tokens = tokens;
    this.invocations = new InvocationParser(tokens, names, this);
    this.plain = new PlainParser(tokens, names, this);
  }

  PlainParser plain() {
    return plain;
  }

  InvocationParser invocations() {
    return invocations;
  }

  /** An expression, or several with commas between them. */
  Expression tuple(boolean conditional, String... ends) {
    return tuple(conditional, false, ends);
  }

  /** What is between parentheses, of which the first has been read. */
  Expression inParentheses() {
    Expression inner = tuple(true, true);
    tokens.expect(")");
    return inner;
  }

  private Expression tuple(boolean conditional, boolean parentheses, String... ends) {
    List<Expression> items = new ArrayList<>();
    boolean several = false;
    while (!tokens.endTuple(ends)) {
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

  /** An expression. */
  Expression expression() {
    int line = tokens.peek().line();
    int known = invocations.unknown();
    Expression value = or();
    while (tokens.skipName("if")) {
      Expression test = or();
      Expression otherwise = tokens.skipName("else") ? expression() : null;
      value = new Expression.Conditional(test, value, otherwise, line);
      invocations.forgive(known);
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
      value = plain.primary();
    }
    value = plain.postfix(value);
    return filters ? invocations.filtersAndTests(value) : value;
  }
}
