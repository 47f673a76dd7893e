package org.inferometer.figure;

import java.util.Map;

/** Text that LaTeX prints as it is. */
final class Latex {
  private static final Map<Integer, String> SPECIAL =
      Map.ofEntries(
          Map.entry((int) '\\', "\\textbackslash{}"),
          Map.entry((int) '{', "\\{"),
          Map.entry((int) '}', "\\}"),
          Map.entry((int) '_', "\\_"),
          Map.entry((int) '%', "\\%"),
          Map.entry((int) '&', "\\&"),
          Map.entry((int) '#', "\\#"),
          Map.entry((int) '$', "\\$"),
          Map.entry((int) '^', "\\textasciicircum{}"),
          Map.entry((int) '~', "\\textasciitilde{}"),
          Map.entry((int) '≤', "\\ensuremath{\\le}"),
          Map.entry((int) '²', "\\textsuperscript{2}"),
          Map.entry((int) '–', "--"),
          Map.entry((int) '…', "\\dots{}"),
          Map.entry((int) '\n', " "));

  private Latex() {}

  static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints().forEach(c -> escaped.append(SPECIAL.getOrDefault(c, Character.toString(c))));
    return escaped.toString();
  }
}
