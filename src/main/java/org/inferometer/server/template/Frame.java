package org.inferometer.server.template;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The names that a block with variables of its own uses, in the order of the source. Jinja decides
 * from it where a name is looked up: one that a block sets before it reads it, and that no block
 * around it knows, is undefined until then, even if the template is given a variable of that name.
 */
final class Frame {
  private final Frame outer;
  private Set<String> known = new HashSet<>();
  private Set<String> setFirst = new LinkedHashSet<>();
  private Set<String> hidden;
  private boolean soft;

  Frame(Frame outer) {
    this.outer = outer;
  }

  Frame outer() {
    return outer;
  }

  /** Whether what is read now may never be reached, because it stands in an {@code if}. */
  boolean isSoft() {
    return soft;
  }

  /** Changes that, and says how it was. */
  boolean soften(boolean now) {
    boolean before = soft;
    soft = now;
    return before;
  }

  void reads(String name) {
    if (!isKnown(name)) {
      known.add(name);
    }
  }

  void sets(String name) {
    if (known.add(name)) {
      setFirst.add(name);
    }
  }

  /** A parameter, or the variable of a loop: it has its value from the beginning. */
  void has(String name) {
    known.add(name);
  }

  private boolean isKnown(String name) {
    return known.contains(name) || outer != null && outer.isKnown(name);
  }

  /** Ends the analysis, when the whole template is read. */
  void seal() {
    setFirst.removeIf(name -> outer != null && outer.isKnown(name));
    hidden = Set.copyOf(setFirst);
  }

  /** The names that are undefined at the beginning. */
  Set<String> hidden() {
    return hidden;
  }

  /** The branches of an {@code if}: what only one of them sets may be what it was before. */
  final class Branches {
    private final Set<String> knownBefore = Set.copyOf(known);
    private final Set<String> setFirstBefore = Set.copyOf(setFirst);
    private final Set<String> found = new HashSet<>();

    /** Ends a branch: the next one begins with what was known before all. */
    void next() {
      found.addAll(known);
      known = new HashSet<>(knownBefore);
      setFirst = new LinkedHashSet<>(setFirstBefore);
    }

    /** Ends the last branch. */
    void end() {
      next();
      known.addAll(found);
    }
  }
}
