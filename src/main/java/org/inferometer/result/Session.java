package org.inferometer.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A conversation of which all turns were answered, from its first turn to its last. */
record Session(Answer first, Answer last) {

  /** Those whose turns are all among the measured of {@code answers}. */
  static List<Session> of(List<Answer> answers) {
    Map<String, List<Answer>> turns = new LinkedHashMap<>();
    answers.stream()
        .filter(one -> one.measured() && one.ok() && one.turn() != null)
        .forEach(
            one ->
                turns.computeIfAbsent(one.turn().conversation(), c -> new ArrayList<>()).add(one));
    List<Session> whole = new ArrayList<>();
    for (List<Answer> of : turns.values()) {
      of.sort((a, b) -> Integer.compare(a.turn().number(), b.turn().number()));
      Answer first = of.get(0);
      if (of.size() == first.turn().of() && first.scheduled() != Answer.NEVER) {
        whole.add(new Session(first, of.get(of.size() - 1)));
      }
    }
    return whole;
  }

  /** From when its first turn should have started to the last token of its last. */
  double millis() {
    return (last.last() - first.scheduled()) * 1e-6;
  }
}
