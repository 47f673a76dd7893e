package org.inferometer.server;

import java.util.List;

/** Watches generated text for strings that end it, holding back what may be the start of one. */
final class StopStrings {
  private final List<String> stops;
  private final StringBuilder held = new StringBuilder();
  private String matched;

  StopStrings(List<String> stops) {
    this.stops = stops;
  }

  /** Takes new text and returns what may be shown now: nothing of a stop string or behind it. */
  String accept(String text) {
    if (stops.isEmpty()) {
      return text;
    }
    held.append(text);
    int end = Integer.MAX_VALUE;
    for (String stop : stops) {
      int at = held.indexOf(stop);
      if (at >= 0 && at + stop.length() < end) {
        end = at + stop.length();
        matched = stop;
      }
    }
    if (matched != null) {
      held.setLength(end - matched.length());
      return flush();
    }
    String shown = held.substring(0, held.length() - heldBack());
    held.delete(0, shown.length());
    return shown;
  }

  /** The stop string found, or {@code null}. The one that ends first, as in vLLM. */
  String matched() {
    return matched;
  }

  /** What was held back, once no more text comes. */
  String flush() {
    String text = held.toString();
    held.setLength(0);
    return text;
  }

  private int heldBack() {
    int longest = 0;
    for (String stop : stops) {
      for (int n = Math.min(stop.length() - 1, held.length()); n > longest; n--) {
        if (stop.startsWith(held.substring(held.length() - n))) {
          longest = n;
        }
      }
    }
    return longest;
  }
}
