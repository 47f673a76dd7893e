package org.inferometer.server.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Something that has a value. */
sealed interface Expression permits Expression.Plain, Expression.Logic, Invocation {
  /** The value. */
  Object value(Context context);

  /** Names, literals and parts of values. */
  sealed interface Plain extends Expression
      permits Constant, Name, ListOf, TupleOf, MapOf, Attribute, Item, Part {}

  /** Operators. */
  sealed interface Logic extends Expression
      permits Binary, Sign, Not, And, Or, Comparison, Conditional, Concatenation {}

  /** A literal. */
  record Constant(Object literal) implements Plain {
    @Override
    public Object value(Context context) {
      return literal;
    }
  }

  /** A variable. */
  record Name(String name) implements Plain {
    @Override
    public Object value(Context context) {
      return context.get(name);
    }
  }

  /** {@code [a, b]}. */
  record ListOf(List<Expression> items) implements Plain {
    @Override
    public Object value(Context context) {
      return values(items, context);
    }
  }

  /** {@code (a, b)}. */
  record TupleOf(List<Expression> items) implements Plain {
    @Override
    public Object value(Context context) {
      return new Tuple(values(items, context));
    }
  }

  /** {@code {a: b}}. */
  record MapOf(List<Expression> keys, List<Expression> elements) implements Plain {
    @Override
    public Object value(Context context) {
      Map<Object, Object> map = new LinkedHashMap<>();
      for (int i = 0; i < keys.size(); i++) {
        map.put(Values.newKey(keys.get(i).value(context)), elements.get(i).value(context));
      }
      return map;
    }
  }

  /** {@code owner.name}. */
  record Attribute(Expression owner, String name, int line) implements Plain {
    @Override
    public Object value(Context context) {
      return located(line, context, () -> Values.attribute(owner.value(context), name));
    }
  }

  /** {@code owner[key]}. */
  record Item(Expression owner, Expression key, int line) implements Plain {
    @Override
    public Object value(Context context) {
      return located(line, context, () -> Values.item(owner.value(context), key.value(context)));
    }
  }

  /** {@code owner[start:stop:step]}; what is left out is {@code null}. */
  record Part(Expression owner, Expression start, Expression stop, Expression step, int line)
      implements Plain {
    @Override
    public Object value(Context context) {
      return located(
          line,
          context,
          () -> {
            Object whole = owner.value(context);
            return new Slice(of(start, context), of(stop, context), of(step, context)).of(whole);
          });
    }

    private static Object of(Expression expression, Context context) {
      return expression == null ? null : expression.value(context);
    }
  }

  /** {@code left + right} and the other arithmetic. */
  record Binary(String operator, Expression left, Expression right, int line) implements Logic {
    @Override
    public Object value(Context context) {
      return located(
          line,
          context,
          () -> Arithmetic.binary(operator, left.value(context), right.value(context)));
    }
  }

  /** {@code -value} or {@code +value}. */
  record Sign(boolean negative, Expression operand, int line) implements Logic {
    @Override
    public Object value(Context context) {
      return located(
          line,
          context,
          () -> {
            Object value = operand.value(context);
            return negative ? Arithmetic.negate(value) : Arithmetic.plus(value);
          });
    }
  }

  /** {@code not value}. */
  record Not(Expression operand) implements Logic {
    @Override
    public Object value(Context context) {
      return !Values.isTrue(operand.value(context));
    }
  }

  /** {@code left and right}: the first that is not true, else the last. */
  record And(Expression left, Expression right) implements Logic {
    @Override
    public Object value(Context context) {
      Object value = left.value(context);
      return Values.isTrue(value) ? right.value(context) : value;
    }
  }

  /** {@code left or right}: the first that is true, else the last. */
  record Or(Expression left, Expression right) implements Logic {
    @Override
    public Object value(Context context) {
      Object value = left.value(context);
      return Values.isTrue(value) ? value : right.value(context);
    }
  }

  /** {@code a < b <= c}: true if each pair is. */
  record Comparison(Expression first, List<String> operators, List<Expression> others, int line)
      implements Logic {
    @Override
    public Object value(Context context) {
      return located(
          line,
          context,
          () -> {
            Object left = first.value(context);
            for (int i = 0; i < operators.size(); i++) {
              Object right = others.get(i).value(context);
              if (!holds(operators.get(i), left, right)) {
                return false;
              }
              left = right;
            }
            return true;
          });
    }

    private static boolean holds(String operator, Object left, Object right) {
      return switch (operator) {
        case "==" -> Values.equal(left, right);
        case "!=" -> !Values.equal(left, right);
        case "in" -> Values.contains(right, left);
        case "not in" -> !Values.contains(right, left);
        case "<" -> Values.compare(operator, left, right) < 0;
        case "<=" -> Values.compare(operator, left, right) <= 0;
        case ">" -> Values.compare(operator, left, right) > 0;
        default -> Values.compare(operator, left, right) >= 0;
      };
    }
  }

  /** {@code yes if test else no}; undefined where there is no {@code else}. */
  record Conditional(Expression test, Expression yes, Expression no, int line) implements Logic {
    @Override
    public Object value(Context context) {
      if (Values.isTrue(test.value(context))) {
        return yes.value(context);
      }
      return no != null
          ? no.value(context)
          : new Undefined(
              "the inline if-expression on line "
                  + line
                  + " evaluated to false and no else section was defined.");
    }
  }

  /** {@code a ~ b ~ c}: the texts of all. */
  record Concatenation(List<Expression> parts, int line) implements Logic {
    @Override
    public Object value(Context context) {
      return located(
          line,
          context,
          () ->
              Strings.join(
                  "", parts.stream().map(p -> Representation.text(p.value(context))).toList()));
    }
  }

  private static List<Object> values(List<Expression> expressions, Context context) {
    List<Object> values = new ArrayList<>(expressions.size());
    for (Expression expression : expressions) {
      values.add(expression.value(context));
    }
    return values;
  }

  /** Counts a step and what it makes, and gives errors their line. */
  static Object located(int line, Context context, Supplier<Object> step) {
    context.budget().step();
    try {
      return context.budget().made(step.get());
    } catch (TemplateException e) {
      throw e.at(line);
    }
  }
}
