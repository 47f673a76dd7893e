package org.inferometer.server.template;

import java.util.ArrayList;
import java.util.List;

/** A part of a sequence, {@code [start:stop:step]}. */
record Slice(Object start, Object stop, Object step) {
  /** Places from one, inclusive, to another, exclusive. */
  record Bounds(int from, int to) {}

  /** Python's reading of a start and a stop: from the end where negative, cut where too large. */
  static Bounds bounds(int length, Object start, Object stop) {
    return new Bounds(place(start, 0, 0, length, length), place(stop, length, 0, length, length));
  }

  private static int place(Object given, int otherwise, int least, int most, int length) {
    if (given == null) {
      return otherwise;
    }
    int index = Numbers.index(given);
    return Math.max(least, Math.min(most, index < 0 ? index + length : index));
  }

  /** The part of a value. */
  Object of(Object value) {
    Values.defined(value);
    boolean text = value instanceof String;
    if (!text && !(value instanceof List) && !(value instanceof Tuple)) {
      if (value instanceof Range || value instanceof Markup) {
        throw TemplateException.unsupported("a slice of a " + Types.name(value));
      }
      throw new TemplateException("'" + Types.name(value) + "' object is not subscriptable");
    }
    int by = step == null ? 1 : Numbers.index(step);
    if (by == 0) {
      throw new TemplateException("slice step cannot be zero");
    }
    if (text && by == 1) {
      return text((String) value);
    }
    List<Object> part = part(Values.list(value), by);
    if (text) {
      return String.join("", part.stream().map(String.class::cast).toList());
    }
    return value instanceof Tuple ? new Tuple(part) : part;
  }

  private String text(String text) {
    Bounds bounds = bounds(Strings.length(text), start, stop);
    if (bounds.from >= bounds.to) {
      return "";
    }
    int from = text.offsetByCodePoints(0, bounds.from);
    return text.substring(from, text.offsetByCodePoints(from, bounds.to - bounds.from));
  }

  private List<Object> part(List<Object> items, int by) {
    int size = items.size();
    List<Object> part = new ArrayList<>();
    if (by > 0) {
      Bounds bounds = bounds(size, start, stop);
      for (long i = bounds.from; i < bounds.to; i += by) {
        part.add(items.get((int) i));
      }
    } else {
      int last = place(stop, -1, -1, size - 1, size);
      for (long i = place(start, size - 1, -1, size - 1, size); i > last; i += by) {
        part.add(items.get((int) i));
      }
    }
    return part;
  }
}
