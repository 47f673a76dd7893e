package org.inferometer.examiner;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Which answers the means are of: in each repeat those to prompts that all stacks answered. */
final class Shared {
  private static final int FEWEST = 11;

  private Shared() {}

  /** Of one cell; {@code stacks} has what was recorded with each of them. */
  static Predicate<Answered> of(List<List<Answered>> stacks) {
    Map<Integer, Map<Long, Set<Integer>>> who = new HashMap<>();
    Map<Integer, Set<Integer>> there = new HashMap<>();
    for (int i = 0; i < stacks.size(); i++) {
      for (Answered one : stacks.get(i)) {
        if (one.is("phase", "measured") && one.ok() && one.has("place")) {
          int fork = one.integer("fork");
          there.computeIfAbsent(fork, f -> new HashSet<>()).add(i);
          who.computeIfAbsent(fork, f -> new HashMap<>())
              .computeIfAbsent(one.time("place"), p -> new HashSet<>())
              .add(i);
        }
      }
    }
    for (int fork : there.keySet()) {
      long all = who.get(fork).values().stream().filter(there.get(fork)::equals).count();
      if (there.get(fork).size() > 1 && all < FEWEST) {
        return one -> true;
      }
    }
    return one ->
        there
            .getOrDefault(one.integer("fork"), Set.of())
            .equals(
                who.getOrDefault(one.integer("fork"), Map.of())
                    .getOrDefault(one.time("place"), Set.of()));
  }
}
