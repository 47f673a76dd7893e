package org.inferometer.server.template;

import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** Python's generator: gone through once, always true, without length or places. */
final class Generator implements Iterable<Object> {
  private final Iterator<Object> rest;

  Generator(List<Object> items) {
    this(items.stream());
  }

  /** One whose items are made when they are asked for. */
  Generator(Stream<Object> items) {
    rest = items.iterator();
  }

  @Override
  public Iterator<Object> iterator() {
    return rest;
  }
}
