package org.inferometer.server.template;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Values as Python's {@code json.dumps} writes them. */
final class Json {
  private final boolean ascii;
  private final String indent;
  private final String itemSeparator;
  private final String keySeparator;
  private final boolean sorted;
  private final StringBuilder out = new StringBuilder();

  private Json(Arguments.Bound bound) {
    ascii = bound.flag(1, false);
    indent = indent(bound.or(2, null));
    Object separators = bound.or(3, null);
    if (separators == null) {
      itemSeparator = indent == null ? ", " : ",";
      keySeparator = ": ";
    } else {
      List<Object> both = Values.list(separators);
      if (both.size() != 2) {
        throw new TemplateException("tojson takes two separators");
      }
      itemSeparator = StringMethods.text(both.get(0));
      keySeparator = StringMethods.text(both.get(1));
    }
    sorted = bound.flag(4, false);
  }

  /** The filter {@code tojson} as transformers has it. */
  static String of(Arguments arguments) {
    Arguments.Bound bound =
        arguments.bind("tojson", "x", "ensure_ascii", "indent", "separators", "sort_keys");
    Json json = new Json(bound);
    json.write(bound.get(0), "\n");
    return json.out.toString();
  }

  private static String indent(Object given) {
    if (given == null || given instanceof String) {
      return (String) given;
    }
    return Strings.repeat(" ", Numbers.integer(given));
  }

  private void write(Object value, String newLine) {
    Budget.size(out.length());
    if (value == null) {
      out.append("null");
    } else if (value instanceof Boolean flag) {
      out.append(flag);
    } else if (value instanceof Double number) {
      out.append(number(number));
    } else if (value instanceof Number) {
      out.append(value);
    } else if (Values.isText(value)) {
      quote(Representation.text(value));
    } else if (value instanceof Map<?, ?> map) {
      writeMap(map, newLine);
    } else if (value instanceof List || value instanceof Tuple) {
      writeList(Values.list(value), newLine);
    } else {
      throw new TemplateException(
          "Object of type " + Types.name(value) + " is not JSON serializable");
    }
  }

  private static String number(double number) {
    return Double.isNaN(number)
        ? "NaN"
        : Double.isInfinite(number) ? number > 0 ? "Infinity" : "-Infinity" : Numbers.show(number);
  }

  private void writeList(List<Object> list, String newLine) {
    if (list.isEmpty()) {
      out.append("[]");
      return;
    }
    out.append('[');
    String inner = open(newLine);
    for (Iterator<Object> items = list.iterator(); items.hasNext(); ) {
      write(items.next(), inner);
      separate(items.hasNext(), inner);
    }
    close(newLine).append(']');
  }

  private void writeMap(Map<?, ?> map, String newLine) {
    if (map.isEmpty()) {
      out.append("{}");
      return;
    }
    out.append('{');
    String inner = open(newLine);
    Map<?, ?> ordered = map;
    if (sorted) {
      Map<Object, Object> tree = new TreeMap<>((a, b) -> Values.compare("<", a, b));
      tree.putAll(map);
      ordered = tree;
    }
    for (Iterator<? extends Map.Entry<?, ?>> e = ordered.entrySet().iterator(); e.hasNext(); ) {
      Map.Entry<?, ?> entry = e.next();
      quote(key(entry.getKey()));
      out.append(keySeparator);
      write(entry.getValue(), inner);
      separate(e.hasNext(), inner);
    }
    close(newLine).append('}');
  }

  private static String key(Object key) {
    if (key == null) {
      return "null";
    }
    if (key instanceof Boolean flag) {
      return flag.toString();
    }
    if (key instanceof Double number) {
      return number(number);
    }
    if (key instanceof String || key instanceof Number) {
      return key.toString();
    }
    throw new TemplateException(
        "keys must be str, int, float, bool or None, not " + Types.name(key));
  }

  private String open(String newLine) {
    if (indent == null) {
      return newLine;
    }
    String inner = newLine + indent;
    out.append(inner);
    return inner;
  }

  private void separate(boolean more, String newLine) {
    if (more) {
      out.append(itemSeparator);
      if (indent != null) {
        out.append(newLine);
      }
    }
  }

  private StringBuilder close(String newLine) {
    return indent == null ? out : out.append(newLine);
  }

  private void quote(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\f' -> out.append("\\f");
        case '\b' -> out.append("\\b");
        default -> {
          if (c < ' ' || ascii && c > '~') {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
