package org.inferometer.report.table;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sentences by subject, as they are gathered; what is not known is left out. */
final class Facts {
  private final Map<String, List<String>> facts = new LinkedHashMap<>();

  /** Adds those of {@code sentences} that say something. */
  Facts put(String subject, List<String> sentences) {
    List<String> told = sentences.stream().filter(one -> !one.isEmpty()).toList();
    if (!told.isEmpty()) {
      facts.put(subject, told);
    }
    return this;
  }

  Facts putAll(Facts others) {
    facts.putAll(others.facts);
    return this;
  }

  Map<String, List<String>> all() {
    return Collections.unmodifiableMap(facts);
  }
}
