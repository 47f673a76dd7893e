package org.inferometer.server.template;

import java.util.List;

/** The variable {@code loop}. */
final class Loop implements Attributes, Function {
  /** What a recursive loop's {@code loop(...)} does. */
  interface Recursion {
    Object again(Object items, int depth);
  }

  private final List<Object> items;
  private final int depth;
  private final Recursion recursion;
  private int index = -1;
  private Object changed = new Undefined("");
  private boolean changedBefore;

  Loop(List<Object> items, int depth, Recursion recursion) {
    this.items = items;
    this.depth = depth;
    this.recursion = recursion;
  }

  /** The next item. */
  Object next() {
    return items.get(++index);
  }

  boolean hasNext() {
    return index + 1 < items.size();
  }

  @Override
  public Object get(String name) {
    long size = items.size();
    return switch (name) {
      case "index" -> index + 1L;
      case "index0" -> (long) index;
      case "revindex" -> size - index;
      case "revindex0" -> size - index - 1;
      case "first" -> index == 0;
      case "last" -> index == size - 1;
      case "length" -> size;
      case "depth" -> depth + 1L;
      case "depth0" -> (long) depth;
      case "previtem" ->
          index > 0 ? items.get(index - 1) : new Undefined("there is no previous item");
      case "nextitem" -> hasNext() ? items.get(index + 1) : new Undefined("there is no next item");
      case "cycle" -> new Method("loop.cycle", this::cycle);
      case "changed" -> new Method("loop.changed", this::changed);
      default -> Undefined.attribute(this, name);
    };
  }

  private Object cycle(Arguments arguments) {
    List<Object> values = arguments.positional();
    if (values.isEmpty()) {
      throw new TemplateException("no items for cycling given");
    }
    return values.get(index % values.size());
  }

  private Object changed(Arguments arguments) {
    Object now = new Tuple(arguments.positional());
    boolean differs = !changedBefore || !Values.equal(changed, now);
    changed = now;
    changedBefore = true;
    return differs;
  }

  @Override
  public Object call(Arguments arguments) {
    if (recursion == null) {
      throw new TemplateException(
          "The loop must have the 'recursive' marker to be called recursively.");
    }
    return recursion.again(arguments.bind("loop", "iterable").get(0), depth + 1);
  }
}
