package org.inferometer.server.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What all values have in common: whether they are true, equal, contain something, are in order.
 */
final class Values {
  private static final Set<String> CHANGING_LISTS =
      Set.of("append", "clear", "pop", "reverse", "insert", "sort", "extend", "remove");

  private Values() {}

  /** A value of Java's, as JSON has them, as a value of the language. */
  static Object of(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      map.forEach((key, element) -> copy.put(key, of(element)));
      return copy;
    }
    if (value instanceof Iterable<?> list) {
      List<Object> copy = new ArrayList<>();
      list.forEach(element -> copy.add(of(element)));
      return copy;
    }
    if (value instanceof BigInteger big) {
      return Numbers.narrow(big);
    }
    if (value instanceof Float || value instanceof BigDecimal) {
      return ((Number) value).doubleValue();
    }
    return value instanceof Number number && !(value instanceof Double)
        ? (Object) number.longValue()
        : value;
  }

  /** The value, which must not be undefined. */
  static Object defined(Object value) {
    if (value instanceof Undefined undefined) {
      throw undefined.error();
    }
    return value;
  }

  static boolean isTrue(Object value) {
    if (value == null || value instanceof Undefined) {
      return false;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    if (value instanceof Number number) {
      return number.doubleValue() != 0;
    }
    return !hasLength(value) || length(value) > 0;
  }

  static boolean isText(Object value) {
    return value instanceof String || value instanceof Markup;
  }

  private static boolean hasLength(Object value) {
    return isText(value)
        || value instanceof List
        || value instanceof Map
        || value instanceof Tuple
        || value instanceof Range
        || value instanceof View
        || value instanceof Undefined;
  }

  /** {@code len(value)}. */
  static int length(Object value) {
    if (isText(value)) {
      return Strings.length(Representation.text(value));
    }
    if (!hasLength(value)) {
      throw new TemplateException("object of type '" + Types.name(value) + "' has no len()");
    }
    return value instanceof Map<?, ?> map ? map.size() : list(value).size();
  }

  static boolean isIterable(Object value) {
    return hasLength(value) || value instanceof Generator;
  }

  /** What a loop over the value goes through. */
  static Iterable<Object> iterate(Object value) {
    return value instanceof Generator generator ? generator : list(value);
  }

  /** {@code list(value)}; the value's own list where it has one. */
  @SuppressWarnings("unchecked")
  static List<Object> list(Object value) {
    if (value instanceof List<?> list) {
      return (List<Object>) list;
    }
    if (value instanceof Tuple tuple) {
      return tuple.items();
    }
    if (isText(value)) {
      return Strings.characters(Representation.text(value));
    }
    if (value instanceof Map<?, ?> map) {
      return new ArrayList<>(map.keySet());
    }
    if (value instanceof View view) {
      return view.items();
    }
    if (value instanceof Range range) {
      return range.items();
    }
    if (value instanceof Undefined) {
      return List.of();
    }
    if (value instanceof Generator generator) {
      List<Object> rest = new ArrayList<>();
      generator.forEach(rest::add);
      return rest;
    }
    throw new TemplateException("'" + Types.name(value) + "' object is not iterable");
  }

  /** What a dictionary is asked for: {@code 1}, {@code 1.0} and {@code True} are the same there. */
  static Object key(Object value) {
    if (value instanceof List || value instanceof Map) {
      throw new TemplateException("unhashable type: '" + Types.name(value) + "'");
    }
    if (value instanceof Markup markup) {
      return markup.text();
    }
    boolean whole = value instanceof Double number && number == Math.rint(number);
    return value instanceof Boolean || whole ? (Object) (long) Numbers.decimal(value) : value;
  }

  /** The key of a new entry, which is shown as it was given. */
  static Object newKey(Object value) {
    if (value instanceof Boolean || value instanceof Double) {
      throw TemplateException.unsupported("a " + Types.name(value) + " as the key of a dict");
    }
    return key(value);
  }

  /** {@code ==}. */
  static boolean equal(Object left, Object right) {
    if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
      return Numbers.compare(left, right) == 0;
    }
    if (isText(left) && isText(right)) {
      return Representation.text(left).equals(Representation.text(right));
    }
    if (left instanceof List && right instanceof List
        || left instanceof Tuple && right instanceof Tuple
        || left instanceof Range && right instanceof Range) {
      return equal(list(left), list(right));
    }
    if (left instanceof Map<?, ?> one && right instanceof Map<?, ?> other) {
      return one.size() == other.size()
          && one.entrySet().stream()
              .allMatch(
                  e -> other.containsKey(e.getKey()) && equal(e.getValue(), other.get(e.getKey())));
    }
    if (left instanceof Undefined && right instanceof Undefined) {
      return true;
    }
    return left == right;
  }

  private static boolean equal(List<Object> left, List<Object> right) {
    Iterator<Object> others = right.iterator();
    return left.size() == right.size()
        && left.stream().allMatch(item -> equal(item, others.next()));
  }

  /** Less than zero, zero or more, as {@code <} and {@code >} say. */
  static int compare(String operator, Object left, Object right) {
    if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
      return Numbers.compare(left, right);
    }
    if (isText(left) && isText(right)) {
      return Strings.compare(Representation.text(left), Representation.text(right));
    }
    if (left instanceof List && right instanceof List
        || left instanceof Tuple && right instanceof Tuple) {
      List<Object> one = list(left);
      List<Object> other = list(right);
      for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
        if (!equal(one.get(i), other.get(i))) {
          return compare(operator, one.get(i), other.get(i));
        }
      }
      return Integer.compare(one.size(), other.size());
    }
    defined(left);
    defined(right);
    throw new TemplateException(
        "'%s' not supported between instances of '%s' and '%s'"
            .formatted(operator, Types.name(left), Types.name(right)));
  }

  /** {@code item in container}. */
  static boolean contains(Object container, Object item) {
    if (isText(container)) {
      if (!isText(item)) {
        defined(item);
        throw new TemplateException(
            "'in <string>' requires string as left operand, not " + Types.name(item));
      }
      return Representation.text(container).contains(Representation.text(item));
    }
    if (container instanceof Map<?, ?> map) {
      return map.containsKey(key(item));
    }
    if (!isIterable(container)) {
      throw new TemplateException(
          "argument of type '" + Types.name(container) + "' is not iterable");
    }
    for (Object element : iterate(container)) {
      if (equal(element, item)) {
        return true;
      }
    }
    return false;
  }

  /** The attribute of a value, else its element of this name. */
  static Object attribute(Object value, String name) {
    Object attribute = own(value, name);
    return attribute != null ? attribute : element(value, name);
  }

  /** The element of a value, else its attribute of this name. */
  static Object item(Object value, Object key) {
    Object element = element(value, key);
    if (element instanceof Undefined && key instanceof String name) {
      Object attribute = own(value, name);
      return attribute != null ? attribute : element;
    }
    return element;
  }

  private static Object element(Object value, Object key) {
    defined(value);
    if (value instanceof Attributes attributes) {
      return key instanceof String name ? attributes.get(name) : Undefined.attribute(value, key);
    }
    if (value instanceof Map<?, ?> map) {
      boolean possible = !(key instanceof List || key instanceof Map);
      return possible && map.containsKey(key(key))
          ? map.get(key(key))
          : Undefined.attribute(value, key);
    }
    if (Numbers.isInteger(key) && isSequence(value)) {
      List<Object> items = list(value);
      long index = Numbers.integer(key);
      index += index < 0 ? items.size() : 0;
      if (index >= 0 && index < items.size()) {
        return items.get((int) index);
      }
    }
    return Undefined.attribute(value, key);
  }

  /** Whether the value has places that can be looked at by number, or keys. */
  static boolean isSequence(Object value) {
    return hasLength(value) && !(value instanceof View);
  }

  /** The attribute of a value other than its elements, {@code null} if there is none. */
  static Object own(Object value, String name) {
    defined(value);
    if (value instanceof String text) {
      return StringMethods.of(text, name);
    }
    if (value instanceof Markup) {
      return StringMethods.NAMES.contains(name)
          ? Method.unsupported("after 'safe' or 'escape' the method " + name)
          : null;
    }
    if (value instanceof Map<?, ?> map) {
      return Dictionaries.method(map, name);
    }
    if (value instanceof List && CHANGING_LISTS.contains(name)) {
      return unsafe(value, name);
    }
    if (value instanceof List<?> list && name.equals("copy")) {
      return new Method("list.copy", arguments -> new ArrayList<Object>(list));
    }
    if (value instanceof List || value instanceof Tuple) {
      return switch (name) {
        case "index" -> new Method("list.index", arguments -> indexOf(value, arguments));
        case "count" -> new Method("list.count", arguments -> count(value, arguments));
        default -> null;
      };
    }
    return null;
  }

  private static Object indexOf(Object value, Arguments arguments) {
    Object wanted = arguments.bind("index", "value").get(0);
    int index = 0;
    for (Object item : list(value)) {
      if (equal(item, wanted)) {
        return (long) index;
      }
      index++;
    }
    throw new TemplateException(Representation.of(wanted) + " is not in list");
  }

  private static Object count(Object value, Arguments arguments) {
    Object wanted = arguments.bind("count", "value").get(0);
    return list(value).stream().filter(item -> equal(item, wanted)).count();
  }

  /** What stands for a method that would change a value. */
  static Undefined unsafe(Object value, String name) {
    return new Undefined(
        "access to attribute '%s' of '%s' object is unsafe.".formatted(name, Types.name(value)));
  }
}
