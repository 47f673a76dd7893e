package org.inferometer.server.template;

import java.util.List;
import java.util.Map;

/** Python's names of the types of values. */
final class Types {
  private Types() {}

  static String name(Object value) {
    if (value == null) {
      return "NoneType";
    }
    if (value instanceof String) {
      return "str";
    }
    if (value instanceof Boolean) {
      return "bool";
    }
    if (Numbers.isInteger(value)) {
      return "int";
    }
    if (value instanceof Double) {
      return "float";
    }
    if (value instanceof List) {
      return "list";
    }
    if (value instanceof Tuple) {
      return "tuple";
    }
    if (value instanceof Map) {
      return "dict";
    }
    if (value instanceof Range) {
      return "range";
    }
    return value instanceof View view ? view.type() : value.getClass().getSimpleName();
  }
}
