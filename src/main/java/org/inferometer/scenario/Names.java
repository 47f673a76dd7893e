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
        .filter(name -> isNear(found, name))
        .min(Comparator.comparingInt(name -> distance(found, name)));
  }

  private static boolean isNear(String found, String name) {
    int most = Math.max(1, (name.length() + 1) / 3);
    return Math.abs(found.length() - name.length()) <= most && distance(found, name) <= most;
  }

  /**
   * Levenshtein's distance in which two neighbours that changed places are one edit, with {@code _}
   * and {@code -} taken for the same.
   */
  private static int distance(String from, String to) {
    int[][] edits = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          edits[i][j] = i + j;
          continue;
        }
        int changed = edits[i - 1][j - 1] + (same(from, i, to, j) ? 0 : 1);
        edits[i][j] = Math.min(changed, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
        if (i > 1 && j > 1 && same(from, i, to, j - 1) && same(from, i - 1, to, j)) {
          edits[i][j] = Math.min(edits[i][j], 1 + edits[i - 2][j - 2]);
        }
      }
    }
    return edits[from.length()][to.length()];
  }

  /** Whether the {@code i}-th character of one is the {@code j}-th of the other, from 1. */
  private static boolean same(String from, int i, String to, int j) {
    return plain(from.charAt(i - 1)) == plain(to.charAt(j - 1));
  }

  private static char plain(char c) {
    return c == '_' ? '-' : Character.toLowerCase(c);
  }
}
