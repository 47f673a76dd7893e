package org.inferometer.server.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A call of a function, a filter or a test. */
sealed interface Invocation extends Expression {
  /**
   * What is written between the parentheses.
   *
   * @param positional in order
   * @param named by name
   * @param all behind {@code *}, or {@code null}
   * @param allNamed behind {@code **}, or {@code null}
   */
  record Given(
      List<Expression> positional,
      Map<String, Expression> named,
      Expression all,
      Expression allNamed) {
    static final Given NOTHING = new Given(List.of(), Map.of(), null, null);

    Arguments values(Context context) {
      List<Object> values = new ArrayList<>();
      positional.forEach(expression -> values.add(expression.value(context)));
      if (all != null) {
        Values.iterate(all.value(context)).forEach(values::add);
      }
      Map<String, Object> names = new LinkedHashMap<>();
      named.forEach((name, expression) -> names.put(name, expression.value(context)));
      if (allNamed != null) {
        Object map = allNamed.value(context);
        if (!(map instanceof Map<?, ?> more)) {
          throw new TemplateException("** needs a dict, found " + Types.name(map));
        }
        more.forEach((name, value) -> names.put(StringMethods.text(name), value));
      }
      return new Arguments(values, names);
    }
  }

  /** {@code function(...)}. */
  record Call(Expression function, Given given, int line) implements Invocation {
    @Override
    public Object value(Context context) {
      return call(Map.of(), context);
    }

    /** Calls it with further named arguments. */
    Object call(Map<String, Object> more, Context context) {
      return Expression.located(
          line,
          context,
          () -> {
            Object value = Values.defined(function.value(context));
            if (!(value instanceof Function called)) {
              throw new TemplateException("'" + Types.name(value) + "' object is not callable");
            }
            Arguments arguments = given.values(context);
            if (!more.isEmpty()) {
              Map<String, Object> named = new LinkedHashMap<>(arguments.named());
              named.putAll(more);
              arguments = new Arguments(arguments.positional(), named);
            }
            return called.call(arguments);
          });
    }
  }

  /**
   * {@code value|name(...)}.
   *
   * @param input what is filtered, or {@code null} for the text of a block
   */
  record Filter(Expression input, String name, Given given, int line) implements Invocation {
    @Override
    public Object value(Context context) {
      return apply(() -> input.value(context), context);
    }

    /** Filters a text. */
    Object filter(Object text, Context context) {
      return apply(() -> input == null ? text : ((Filter) input).filter(text, context), context);
    }

    private Object apply(java.util.function.Supplier<Object> filtered, Context context) {
      return Expression.located(
          line,
          context,
          () -> {
            Object value = filtered.get();
            return Filters.apply(name, given.values(context).after(value));
          });
    }
  }

  /** {@code value is name(...)}. */
  record Test(Expression input, String name, Given given, int line) implements Invocation {
    @Override
    public Object value(Context context) {
      return Expression.located(
          line,
          context,
          () -> Tests.holds(name, given.values(context).after(input.value(context))));
    }
  }
}
