package org.inferometer.telemetry;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Readings of one source at one time; one line of {@code samples.jsonl}. What cannot be read is
 * absent.
 *
 * @param at {@code Clock.nanos()}
 * @param values by the names of {@link ReadingNames}
 */
public record Sample(long at, String source, Map<String, Double> values) {
  public Sample {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }
}
