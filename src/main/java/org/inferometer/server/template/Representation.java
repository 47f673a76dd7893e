package org.inferometer.server.template;

import java.util.List;
import java.util.Map;

/** How Python shows values: as {@code str()} and as {@code repr()}. */
final class Representation {
  private final StringBuilder out = new StringBuilder();

  private Representation() {}

  /** {@code str(value)}. */
  static String text(Object value) {
    if (value instanceof String text) {
      return text;
    }
    if (value instanceof Markup markup) {
      return markup.text();
    }
    return value instanceof Undefined ? "" : of(value);
  }

  /** {@code repr(value)}. */
  static String of(Object value) {
    Representation representation = new Representation();
    representation.add(value);
    return representation.out.toString();
  }

  private void add(Object value) {
    if (out.length() > Budget.LIMIT / 4) {
      throw new TemplateException("the template shows too large a value");
    }
    if (value == null) {
      out.append("None");
    } else if (value instanceof String text) {
      quote(text);
    } else if (value instanceof Boolean flag) {
      out.append(flag ? "True" : "False");
    } else if (value instanceof Double number) {
      out.append(Numbers.show(number));
    } else if (value instanceof Undefined) {
      out.append("Undefined");
    } else if (value instanceof Number || value instanceof Range) {
      out.append(value);
    } else if (value instanceof List<?> list) {
      add("[", list, "]");
    } else if (value instanceof Tuple tuple) {
      add("(", tuple.items(), tuple.items().size() == 1 ? ",)" : ")");
    } else if (value instanceof View view) {
      add(view.type() + "([", view.items(), "])");
    } else if (value instanceof Map<?, ?> map) {
      add(map);
    } else if (value instanceof Namespace namespace) {
      out.append("<Namespace ");
      add(namespace.attributes());
      out.append('>');
    } else {
      throw TemplateException.unsupported("showing a " + Types.name(value));
    }
  }

  private void add(String before, List<?> items, String after) {
    out.append(before);
    String separator = "";
    for (Object item : items) {
      out.append(separator);
      add(item);
      separator = ", ";
    }
    out.append(after);
  }

  private void add(Map<?, ?> map) {
    out.append('{');
    String separator = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(separator);
      add(entry.getKey());
      out.append(": ");
      add(entry.getValue());
      separator = ", ";
    }
    out.append('}');
  }

  private void quote(String text) {
    char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    out.append(quote);
    text.codePoints().forEach(c -> character(c, quote));
    out.append(quote);
  }

  private void character(int c, char quote) {
    switch (c) {
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\\' -> out.append("\\\\");
      default -> {
        if (c == quote) {
          out.append('\\').append(quote);
        } else if (isPrintable(c)) {
          out.appendCodePoint(c);
        } else {
          out.append((c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x").formatted(c));
        }
      }
    }
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }
}
