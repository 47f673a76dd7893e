package org.inferometer.examiner;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What agreed and what did not, by kind of number. */
final class Findings {
  private static final double TOLERANCE = 1e-6;

  private final Map<String, int[]> kinds = new TreeMap<>();
  private final List<String> mismatches = new ArrayList<>();
  private final List<String> unexamined = new ArrayList<>();

  /** Numbers of the files, each by itself; of small whole ones Jackson has only one. */
  private final Set<JsonNode> examined = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Compares a number of a file with what it has to be; null is absent. */
  void compare(String kind, String place, JsonNode found, Double expected) {
    int[] counts = kinds.computeIfAbsent(kind, x -> new int[2]);
    counts[0]++;
    examined.add(found);
    boolean absent = found == null || found.isMissingNode() || found.isNull();
    boolean same =
        expected == null
            ? absent
            : !absent && found.isNumber() && close(found.asDouble(), expected.doubleValue());
    if (!same) {
      counts[1]++;
      mismatches.add(
          "%s, %s: %s in the file, %s by the definition"
              .formatted(
                  kind, place, absent ? "absent" : found, expected == null ? "absent" : expected));
    }
  }

  void compare(String kind, String place, JsonNode found, Estimated expected) {
    compare(kind, place + ".value", found.path("value"), Double.valueOf(expected.value()));
    compare(kind + " (interval)", place + ".low", found.path("low"), expected.low());
    compare(kind + " (interval)", place + ".high", found.path("high"), expected.high());
    compare(kind + " (count)", place + ".count", found.path("count"), (double) expected.count());
    compare(
        kind + " (count)", place + ".repeats", found.path("repeats"), (double) expected.repeats());
  }

  void check(String kind, String place, boolean found, boolean expected) {
    int[] counts = kinds.computeIfAbsent(kind, x -> new int[2]);
    counts[0]++;
    if (found != expected) {
      counts[1]++;
      mismatches.add(
          "%s, %s: %s in the file, %s by the definition".formatted(kind, place, found, expected));
    }
  }

  /** All numbers of {@code tree} are somebody else's, or names. */
  void leave(JsonNode tree) {
    examined.add(tree);
    tree.forEach(this::leave);
  }

  /**
   * Notes the numbers of a file that nobody has compared with anything.
   *
   * @param names keys of what is no result, such as the number of a repeat
   */
  void complete(String place, JsonNode tree, Set<String> names) {
    if (tree.isNumber() && !examined.contains(tree)) {
      unexamined.add(place + ": " + tree);
    }
    tree.properties().stream()
        .filter(one -> !names.contains(one.getKey()))
        .forEach(one -> complete(place + "/" + one.getKey(), one.getValue(), names));
    for (int i = 0; tree.isArray() && i < tree.size(); i++) {
      complete(place + "/" + i, tree.get(i), names);
    }
  }

  private static boolean close(double a, double b) {
    return Math.abs(a - b) <= Math.max(1e-9, TOLERANCE * Math.max(Math.abs(a), Math.abs(b)));
  }

  List<String> mismatches() {
    return mismatches;
  }

  /** Numbers that stand in the files and were compared with nothing. */
  List<String> unexamined() {
    return unexamined;
  }

  int compared() {
    return kinds.values().stream().mapToInt(counts -> counts[0]).sum();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    kinds.forEach(
        (kind, counts) ->
            text.append("%-45s %7d compared %6d differ%n".formatted(kind, counts[0], counts[1])));
    mismatches.forEach(mismatch -> text.append(mismatch).append(System.lineSeparator()));
    unexamined.forEach(
        one -> text.append("not examined: ").append(one).append(System.lineSeparator()));
    return text.toString();
  }
}
