package org.inferometer.examiner;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What agreed and what did not, by kind of number. */
final class Findings {
  private static final double TOLERANCE = 1e-6;

  private final Map<String, int[]> kinds = new TreeMap<>();
  private final List<String> mismatches = new ArrayList<>();

  /** Compares a number of a file with what it has to be; null is absent. */
  void compare(String kind, String place, JsonNode found, Double expected) {
    int[] counts = kinds.computeIfAbsent(kind, x -> new int[2]);
    counts[0]++;
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

  private static boolean close(double a, double b) {
    return Math.abs(a - b) <= Math.max(1e-9, TOLERANCE * Math.max(Math.abs(a), Math.abs(b)));
  }

  List<String> mismatches() {
    return mismatches;
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
    return text.toString();
  }
}
