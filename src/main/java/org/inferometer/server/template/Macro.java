package org.inferometer.server.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A macro with the variables around its definition, or the block of a {@code call}.
 *
 * @param definition what it does
 * @param around the variables it sees
 */
record Macro(Definition definition, Context around) implements Function, Attributes {
  private static final int DEEPEST = 150;

  /**
   * A macro as it is written.
   *
   * @param name {@code null} for the block of a {@code call}
   * @param parameters in order
   * @param defaults of the last parameters
   * @param uses which of {@code caller}, {@code varargs} and {@code kwargs} it reads
   */
  record Definition(
      String name,
      List<String> parameters,
      List<Expression> defaults,
      Set<String> uses,
      List<Statement> body,
      Frame frame) {}

  @Override
  public Object call(Arguments arguments) {
    Context context = around.inner(definition.frame.hidden());
    Map<String, Object> named = new LinkedHashMap<>(arguments.named());
    List<String> parameters = definition.parameters;
    List<Object> positional = arguments.positional();
    boolean[] given = new boolean[parameters.size()];
    for (int i = 0; i < parameters.size(); i++) {
      String parameter = parameters.get(i);
      given[i] = i < positional.size() || named.containsKey(parameter);
      if (given[i]) {
        context.set(parameter, i < positional.size() ? positional.get(i) : named.remove(parameter));
      } else {
        context.set(parameter, new Undefined("parameter '" + parameter + "' was not provided"));
      }
    }
    special(context, named, positional);
    for (int i = 0; i < parameters.size(); i++) {
      int fallback = i - parameters.size() + definition.defaults.size();
      if (!given[i] && fallback >= 0) {
        context.set(parameters.get(i), definition.defaults.get(fallback).value(context));
      }
    }
    StringBuilder out = new StringBuilder();
    context.budget().enter(DEEPEST);
    Statement.run(definition.body, context, out);
    context.budget().leave();
    return out.toString();
  }

  private void special(Context context, Map<String, Object> named, List<Object> positional) {
    int count = definition.parameters.size();
    if (definition.uses.contains("caller")) {
      Object caller = named.remove("caller");
      context.set("caller", caller == null ? new Undefined("No caller defined") : caller);
    }
    if (definition.uses.contains("kwargs")) {
      context.set("kwargs", new LinkedHashMap<Object, Object>(named));
    } else if (!named.isEmpty()) {
      throw new TemplateException(
          "macro '%s' takes no keyword argument '%s'"
              .formatted(definition.name, named.keySet().iterator().next()));
    }
    if (definition.uses.contains("varargs")) {
      int from = Math.min(count, positional.size());
      List<Object> rest = new ArrayList<>(positional.subList(from, positional.size()));
      context.set("varargs", new Tuple(rest));
    } else if (positional.size() > count) {
      throw new TemplateException(
          "macro '%s' takes not more than %d argument(s)".formatted(definition.name, count));
    }
  }

  @Override
  public Object get(String name) {
    return switch (name) {
      case "name" -> definition.name;
      case "arguments" -> new Tuple(new ArrayList<>(definition.parameters));
      case "caller", "catch_kwargs", "catch_varargs" ->
          throw TemplateException.unsupported("the attribute " + name + " of a macro");
      default -> Undefined.attribute(this, name);
    };
  }
}
