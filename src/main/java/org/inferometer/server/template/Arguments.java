package org.inferometer.server.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a call gives.
 *
 * @param positional in order
 * @param named by name
 */
record Arguments(List<Object> positional, Map<String, Object> named) {
  private static final Object ABSENT = new Object();

  static Arguments of(Object... positional) {
    return new Arguments(Arrays.asList(positional), Map.of());
  }

  /** These arguments behind another one. */
  Arguments after(Object first) {
    List<Object> all = new ArrayList<>(positional.size() + 1);
    all.add(first);
    all.addAll(positional);
    return new Arguments(all, named);
  }

  /** These arguments without the first ones. */
  Arguments from(int index) {
    int from = Math.min(index, positional.size());
    return new Arguments(positional.subList(from, positional.size()), named);
  }

  /** Gives the parameters of a function their values; what is not given stays absent. */
  Bound bind(String function, String... parameters) {
    if (positional.size() > parameters.length) {
      throw new TemplateException(
          "%s takes at most %d arguments, found %d"
              .formatted(function, parameters.length, positional.size()));
    }
    Object[] values = new Object[parameters.length];
    Arrays.fill(values, ABSENT);
    for (int i = 0; i < positional.size(); i++) {
      values[i] = positional.get(i);
    }
    Map<String, Object> rest = new LinkedHashMap<>(named);
    for (int i = 0; i < parameters.length; i++) {
      if (rest.containsKey(parameters[i])) {
        if (values[i] != ABSENT) {
          throw new TemplateException(function + " got " + parameters[i] + " twice");
        }
        values[i] = rest.remove(parameters[i]);
      }
    }
    if (!rest.isEmpty()) {
      throw new TemplateException(
          function + " takes no argument '" + rest.keySet().iterator().next() + "'");
    }
    return new Bound(function, parameters, values);
  }

  /** Parameters with their values. */
  record Bound(String function, String[] parameters, Object[] values) {
    boolean has(int index) {
      return values[index] != ABSENT;
    }

    Object get(int index) {
      if (!has(index)) {
        throw new TemplateException(function + " needs the argument '" + parameters[index] + "'");
      }
      return values[index];
    }

    Object or(int index, Object otherwise) {
      return has(index) ? values[index] : otherwise;
    }

    boolean flag(int index, boolean otherwise) {
      return has(index) ? Values.isTrue(values[index]) : otherwise;
    }
  }
}
