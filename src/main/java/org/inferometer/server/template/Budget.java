package org.inferometer.server.template;

import java.util.List;

/**
 * What a rendering may still use, so that no template, with whatever it is given, takes minutes or
 * the server's memory. A published template uses a thousandth of it.
 */
final class Budget {
  /** Characters or elements that may be made, all together. */
  static final long LIMIT = 64_000_000;

  private static final int STEP = 32;

  private long left = LIMIT;
  private int depth;

  /** Takes a step of the evaluation. */
  void step() {
    take(STEP);
  }

  /** Makes so many characters or elements. */
  void take(long count) {
    left -= count;
    if (left < 0) {
      throw new TemplateException("the template takes too many steps or makes too much text");
    }
  }

  /** Takes what a new value holds. */
  Object made(Object value) {
    if (value instanceof String text) {
      take(text.length());
    } else if (value instanceof List<?> list) {
      take(list.size());
    } else if (value instanceof Tuple tuple) {
      take(tuple.items().size());
    }
    return value;
  }

  /** Goes one level deeper: a macro in a macro, a loop in its own body. */
  void enter(int deepest) {
    if (++depth > deepest) {
      throw new TemplateException("macros or loops call each other more than " + deepest + " deep");
    }
  }

  void leave() {
    depth--;
  }

  /** Refuses something of a size before it is made. */
  static int size(long size) {
    if (size > LIMIT / 4) {
      throw new TemplateException("the template makes a text or list of " + size + " elements");
    }
    return (int) Math.max(0, size);
  }
}
