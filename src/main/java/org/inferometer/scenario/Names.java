package org.inferometer.scenario;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that a misspelt one was probably meant to be. */
final class Names {
  private Names() {}

  /** Says that {@code found} is none of {@code known}, and which one it may have been. */
  static String unknown(String kind, String found, Collection<String> known) {
    String suggestion =
        nearest(found, known).map(name -> "; did you mean \"" + name + "\"?").orElse("");
    return "unknown "
        + kind
        + suggestion
        + (suggestion.isEmpty() ? ". Known: " : " Known: ")
        + String.join(", ", known);
  }

  static Optional<String> nearest(String found, Collection<String> known) {
    return known.stream()
        .filter(name -> distance(found, name) <= Math.max(1, (name.length() + 1) / 3))
        .min(Comparator.comparingInt(name -> distance(found, name)));
  }

  /** Levenshtein's distance, with {@code _} and {@code -} taken for the same. */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int cost = plain(from.charAt(i - 1)) == plain(to.charAt(j - 1)) ? 0 : 1;
        int best = Math.min(diagonal + cost, 1 + Math.min(row[j], row[j - 1]));
        diagonal = row[j];
        row[j] = best;
      }
    }
    return row[to.length()];
  }

  private static char plain(char c) {
    return c == '_' ? '-' : Character.toLowerCase(c);
  }
}
