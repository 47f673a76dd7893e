package org.inferometer.server.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Python's {@code dict}, which is any Java map here. */
final class Dictionaries {
  private static final List<String> CHANGING =
      List.of("clear", "pop", "popitem", "setdefault", "update");

  private Dictionaries() {}

  /** As {@code dict(...)}: from a mapping or pairs, and named arguments. */
  static Map<Object, Object> from(Arguments arguments) {
    Map<Object, Object> map = new LinkedHashMap<>();
    if (arguments.positional().size() > 1) {
      throw new TemplateException("dict takes one argument and named ones");
    }
    for (Object source : arguments.positional()) {
      if (source instanceof Map<?, ?> other) {
        map.putAll(other);
      } else {
        for (Object pair : Values.iterate(source)) {
          List<Object> items = Values.list(pair);
          if (items.size() != 2) {
            throw new TemplateException("dict needs pairs, found " + Representation.of(pair));
          }
          map.put(Values.newKey(items.get(0)), items.get(1));
        }
      }
    }
    map.putAll(arguments.named());
    return map;
  }

  /** The method of this name, or {@code null} if there is none. */
  static Object method(Map<?, ?> map, String name) {
    if (CHANGING.contains(name)) {
      return Values.unsafe(map, name);
    }
    return switch (name) {
      case "get" -> new Method("dict.get", arguments -> get(map, arguments));
      case "items" -> new Method("dict.items", arguments -> View.items(map));
      case "keys" -> new Method("dict.keys", arguments -> View.keys(map));
      case "values" -> new Method("dict.values", arguments -> View.values(map));
      case "copy" -> new Method("dict.copy", arguments -> new LinkedHashMap<Object, Object>(map));
      case "fromkeys" -> Method.unsupported("dict.fromkeys");
      default -> null;
    };
  }

  private static Object get(Map<?, ?> map, Arguments arguments) {
    Arguments.Bound bound = arguments.bind("get", "key", "default");
    Object key = Values.key(bound.get(0));
    return map.containsKey(key) ? map.get(key) : bound.or(1, null);
  }
}
