package org.inferometer.server.template;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Jinja's {@code namespace}: attributes that inner blocks can set for outer ones.
 *
 * @param attributes by name
 */
record Namespace(Map<Object, Object> attributes) implements Attributes {
  static Namespace of(Arguments arguments) {
    Map<Object, Object> attributes = new LinkedHashMap<>(Dictionaries.from(arguments));
    attributes.keySet().forEach(Namespace::check);
    return new Namespace(attributes);
  }

  @Override
  public Object get(String name) {
    return attributes.containsKey(name) ? attributes.get(name) : Undefined.attribute(this, name);
  }

  void set(String name, Object value) {
    check(name);
    attributes.put(name, value);
  }

  private static void check(Object name) {
    if (name instanceof String text && text.startsWith("_")) {
      throw new TemplateException(
          "a namespace cannot have an attribute that begins with an underscore: " + text);
    }
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
